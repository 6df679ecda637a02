"""What people say in a form beside answering: why, change that, the last one was wrong; and an alarm called off."""

from dataclasses import replace

import pytest

from bot.packs import load
from flows.events import HandedOff, TookBack
from flows.library import texts
from flows.message import Entity, Meaning
from tests.packs import CHARITIES
from tests.talk import TO_MOBILE, VAGUE, Talk, charity, in_form, sure

REFERENCE = (Entity("reference", "YSR-4K7Q-5"),)
GUESS = replace(sure("emergency"), certain=False)
WISH = sure("apply", service="family_consultation")


@pytest.mark.parametrize("words", ["ليش", "ليش تحتاجون رقمي؟", "طيب ليه تبغون الجوال", "why do you need it"])
def test_why_is_answered_with_the_reason_once_and_the_question_again(words: str) -> None:
    said = in_form(*TO_MOBILE).say(words, sure("required_documents"))
    assert said.count("لنبلغك بما يتم في طلبك") == 1
    assert "ما رقم جوالك" in said


@pytest.mark.parametrize("words", ["كم باقي سؤال؟", "باقي كثير", "طيب كم بقى", "how many questions are left?"])
def test_how_much_is_left_is_counted_and_the_question_put_again(words: str) -> None:
    said = in_form(*TO_MOBILE).say(words)
    assert "بقي من الأسئلة 4 ومن الأوراق 1" in said
    assert "ما رقم جوالك" in said


def test_at_the_papers_no_questions_are_counted() -> None:
    said = in_form(*TO_MOBILE, "0551234567", "جدة", "نفسية", "أحتاج جلسة").say("كم باقي؟")
    assert "انتهت الأسئلة، وبقي من الأوراق 1" in said


def test_at_the_summary_and_the_declaration_only_these_are_left() -> None:
    talk = in_form(*TO_MOBILE, "0551234567", "جدة", "نفسية", "أحتاج جلسة", "لاحقا")
    assert "ما بقي إلا التأكيد والإقرار" in talk.say("كم باقي؟")
    assert "أقر بأن" in talk.say("صحيح")
    said = talk.say("كم باقي")
    assert "ما بقي إلا التأكيد والإقرار" in said
    assert "أقر بأن" in said


def test_why_may_be_asked_of_an_answer_already_given() -> None:
    assert "ونطابق بياناتك" in in_form(*TO_MOBILE).say("ليش تحتاجون رقم الهوية؟")


def test_a_story_that_begins_with_why_is_an_answer() -> None:
    talk = in_form(*TO_MOBILE)
    for answer in ("0551234567", "جدة", "نفسية"):
        talk.say(answer)
    assert "الهوية الوطنية" in talk.say("ليش ولدي ما ينام وكيف أتعامل معه بعد الطلاق وأنا وحدي")


@pytest.mark.parametrize("words", ["أبغى أغير الاسم", "الاسم غلط", "عدل اسمي", "ممكن تصحيح الاسم", "فيه غلط بالاسم"])
def test_an_answer_that_is_named_is_asked_again_and_the_form_goes_on_where_it_was(words: str) -> None:
    talk = in_form(*TO_MOBILE)
    assert "ما اسمك الكامل" in talk.say(words)
    assert "ما رقم جوالك" in talk.say("سارة علي الشهري")


def test_a_change_at_the_summary_comes_back_to_the_summary() -> None:
    talk = in_form(*TO_MOBILE)
    for answer in ("0551234567", "جدة", "نفسية", "أحتاج جلسة", "لاحقا"):
        talk.say(answer)
    assert "في أي مدينة" in talk.say("لا المدينة غلط")
    assert "الرياض" in talk.say("الرياض")
    assert "صحيح، نكمل" in talk.labels()


def test_a_word_that_two_labels_share_names_neither() -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("0551234567")
    assert "في أي مدينة" in talk.say("أبغى أغير الرقم")


def test_sorry_with_what_can_only_be_the_answer_before_replaces_it() -> None:
    said = in_form(*TO_MOBILE).say("آسفة 1087654321")
    assert "21" in said
    assert "1087654321" not in said
    assert "ما رقم جوالك" in said


def test_sorry_with_an_answer_to_the_open_question_is_that_answer() -> None:
    assert "مدينة" in in_form(*TO_MOBILE).say("آسفة 0551234567")


def test_no_with_a_wish_for_a_person_is_no_answer_to_a_condition() -> None:
    talk = Talk()
    talk.say("أبغى استشارة", WISH)
    talk.say("لا أبغى أكلم أحد", sure("talk_to_human"))
    assert [e.reason for e in talk.handed_off()] == ["asked"]


def test_a_question_at_a_choice_is_guessed_at_and_not_scolded() -> None:
    talk = Talk()
    talk.say("طلب", sure("apply"))
    assert "هل تقصد" in talk.say("طيب والمعلومات سرية؟", replace(VAGUE, intent="privacy_request", confidence=0.5))


def test_a_wish_of_its_own_is_not_taken_down_as_a_donation() -> None:
    talk = Talk()
    talk.say("أبي أتبرع", sure("donate"))
    talk.say("أبغى أقدم شكوى على الموظفة", sure("complaint"))
    assert [e.reason for e in talk.handed_off()] in ([], ["complaint"])


def test_a_guess_of_danger_is_called_off_by_a_word_and_the_form_goes_on() -> None:
    talk = in_form(*TO_MOBILE)
    said = talk.say("ما عندي الحين أي رقم أعطيكم إياه والله", GUESS)
    assert "1919" in said
    assert talk.last[-1] == HandedOff("danger_guess", 1, "ما عندي الحين أي رقم أعطيكم إياه والله")
    said = talk.tap("لا خطر")
    assert TookBack() in talk.last
    assert "الحمد لله على سلامتك" in said
    assert "ما رقم جوالك" in said


def test_proven_danger_is_not_called_off_by_that_word() -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("زوجي يضربني الحين", sure("emergency"))
    assert "لا خطر" not in talk.labels()
    assert TookBack() not in (talk.say("لا خطر"), *talk.last)


def test_i_am_well_is_no_alarm_called_off_where_nobody_raised_one() -> None:
    assert "الحمد لله على سلامتك" not in Talk().say("أنا بخير", sure("greet"))


def test_danger_in_english_is_answered_in_english_from_the_first_word() -> None:
    assert "call at once" in Talk().say("he is hitting me now", replace(sure("emergency"), language="en"))


def test_who_writes_on_while_waiting_is_not_told_the_same_at_length() -> None:
    talk = Talk()
    talk.say("موظف")
    first, second = talk.say("السؤال عن طلبي"), talk.say("ومتى الموعد")
    assert len(second) < len(first)


def najran() -> Talk:
    return Talk(pack=load(CHARITIES / "najran", texts()))


def test_a_shops_wrong_told_in_words_goes_to_the_complaint_form() -> None:
    talk = najran()
    said = talk.say("شريت جوال وطلع خربان ورفض يرجعه", sure("complaint"))
    assert "ما اسمك الكامل" in said
    assert "نعتذر" not in said, "no apology in the shop's name"


@pytest.mark.parametrize(
    "words",
    [
        "السلام عليكم شريت مكيف من محل وخرب بعد أسبوع",
        "ابغى اقدم عندكم شكوى على متجر",
        "ابي منكم تشوفون لي حل مع شركة التكييف",
        "موظف المحل غشني في السعر",
        "can you help me, the store will not give my money back",
    ],
)
def test_a_shops_wrong_told_politely_to_us_is_no_complaint_about_us(words: str) -> None:
    assert "ما اسمك الكامل" in najran().say(words, sure("complaint"))


def at_summary(*, english: bool = False) -> Talk:
    talk = najran()
    if english:
        talk.say("I want to complain about a store", replace(sure("complaint"), language="en"))
    else:
        talk.say("شكوى", sure("complaint"))
    for answer in ("ناصر علي اليامي", "1087654321", "0551234567", "نجران", "محل النجم", "باعني جوالا تالفا", "ما عندي"):
        talk.say(answer)
    return talk


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("جوالي 0559998888", "رقم الجوال: 0559998888"),
        ("لا الرقم غلط، الصحيح ٠٥٥٩٩٩٨٨٨٨", "رقم الجوال: 0559998888"),
        ("المدينة شرورة مو نجران", "المدينة أو المحافظة: شرورة"),
        ("ساكن في شرورة", "المدينة أو المحافظة: شرورة"),
        ("غير المدينة إلى شرورة", "المدينة أو المحافظة: شرورة"),
    ],
)
def test_a_correction_told_at_the_summary_is_taken_at_its_word(words: str, line: str) -> None:
    talk = at_summary()
    said = talk.say(words)
    assert "عدّلت" in said
    assert line in talk.replies[-1].text
    assert "صحيح، نكمل" in talk.labels()


@pytest.mark.parametrize(
    "words", ["هل تخدمون شرورة؟", "نعم", "عندي ملاحظة ثانية", "أرسلت نسخة من الفاتورة لأخي في جدة أمس"]
)
def test_nothing_is_put_right_by_words_that_correct_nothing(words: str) -> None:
    talk = at_summary()
    assert "عدّلت" not in talk.say(words)


def test_the_summary_names_places_in_the_language_of_the_reader() -> None:
    talk = at_summary(english=True)
    assert "City or governorate: Najran" in talk.replies[-1].text
    assert "to: Sharurah" in talk.say("Najran is wrong, I live in Sharurah")
    assert "City or governorate: Sharurah" in talk.replies[-1].text


@pytest.mark.parametrize("words", ["حسبي الله عليكم من شهرين ولا أحد رد علي", "اشتكيت على محل وجمعيتكم ما ردت علي"])
def test_anger_at_us_is_heard_by_a_person(words: str) -> None:
    talk = najran()
    talk.say(words, sure("complaint"))
    assert [e.reason for e in talk.handed_off()] == ["complaint"]


@pytest.mark.parametrize("words", ["كمل", "متابعة", "نكمل"])
def test_go_on_at_the_summary_goes_on(words: str) -> None:
    assert "بقيت خطوة الإقرار" in at_summary().say(words, sure("continue_application"))


@pytest.mark.parametrize("words", ["لا المحل اسمه معرض الوفاء", "اسم المحل غلط"])
def test_no_and_a_field_at_the_summary_asks_that_field_again(words: str) -> None:
    talk = at_summary()
    assert "على أي محل" in talk.say(words, sure("complaint"))
    assert "المحل أو المتجر: معرض الوفاء" in talk.say("معرض الوفاء")


@pytest.mark.parametrize("words", ["ما في فاتوره", "ma 3endi"])
def test_no_paper_is_said_in_many_ways(words: str) -> None:
    talk = najran()
    talk.say("شكوى", sure("complaint"))
    for answer in ("ناصر علي اليامي", "1087654321", "0551234567", "نجران", "محل النجم", "باعني جوالا تالفا"):
        talk.say(answer)
    assert "هذا ملخص" in talk.say(words, sure("required_documents", answered="invoice_needed"))


@pytest.mark.parametrize("words", ["وش تسوون برقم هويتي؟", "ليش ما تتصلون انتم على المحل"])
def test_a_question_back_is_no_name_of_a_shop(words: str) -> None:
    talk = najran()
    talk.say("شكوى", sure("complaint"))
    for answer in ("ناصر علي اليامي", "1087654321", "0551234567", "نجران"):
        talk.say(answer)
    assert "ليس عندي جواب مؤكد" in talk.say(words)
    assert "ما الذي حدث" in talk.say("محل النجم")


def test_why_the_declaration_is_told_where_it_is_asked_for() -> None:
    talk = at_summary()
    talk.say("1")
    said = talk.say("ليش الإقرار", sure("appeal_decision", answered="declaration"))
    assert "مسؤول عن صحة بياناته" in said
    assert "أقر وأوافق" in talk.labels()


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("وش يعني اقر", sure("help")),
        ("ما فهمت وش اللي اقر فيه", VAGUE),
        ("what does declare mean", VAGUE),
        ("wesh ya3ni eqrar", VAGUE),
        ("ما فهمت", sure("help")),
    ],
)
def test_what_it_means_to_declare_is_explained_and_declares_nothing(words: str, meaning: Meaning) -> None:
    talk = at_summary()
    talk.say("1")
    said = talk.say(words, meaning)
    assert "معناها" in said
    assert "أقر وأوافق" in talk.labels()


@pytest.mark.parametrize("words", ["هل اقر؟", "كيف اقر", "اقر على ايش", "وش اقر فيه"])
def test_a_question_about_the_declaration_is_no_declaration(words: str) -> None:
    talk = at_summary()
    talk.say("1")
    talk.say(words)
    assert "أقر وأوافق" in talk.labels()


def test_what_signing_means_is_explained_where_the_name_is_asked_for() -> None:
    talk = at_summary()
    talk.say("1")
    talk.say("اقر واوافق")
    said = talk.say("وش يعني توقيع", sure("help"))
    assert "معناها" in said
    assert "للتوقيع" in said


def test_a_guess_that_is_confirmed_keeps_what_was_told() -> None:
    talk = najran()
    story = "انا شغل نجران محل جوال ياخد فلوس خمسمية ما يعطي جوال ايش يسوي انا"
    talk.say(story, replace(sure("check_eligibility"), sure=False, ranking=(("complaint", 0.3),)))
    assert "ما اسمك الكامل" in talk.tap("تقديم شكوى")
    assert talk.session.stack[-1].answers["complaint_details"].value == story


def test_a_story_told_at_once_is_seen_again_in_the_summary() -> None:
    talk = najran()
    story = "شريت جوال من محل في السوق قبل أسبوع بألف ريال وطلع خربان ورفض يرجع لي الفلوس"
    talk.say(story, sure("complaint"))
    for answer in ("ناصر علي اليامي", "1087654321", "0551234567", "نجران", "محل النجم", "ما عندي"):
        said = talk.say(answer)
    assert f"ما حدث: {story}" in said


def test_a_shop_named_in_the_story_need_not_be_named_again() -> None:
    talk = najran()
    talk.say("شريت جوال من محل النجم في السوق قبل أسبوع بألف ريال وطلع خربان ورفض يرجعه", sure("complaint"))
    for answer in ("ناصر علي اليامي", "1087654321", "0551234567", "نجران"):
        talk.say(answer)
    assert talk.labels() == ["مذكور فيما كتبت"]
    talk.tap("مذكور فيما كتبت")
    assert "المحل أو المتجر: مذكور فيما كتبت" in talk.say("ما عندي")


def test_a_shop_is_asked_for_plainly_where_no_story_was_told() -> None:
    talk = najran()
    talk.say("شكوى", sure("complaint"))
    for answer in ("ناصر علي اليامي", "1087654321", "0551234567", "نجران"):
        talk.say(answer)
    assert talk.labels() == []


def test_a_long_story_is_kept_as_the_answer_and_not_asked_for_again() -> None:
    talk = najran()
    story = "شريت جوال من محل في السوق قبل أسبوع بألف ريال وطلع خربان ورفض يرجع لي الفلوس"
    assert "سجلت ما كتبته" in talk.say(story, sure("complaint"))
    for answer in ("ناصر علي اليامي", "1087654321", "0551234567", "نجران"):
        talk.say(answer)
    assert "ما الذي حدث" not in talk.say("محل النجم للجوالات")


def test_a_complaint_about_our_own_staff_goes_to_a_person() -> None:
    talk = najran()
    talk.say("موظفكم صرخ علي وما احترمني أبدا", sure("complaint"))
    assert [e.reason for e in talk.handed_off()] == ["complaint"]


def test_a_detail_that_the_charity_has_filled_in_is_told_instead_of_the_answer_that_it_is_unknown() -> None:
    pack = load(CHARITIES / "yusr", texts())
    asked = sure("working_hours", answered="opening_hours")
    assert "ليست عندي بعد" in Talk(pack=pack).say("متى تفتحون", asked)
    filled = pack.model_copy(update={"contact": pack.contact.model_copy(update={"hours": "الأحد إلى الخميس، 8 إلى 2"})})
    said = Talk(pack=filled).say("متى تفتحون", asked)
    assert "الأحد إلى الخميس" in said
    assert "ليست عندي" not in said


@pytest.mark.parametrize("words", ["سعودية", "عندي إقامة", "i have iqama"])
def test_a_condition_takes_what_people_say_for_yes(words: str) -> None:
    talk = Talk()
    talk.say("أبغى استشارة", WISH)
    assert "ما اسمك" in talk.say(words)


def test_a_guess_over_an_open_question_keeps_the_answer() -> None:
    talk = in_form(*TO_MOBILE)
    for answer in ("0551234567", "جدة", "نفسية"):
        talk.say(answer)
    assert "1919" in talk.say("تعبت نفسيا من بعد الطلاق وما أنام", GUESS)
    assert "الهوية الوطنية" in talk.say("لا خطر")
    assert talk.session.top
    assert any("ما أنام" in str(answer.value) for answer in talk.session.top.answers.values())


def test_a_word_that_there_is_no_danger_raises_no_alarm_and_calls_one_off() -> None:
    talk = in_form(*TO_MOBILE)
    calm = "لا خطر الحين هو بخير"
    talk.say(calm, GUESS)
    assert talk.handed_off() == []
    talk.say("نفس الرقم اللي أكلمكم منه يا جماعة الخير", GUESS)
    assert "ما رقم جوالك" in talk.say(calm, GUESS)
    assert talk.session.owner == "bot"


def test_after_a_guess_over_a_description_the_next_question_is_answered_by_going_on() -> None:
    talk = in_form(*TO_MOBILE)
    for answer in ("0551234567", "جدة", "نفسية"):
        talk.say(answer)
    talk.say("تعبت نفسيا من بعد الطلاق وما أنام", GUESS)
    assert "نستقبلها منك لاحقًا" in talk.say("ما اقدر اصور الحين", GUESS)
    assert talk.session.owner == "bot"


def test_a_second_guess_of_danger_is_not_told_the_numbers_all_over_again() -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("نفس الرقم اللي أكلمكم منه يا جماعة الخير", GUESS)
    talk.say("ما أدري وش أقول لكم والله يا جماعة", GUESS)
    assert talk.handed_off() == []


@pytest.mark.parametrize("words", ["لا", "0551234567"])
def test_a_guess_is_over_when_the_person_says_no_or_simply_goes_on(words: str) -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("نفس الرقم اللي أكلمكم منه يا جماعة الخير", GUESS)
    said = talk.say(words)
    assert talk.session.owner == "bot"
    assert ("ما رقم جوالك" if words == "لا" else "مدينة") in said


@pytest.mark.parametrize("meaning", [GUESS, sure("rate_service")])
def test_a_request_number_asks_for_its_status_whatever_its_letters_look_like(meaning: Meaning) -> None:
    talk = Talk()
    assert "لا أذكر حال هذا الطلب" in talk.say("YSR-4K7Q-5", replace(meaning, entities=REFERENCE))
    assert talk.handed_off() == []


def test_a_bare_greeting_is_welcomed_whatever_it_is_taken_for() -> None:
    assert "كيف نقدر نخدمك" in Talk().say("سلام", replace(VAGUE, intent="goodbye"))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("لا استنى رقم الجوال غلط هو 0501112224", "رقم الجوال: 0501112224"),
        ("الاسم غلط هو خالد سعد العمري", "الاسم الكامل: خالد سعد العمري"),
        ("اسمي غلط، خالد سعد العمري", "الاسم الكامل: خالد سعد العمري"),
    ],
)
def test_what_it_should_be_is_taken_and_not_asked_for(words: str, shown: str) -> None:
    talk = Talk()
    talk.fill_in()
    assert shown in talk.say(words, VAGUE)


def test_a_guess_after_proven_danger_does_not_make_it_a_guess() -> None:
    talk = Talk()
    talk.say("زوجي يضربني الحين", sure("emergency"))
    talk.say("ما ابي احد من اهلي يدري", GUESS)
    assert "لا خطر" not in talk.labels()
    assert "تنبيهك العاجل باقٍ" in talk.say("أبغى استشارة", WISH)


@pytest.mark.parametrize("words", ["طيب وش باقي", "خلاص كذا؟", "ايش باقي علي"])
def test_what_is_left_is_asked_in_many_ways(words: str) -> None:
    said = in_form(*TO_MOBILE).say(words)
    assert "بقي من الأسئلة" in said
    assert "ما رقم جوالك" in said


def test_what_was_written_is_shown_with_the_number_masked() -> None:
    talk = in_form(*TO_MOBILE)
    said = talk.say("وش كتبت لكم")
    assert "نورة سعد القحطاني" in said
    assert "********53" in said
    assert "ما رقم جوالك" in said


def test_a_name_that_is_denied_is_asked_again() -> None:
    talk = in_form(*TO_MOBILE)
    assert "ما اسمك" in talk.say("اسمي مو نورة")


def test_a_new_number_named_with_its_label_is_taken_at_once() -> None:
    talk = in_form(*TO_MOBILE, "0551234567")
    said = talk.say("لا غلط رقم الجوال 0557654321", sure("deny"))
    assert "0557654321" in said
    assert "في أي مدينة" in said


def test_something_wrong_at_the_summary_opens_the_list_of_answers() -> None:
    talk = in_form(*TO_MOBILE, "0551234567", "جدة", "نفسية", "أحتاج جلسة", "لاحقا")
    assert "أي إجابة نعدّل" in talk.say("لا غلط المبلغ ٢٤٠٠ مو ٢٥٠٠", sure("deny"))


@pytest.mark.parametrize("words", ["وش المطلوب؟", "طيب ايش تبون مني", "wesh elmatlob", "what do you want from me"])
def test_what_is_wanted_is_the_answer_to_the_question(words: str) -> None:
    said = in_form(*TO_MOBILE).say(words, replace(VAGUE, intent="help"))
    assert "خطوة خطوة" in said
    assert "ما رقم جوالك" in said


@pytest.mark.parametrize("words", ["mdri", "مدري", "mdri wallah", "not sure"])
def test_who_cannot_choose_is_told_so_kindly_and_offered_a_person(words: str) -> None:
    talk = in_form(*TO_MOBILE, "0551234567", "جدة")
    said = talk.say(words)
    assert "خذ وقتك" in said
    assert "موظف" in talk.labels()


def test_not_to_know_what_to_say_is_no_description() -> None:
    talk = in_form(*TO_MOBILE, "0551234567", "جدة", "نفسية")
    assert "الهوية الوطنية" in talk.say("مدري وش اكتب")
    assert talk.session.stack[-1].answers["need"].value is None


def test_a_small_word_of_an_english_label_names_no_answer() -> None:
    talk = Talk(charity("najran"))
    for words in (
        "I want to complain about a shop",
        "Mohammed Ali",
        "2412345676",
        "0551234567",
        "najran",
        "The Good Shop",
    ):
        talk.say(
            words, replace(sure("complaint"), language="en") if "complain" in words else replace(VAGUE, language="en")
        )
    talk.say("the phone broke after two days and he will not repair it", replace(VAGUE, language="en"))
    assert "What is your mobile" in talk.say("wait, change the mobile", replace(VAGUE, language="en"))


@pytest.mark.parametrize("words", ["بكتب شكوى", "وين اشتكي", "عندي شكوى"])
def test_a_complaint_announced_once_more_is_no_story(words: str) -> None:
    talk = Talk()
    talk.say("أبغى أشتكي", sure("complaint"))
    said = talk.say(words, sure("complaint"))
    assert "المكان هنا" in said
    assert "ما الذي حدث" in said


def test_yes_register_me_is_a_wish() -> None:
    assert "أي خدمة" in Talk().say("نعم سجلني", sure("affirm"))


@pytest.mark.parametrize("wish", ["apply", "describe_service", "required_documents", "check_eligibility"])
def test_where_to_go_is_told_in_short_the_second_time(wish: str) -> None:
    talk = Talk()
    whole = talk.say("مركز شمل", sure("apply", service="shaml_centre"))
    again = talk.say("طيب مركز شمل كيف", sure(wish, service="shaml_centre"))
    assert "فالبداية من هناك" in whole
    assert "كما ذكرت: مركز شمل لا يستقبل" in again
    assert "فالبداية من هناك" not in again
    assert "نقدّر حرصك" not in again


def test_the_same_question_asked_twice_is_answered_in_short_the_second_time() -> None:
    talk = Talk(charity("aoun"))
    first = talk.say("وش الجرائم", sure("check_eligibility", answered="which_crimes"))
    again = talk.say("وش الجرائم؟", sure("check_eligibility", answered="which_crimes"))
    assert again.startswith("كما ذكرت")
    assert len(again) < len(first)


@pytest.mark.parametrize(
    ("words", "heard"),
    [("أنا ضحية نصب وأخذوا فلوسي", "يؤسفني"), ("موظفكم سرق وقتي", "صوتك مسموع"), ("I was scammed by a shop", "يؤسفني")],
)
def test_a_victims_story_is_no_complaint_about_the_charity(words: str, heard: str) -> None:
    assert heard in Talk(pack=charity("aoun")).say(words, sure("complaint"))


@pytest.mark.parametrize("words", ["سرقوا سيارتي ومحفظتي", "حولت لواحد نصاب عشرين الف", "I was scammed online"])
def test_a_victim_who_only_tells_is_answered_with_the_words_kept_for_it(words: str) -> None:
    assert "يؤسفني ما مررت به" in Talk(charity("aoun")).say(words)
    assert "يؤسفني" not in Talk().say(words)


def test_a_form_taken_back_before_it_went_in_is_put_aside_and_its_words_choose_nothing() -> None:
    talk = in_form(*TO_MOBILE, "0551234567", "جدة", "نفسية", "أحتاج جلسة", "لاحقا")
    talk.say("لا فيه غلط", sure("deny"))
    withdraws = replace(sure("withdraw_application"), confidence=0.99)
    said = talk.say("المدينة اللي انا فيها فيها مركز خلاص ابي اسحب الطلب", withdraws)
    assert "في أي مدينة" not in said
    assert "احتفظت" in said or "محفوظ" in said


def test_a_name_of_motherhood_before_the_name_is_no_part_of_the_story() -> None:
    talk = in_form()
    talk.say("انا ام خالد")
    assert "beside" not in talk.session.stack[-1].memo


def test_a_paper_announced_where_it_is_asked_for_is_asked_for_kindly() -> None:
    talk = in_form(*TO_MOBILE, "0551234567", "جدة", "نفسية", "أحتاج جلسة")
    assert "نرجو إرسالها هنا" in talk.say("معي الهوية", sure("submit_document"))


def test_who_goes_on_telling_is_heard_and_offered_the_request() -> None:
    talk = Talk(charity("aoun"))
    talk.say("سرقوا سيارتي")
    assert "نسمعك" in talk.say("وسرقوا المحفظة بعد")
    assert "ما اسمك" in talk.say("نعم", sure("affirm"))


def test_a_wish_that_names_no_service_and_is_a_question_of_the_pack_word_for_word_is_answered() -> None:
    exact = replace(sure("apply", answered="legal_help"), answers=(("legal_help", 1.0),))
    assert "ما اسمك" not in Talk(charity("aoun")).say("ابغى محامي", exact)


def test_not_to_give_a_number_is_no_gift() -> None:
    said = in_form(*TO_MOBILE).say("ما ابي اعطي جوالي", sure("donate"))
    assert "لا يُرفع الطلب بدون هذا الجواب" in said


def test_a_condition_met_in_words_is_answered_whatever_the_words_resemble() -> None:
    talk = Talk()
    talk.say("أبغى لقاء", sure("apply", service="awareness_meetings"))
    assert "ما اسمك" in talk.say("انا مصرية عندي اقامة", sure("check_eligibility"))


def test_who_tells_what_they_need_does_not_apply_for_what_takes_no_applications() -> None:
    talk = Talk(charity("rida"))
    talk.say("وش عندكم مشاريع", sure("products_projects", service="products_projects"))
    said = talk.say("ابغى مساعدة انا ارملة وعندي عيال ايتام", sure("apply"))
    assert "لا يحتاج طلبًا" not in said


def test_a_hardship_told_to_shall_we_begin_is_heard() -> None:
    talk = Talk(charity("khamis"))
    talk.say("هل أستحق", sure("check_eligibility"))
    assert "نسمعك" in talk.say("عندي خمس عيال وقرض بنكي")


def test_a_service_asked_about_is_booked_although_its_conditions_were_being_asked() -> None:
    talk = Talk()
    talk.say("هل أستحق استشارة", sure("check_eligibility", service="family_consultation"))
    assert "الاستشارات الأسرية" in talk.say("احجز لي", sure("apply"))


def test_what_is_asked_of_a_service_that_was_just_described_is_not_described_again() -> None:
    talk = Talk()
    talk.say("وش الاستشارات", sure("describe_service", service="family_consultation"))
    said = talk.say("بكم الجلسة؟", sure("describe_service"))
    assert "ليس عندي جواب مؤكد" in said
    assert "أنواعها ستة" not in said
    assert "تقديم طلب" in talk.labels()


def test_the_day_of_a_paper_may_be_left_out_by_going_on() -> None:
    talk = Talk(charity("khamis"))
    talk.say("ابغى اقدم", sure("apply"))
    for words in ("سعد محمد علي", "1526018153", "0551234567", "خميس مشيط", "سداد فاتورة"):
        talk.say(words)
    talk.send()
    assert "متى تنتهي" in talk.say("هذا كل شي")
    assert "ملخص" in talk.say("صحيح نكمل", sure("continue_application"))


def test_a_service_wanted_where_a_condition_was_not_met_is_begun() -> None:
    talk = Talk()
    talk.say("ابي دورات", sure("apply", service="skills_programmes"))
    assert "قد لا يُقبل" in talk.say("لا متزوجة", sure("deny"))
    wish = replace(sure("apply", service="awareness_meetings"), confidence=0.64, sure=False)
    assert "اللقاءات التوعوية" in talk.say("ابي لقاءات", wish)


@pytest.mark.parametrize(
    "words",
    ["صح بس غيري المدينة الى الرياض", "المدينة غلط، هي الرياض", "عدلوا المدينه الرياض"],
)
@pytest.mark.parametrize("before", [("نعم",), TO_MOBILE])
def test_a_change_of_what_is_asked_later_answers_that_question_and_is_no_part_of_a_story(
    words: str, before: tuple[str, ...]
) -> None:
    talk = in_form(*before)
    asked = talk.replies[-1].text
    said = talk.say(words)
    assert "الرياض" in said
    assert talk.replies[-1].text == asked
    assert talk.session.top is not None
    assert talk.session.top.answers["city"].value == "الرياض"
    assert talk.session.top.answers["city"].how == "typed"
    assert "beside" not in talk.session.top.memo
    assert "need" not in talk.session.top.answers


def test_a_change_without_a_value_is_told_that_the_question_comes() -> None:
    talk = in_form("نعم", "نورة سعد القحطاني")
    assert "لم نصل بعد" not in talk.say("مش عايز ادي رقم الاقامة")
    assert "لم نصل بعد إلى سؤال «رقم الجوال»" in talk.say("عدل رقم الجوال", sure("update_data"))
    assert talk.session.top is not None
    assert "beside" not in talk.session.top.memo


@pytest.mark.parametrize("more", [(), ("1526018153",), ("1526018153", "0551234567", "جدة", "نفسية")])
def test_the_name_sent_once_more_is_in_the_form_and_no_part_of_the_story(more: tuple[str, ...]) -> None:
    talk = in_form("نعم", "نورة سعد القحطاني", *more)
    assert "مسجل في طلبك من قبل" in talk.say("نوره سعد القحطاني")
    assert talk.session.top is not None
    assert "beside" not in talk.session.top.memo
    assert "need" not in talk.session.top.answers


def test_a_fuller_name_where_something_else_is_asked_for_takes_the_place_of_the_name() -> None:
    talk = in_form("نعم", "نورة سعد القحطاني")
    assert "عدّلت الاسم الكامل إلى: نورة سعد محمد القحطاني" in talk.say("نورة سعد محمد القحطاني")
    assert talk.session.top is not None
    assert talk.session.top.answers["full_name"].value == "نورة سعد محمد القحطاني"


@pytest.mark.parametrize("words", ["مب جدة مكة", "لا مو جده، مكه", "مش جدة هي مكة"])
@pytest.mark.parametrize("more", [(), ("نفسية",)])
def test_not_this_but_that_puts_the_answer_right_and_answers_nothing_else(words: str, more: tuple[str, ...]) -> None:
    talk = in_form(*TO_MOBILE, "0551234567", "جدة", *more)
    asked = talk.replies[-1].text
    assert "عدّلت المدينة إلى: مكة" in talk.say(words)
    assert talk.replies[-1].text == asked
    assert talk.session.top is not None
    assert "need" not in talk.session.top.answers


def test_a_wish_for_the_open_form_with_a_wrong_number_is_told_what_is_wrong() -> None:
    talk = Talk(charity("rida"))
    talk.say("ابي احدث جوالي", sure("update_data", service="data_update"))
    for answer in ("خالد عبدالله الشمري", "1526018153"):
        talk.say(answer)
    said = talk.say("ابي اغير جوالي من 0550000000 الى 0551234567", sure("update_data"))
    assert len(said) > len("ما رقم جوالك الحالي؟\nلنبلغك بما يتم في طلبك.") + 10


def test_no_with_another_place_is_the_answer_before_and_no_need() -> None:
    talk = Talk(charity("khamis"))
    talk.say("ابي اسجل", sure("apply", service="support"))
    for answer in (TO_MOBILE[1], TO_MOBILE[2], "0551234567", "أبها"):
        talk.say(answer)
    assert "خميس مشيط" in talk.say("لا خميس مشيط", sure("deny"))
    assert talk.session.top is not None
    assert "need" not in talk.session.top.answers


def test_no_with_another_place_is_the_answer_before() -> None:
    talk = in_form(*TO_MOBILE, "0551234567", "جدة")
    assert "عدّلت المدينة إلى: الجبيل" in talk.say("لا الجبيل", sure("deny"))


def test_right_but_the_city_is_another_answers_what_is_asked_later() -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("صح بس المدينه الجبيل")
    assert talk.session.top is not None
    assert talk.session.top.answers["city"].value == "الجبيل"
    assert "beside" not in talk.session.top.memo


@pytest.mark.parametrize("words", ["متى تعطوني", "وين مقركم", "مين يشوفه"])
def test_a_short_question_is_no_need(words: str) -> None:
    talk = in_form(*TO_MOBILE, "0551234567", "جدة", "نفسية")
    talk.say(words)
    assert talk.session.top is not None
    assert "need" not in talk.session.top.answers


def test_who_agrees_after_a_refusal_comes_back_to_the_declaration_and_has_not_signed() -> None:
    talk = at_summary()
    talk.say("1")
    talk.say("لا اوافق", sure("deny"))
    talk.say("طيب موافق", sure("affirm"))
    assert "أقر وأوافق" in talk.labels()


def test_where_the_policy_has_no_declaration_its_meaning_claims_no_responsibility() -> None:
    means = {slug: charity(slug).texts["declare.means"].ar for slug in ("aoun", "yusr")}
    assert "مسؤوليتي" not in means["aoun"]
    assert "مسؤوليتي" in means["yusr"]


def test_later_once_more_leaves_the_form_where_it_is() -> None:
    talk = in_form("نعم", "نورة سعد القحطاني")
    said = talk.say("بعدين")
    assert "محفوظة" in said
    assert talk.say("بعدين") == said
    assert len(talk.session.parked) == 1
    assert "هويتك" in talk.say("متابعة")


@pytest.mark.parametrize("words", ["lesh tabon raqam elhawiya", "leish ta7tajoon elraqam"])
def test_why_is_heard_in_arabizi_too(words: str) -> None:
    talk = in_form("نعم", "نورة سعد القحطاني")
    assert "لنتأكد من شرط" in talk.say(words, VAGUE)


@pytest.mark.parametrize(
    "words", ["قتلوا اخوي السنة الماضية وامي لحالها", "my brother was murdered and my mother is alone"]
)
def test_who_lost_somebody_to_a_crime_is_answered_with_the_words_kept_for_it(words: str) -> None:
    assert "أحسن الله عونكم" in Talk(pack=charity("aoun")).say(words, VAGUE)


def test_the_name_of_the_service_whose_form_is_open_is_no_unknown_question() -> None:
    said = in_form("نعم").say("الاستشارات الأسرية", sure("describe_service", service="family_consultation"))
    assert said.startswith("نحن في طلب «الاستشارات الأسرية» نفسه")
    assert "ما اسمك" in said


@pytest.mark.parametrize(
    "words",
    ["هل لازم اسمي الحقيقي", "لازم اسمي الصدق؟", "اقدر احط اسم مستعار", "ليش تبون اسمي",
     "do i have to give my real name", "ممكن اسم وهمي", "lazem esmi el7a8i8i"],
)  # fmt: skip
def test_who_asks_whether_it_must_be_the_real_name_is_told_why(words: str) -> None:
    talk = in_form("نعم")
    said = talk.say(words, sure("required_documents"))
    assert "اسمك الحقيقي كما هو في الهوية، لنتأكد" in said
    assert "ما اسمك الكامل" in said
    assert talk.session.top
    assert "beside" not in talk.session.top.memo


def test_a_name_said_to_be_the_real_one_is_the_name() -> None:
    assert "رقم هويتك" in in_form("نعم").say("اسمي الحقيقي نورة سعد القحطاني")


@pytest.mark.parametrize(
    "words",
    ["ايش هي الاستشارات الاسريه", "وش الاستشاره الاسريه هذي", "what is family consultation?", "وش يعني استشارة"],
)
def test_what_the_open_form_is_for_is_described_in_it(words: str) -> None:
    for intent in ("describe_service", "list_services"):
        said = in_form("نعم").say(words, sure(intent, service="family_consultation"))
        assert "أنواعها ستة" in said
    assert "ما اسمك الكامل" in said


def test_what_the_description_does_not_know_is_not_answered_with_it() -> None:
    said = in_form("نعم").say("كم مدة الاستشارة", sure("describe_service", service="family_consultation"))
    assert "أنواعها ستة" not in said
