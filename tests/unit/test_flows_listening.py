"""What happens to a message: ways out, questions in a form, old buttons, the unclear, the urgent, and waiting."""

from dataclasses import replace

import pytest

from flows.events import Asked, HandedOff, LanguageChanged, Noted, OptedOut, Rated, RatedWords, TookBack
from flows.message import Entity, Kind, Meaning
from flows.session import load
from tests.talk import TO_MOBILE, VAGUE, Talk, in_form, sure

APPLY = sure("apply", service="family_consultation")


def test_a_greeting_is_answered_with_the_charity_and_the_menu() -> None:
    said = Talk().say("السلام عليكم", sure("greet"))
    assert "يُسر" in said
    assert "كيف نقدر نخدمك" in said


def test_who_we_are_is_told_once() -> None:
    talk = Talk()
    assert "يُسر" in talk.say("السلام عليكم", sure("greet"))
    again = talk.say("كيف حالكم", sure("greet"))
    assert "الحمد لله بخير" in again
    assert "يُسر" not in again
    assert "كيف نقدر نخدمك" in again


@pytest.mark.parametrize("word", ["القائمة", "قائمه", "menu", "MENU", "/menu", "القائمةُ"])
def test_menu_words_bring_the_menu_and_keep_the_form(word: str) -> None:
    talk = in_form(*TO_MOBILE)
    talk.say(word)
    assert "إكمال طلبي" in talk.labels()
    assert "جوالك" in talk.tap("إكمال طلبي")


def test_continue_wakes_the_form_at_its_question() -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("القائمة")
    assert "جوالك" in talk.say("متابعة")
    assert not talk.session.parked


def test_back_asks_the_previous_question_again() -> None:
    talk = in_form(*TO_MOBILE)
    assert "رقم هويتك" in talk.say("رجوع")
    assert "ما اسمك" in talk.say("رجوع")
    assert "رقم هويتك" in talk.say("سارة علي الشهري")


def test_back_at_the_first_question_returns_to_the_menu() -> None:
    talk = Talk()
    talk.say("طلب", sure("apply"))
    assert "كيف نقدر نخدمك" in talk.say("رجوع")


def test_cancel_stops_the_form_but_keeps_the_answers_until_told_to_delete() -> None:
    talk = in_form(*TO_MOBILE)
    assert "محفوظة" in talk.say("إلغاء")
    assert len(talk.session.parked) == 1
    assert "حُذفت" in talk.tap("احذف إجاباتي")
    assert not talk.session.parked


def test_cancelled_form_can_be_taken_up_at_once() -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("إلغاء")
    assert "جوالك" in talk.tap("إكمال طلبي")


def test_help_at_a_list_of_guesses_explains_what_can_be_said_and_does_not_repeat_the_list() -> None:
    talk = Talk()
    talk.say("كلام لا يفهم")
    said = talk.say("مساعدة", sure("help"))
    assert "لم أفهم" not in said
    assert "وين وصل طلبي" in said
    assert "تقديم طلب" in talk.labels()


def test_help_in_a_form_explains_and_asks_again() -> None:
    said = in_form(*TO_MOBILE).say("مساعدة")
    assert "رجوع" in said
    assert "جوالك" in said


def test_a_question_in_a_form_is_answered_and_the_form_goes_on() -> None:
    talk = in_form(*TO_MOBILE)
    said = talk.say("كم تاخذون وقت للرد؟", sure("decision_time"))
    assert "أسبوعين" in said
    assert said.rstrip().endswith("لنبلغك بما يتم في طلبك.")
    assert "مدينة" in talk.say("0551234567")


def test_a_question_at_a_free_text_answer_is_not_taken_for_the_answer() -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("0551234567")
    said = talk.say("كم ياخذ الرد؟", sure("decision_time"))
    assert "أسبوعين" in said
    assert "city" not in talk.session.stack[-1].answers


def test_an_approved_answer_comes_before_guesses() -> None:
    question = Talk().pack.questions[0]
    assert question.answer.ar in Talk().say("سؤال", sure("about_charity", answered=question.id))


def test_an_old_button_is_never_an_answer_to_the_present_question() -> None:
    talk = Talk()
    talk.say("أبغى استشارة", APPLY)
    old = talk.replies[-1].buttons[1].id
    talk.tap("نعم")
    said = talk.tap_id(old)
    assert "سؤال سابق" in said
    assert "ما اسمك" in said
    assert "full_name" not in talk.session.stack[-1].answers


def test_ways_out_work_from_old_messages() -> None:
    assert "كيف نقدر نخدمك" in in_form(*TO_MOBILE).tap_id("go.menu")


def test_unclear_once_offers_guesses_and_a_person_twice_hands_over() -> None:
    talk = Talk()
    talk.say("شسمه ذاك الشي")
    assert talk.labels() == ["تقديم طلب", "أين وصل طلبي؟", "أرقام التواصل والموقع", "التحدث مع موظف"]
    talk.say("اللي قلت لك عنه")
    assert talk.session.owner == "queue"
    [case] = talk.handed_off()
    assert (case.reason, case.detail) == ("unclear", "شسمه ذاك الشي / اللي قلت لك عنه")
    assert sum(isinstance(e, Asked) for e in talk.events) == 2


@pytest.mark.parametrize("between", ["answered", "menu"])
def test_unclear_is_counted_in_a_row(between: str) -> None:
    talk = Talk()
    talk.say("شسمه ذاك الشي")
    question = talk.pack.questions[0]
    talk.say("القائمة") if between == "menu" else talk.say("سؤال", sure("about_charity", answered=question.id))
    assert "هل تقصد" in talk.say("اللي قلت لك عنه")
    assert talk.session.owner == "bot"


def test_questions_that_a_form_or_the_queue_leaves_open_are_kept() -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("هل يفتح مركزكم في جدة؟ اسمي نورة علي", VAGUE)
    talk.say("العلا", VAGUE)
    talk.tap_id("go.human")
    talk.say("كم عندكم من موظف؟", VAGUE)
    asked = [event.text for event in talk.events if isinstance(event, Asked)]
    assert asked == ["هل يفتح مركزكم في جدة؟ اسمي *", "كم عندكم من موظف؟"]


def test_of_endless_unclear_words_a_case_keeps_the_beginning() -> None:
    talk = Talk()
    talk.say("لخبطه " * 10_000)
    talk.say("1526018153 " * 10_000)
    [case] = talk.handed_off()
    assert len(case.detail) <= 2 * 500 + 3
    assert "1526018153" not in case.detail


def test_a_confirmed_guess_is_followed() -> None:
    talk = Talk()
    talk.say("شسمه ذاك الشي")
    assert "رقم الطلب" in talk.tap("أين وصل طلبي؟")


def test_an_unclear_message_at_the_menu_is_not_scolded() -> None:
    talk = Talk()
    talk.say("القائمة")
    assert "هل تقصد" in talk.say("شسمه ذاك الشي")


def test_a_number_off_the_menu_is_told_so() -> None:
    talk = Talk()
    talk.say("القائمة")
    assert "رقم الخيار" in talk.say("19")


def test_an_emergency_is_answered_at_once_at_any_step() -> None:
    talk = in_form(*TO_MOBILE)
    said = talk.say("زوجي يضربني الحين", sure("emergency"))
    assert "1919" in said
    assert talk.handed_off() == [HandedOff("emergency", 1, "زوجي يضربني الحين")]
    assert talk.session.owner == "queue"


def test_an_emergency_is_answered_even_while_a_person_has_the_conversation() -> None:
    talk = in_form(*TO_MOBILE)
    talk.staff_takes()
    assert "1919" in talk.say("يهددني بالسكين", sure("emergency"))


def test_the_bot_is_silent_while_a_person_has_the_conversation() -> None:
    talk = in_form(*TO_MOBILE)
    talk.staff_takes()
    assert talk.say("القائمة") == ""
    assert talk.say("متى الدوام", sure("working_hours")) == ""


def test_waiting_people_are_heard_and_may_come_back_to_the_bot() -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("موظف")
    assert "أضفتها" in talk.say("موضوعي مستعجل")
    assert "جوالك" in talk.say("متابعة")
    assert talk.session.owner == "bot"
    assert any(isinstance(e, TookBack) for e in talk.events)


def test_a_waiting_person_still_gets_approved_answers() -> None:
    talk = Talk()
    talk.say("موظف")
    question = talk.pack.questions[0]
    assert question.answer.ar in talk.say("سؤال", sure("about_charity", answered=question.id))
    assert talk.session.owner == "queue"


def test_a_waiting_person_is_told_how_long_a_decision_takes() -> None:
    talk = Talk()
    talk.say("موظف")
    assert "تدرسه" in talk.say("كم ياخذ وقت الرد", sure("decision_time"))
    assert talk.session.owner == "queue"


@pytest.mark.parametrize("wish", [sure("check_status"), sure("apply", service="family_consultation")])
def test_a_waiting_person_with_other_business_is_served_and_the_case_stays(wish: Meaning) -> None:
    talk = Talk()
    talk.say("موظف")
    said = talk.say("أبغى طلب آخر", wish)
    assert "باقٍ عند الموظف" in said
    assert "؟" in talk.replies[-1].text
    assert talk.session.owner == "bot"


def test_business_asked_for_from_a_form_under_the_queue_goes_on_in_it() -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("موظف")
    assert "جوالك" in talk.say("أبغى الاستشارة", APPLY)
    assert talk.session.owner == "bot"
    assert "مدينة" in talk.say("0551234567")


def test_a_waiting_person_who_asks_for_a_person_again_is_told_that_one_comes() -> None:
    talk = Talk()
    talk.say("موظف")
    for again in ("موظف", "كلموني"):
        assert "محادثتك عند موظف" in talk.say(again, sure("talk_to_human"))
        assert talk.last == ()


def test_what_is_only_told_while_waiting_is_for_the_colleague() -> None:
    talk = Talk()
    talk.say("موظف")
    assert "أضفتها" in talk.say("الموضوع عن أوراق والدي المتوفى الله يرحمه", sure("required_documents"))


def test_thanks_from_a_waiting_person_are_answered_as_thanks() -> None:
    talk = Talk()
    talk.say("موظف")
    assert "العفو" in talk.say("شكرا لكم", sure("thanks"))
    assert talk.session.owner == "queue"


def test_who_waits_in_danger_is_drawn_into_no_other_business() -> None:
    talk = Talk()
    talk.say("زوجي يضربني الحين", sure("emergency"))
    talk.say("ابغى أقدم", sure("apply"))
    assert talk.session.owner == "queue"


def test_hand_back_goes_on_at_the_unfinished_question() -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("ابغى اكلم موظف", sure("talk_to_human"))
    talk.staff_takes()
    assert "جوالك" in talk.resume()
    assert talk.session.owner == "bot"


def test_hand_back_without_a_form_asks_how_it_was() -> None:
    talk = Talk()
    talk.say("موظف")
    assert "من حيث وقفنا" not in talk.resume()
    assert "تقييم خدمة" in talk.labels()


@pytest.mark.parametrize("kind", [Kind.VOICE, Kind.LOCATION, Kind.CONTACT, Kind.UNSUPPORTED])
def test_what_cannot_be_read_is_said_so_and_the_question_repeated(kind: Kind) -> None:
    said = in_form(*TO_MOBILE).hear(kind)
    assert "جوالك" in said
    assert len(said) > len("ما رقم جوالك؟")


def test_a_paper_without_a_form_is_kindly_placed() -> None:
    talk = Talk()
    talk.send()
    assert "تقديم طلب" in talk.labels()


def test_the_language_changes_and_stays() -> None:
    talk = Talk()
    talk.say("تغيير اللغة", sure("change_language"))
    talk.tap("English")
    assert LanguageChanged("en") in talk.last
    assert "How can we help" in talk.say("menu")


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("english please", "en"),
        ("انقلش بليز", "en"),
        ("i don't speak arabic", "en"),
        ("ابي انجليزي مو عربي", "en"),
        ("عربي", "ar"),
    ],
)
def test_a_language_that_is_named_is_not_asked_for(words: str, language: str) -> None:
    talk = Talk()
    talk.say(words, sure("change_language"))
    assert LanguageChanged(language) in talk.last


def test_a_language_changed_in_a_form_repeats_its_question_in_that_language() -> None:
    talk = in_form(*TO_MOBILE)
    assert "mobile number" in talk.say("english please", sure("change_language"))
    assert "جوالك" in talk.say("بالعربي", sure("change_language"))


def test_a_language_that_we_do_not_speak_is_asked_about() -> None:
    talk = Talk()
    talk.say("اوردو", sure("change_language"))
    assert talk.labels() == ["العربية", "English"]


def test_yes_to_several_guesses_is_asked_which() -> None:
    talk = Talk()
    talk.say("شسمه ذاك الشي")
    before = talk.labels()
    assert "أي واحد منها" in talk.say("ايوه", sure("affirm"))
    assert talk.labels() == before


@pytest.mark.parametrize("words", ["ممتاز", "تعبنا"])
def test_an_odd_word_at_a_forms_question_starts_nothing_else(words: str) -> None:
    talk = in_form(*TO_MOBILE)
    for intent in ("rate_service", "volunteer"):
        assert "جوالك" in talk.say(words, sure(intent))


def test_a_status_asked_for_at_a_free_question_is_no_answer_to_it() -> None:
    talk = Talk()
    talk.say("عندي شكوى", sure("complaint"))
    said = talk.say("وين طلبي", sure("check_status"))
    assert "رقم الطلب" in said


def test_opting_out_is_recorded() -> None:
    talk = Talk()
    talk.say("لا ترسلون لي", sure("stop_messages"))
    assert OptedOut() in talk.last
    assert talk.session.muted


def test_an_arabic_stop_is_confirmed_by_us() -> None:
    talk = Talk()
    assert "لن نرسل" in talk.hear(Kind.OPTED_OUT)
    assert talk.session.muted


def test_the_provider_confirms_a_stop_itself() -> None:
    talk = in_form(*TO_MOBILE)
    assert talk.hear(Kind.OPTED_OUT, state="answered") == ""
    assert OptedOut() in talk.last


def test_a_rating_is_kept_and_a_low_one_offers_a_person() -> None:
    talk = Talk()
    talk.say("ابغى اقيم", sure("rate_service"))
    talk.tap("دون المتوقع")
    said = talk.say("تأخر الموعد كثير")
    assert Rated(2) in talk.events
    assert RatedWords("تأخر الموعد كثير") in talk.last
    assert "موظف" in said


def test_a_complaint_told_at_once_is_not_asked_for_again() -> None:
    talk = Talk()
    words = "عندي شكوى على التأخير لي شهر وما احد رد علي"
    talk.say(words, sure("complaint"))
    assert Noted("complaint", words) in talk.last
    assert talk.handed_off()[0].reason == "complaint"


def test_a_bare_complaint_is_asked_for_its_words() -> None:
    talk = Talk()
    assert "ما الذي حدث" in talk.say("شكوى", sure("complaint"))
    talk.say("الموظف ما رد علي")
    assert Noted("complaint", "الموظف ما رد علي") in talk.last


def test_a_blank_of_the_charity_is_never_invented() -> None:
    talk = Talk()
    said = talk.say("متى تفتحون", sure("working_hours"))
    assert "ليست عندي" in said
    assert "TO_FILL" not in said
    talk.tap("نعم، اطلب منه")
    assert talk.session.owner == "queue"


def test_another_persons_reference_is_not_spoken_about() -> None:
    talk = Talk()
    said = talk.say("YSR-4K7Q-2", sure("check_status", reference="YSR-4K7Q-2"))
    assert "حفاظًا على الخصوصية" in said


def test_identity_numbers_are_masked_in_what_staff_read() -> None:
    talk = Talk()
    talk.say("عندي شكوى وهويتي 1526018153 وما احد رد علي", sure("complaint"))
    assert all("1526018153" not in repr(event) for event in talk.last)


def test_opening_another_service_puts_the_first_form_aside() -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("ابغى برنامج الارامل", sure("apply", service="skills_programmes"))
    assert [frame.service for frame in talk.session.parked] == ["family_consultation"]
    assert talk.session.stack[-1].service == "skills_programmes"


def test_every_form_put_aside_can_be_chosen_again() -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("ابغى برنامج الارامل", sure("apply", service="skills_programmes"))
    talk.say("القائمة")
    talk.tap("إكمال طلبي")
    assert "جوالك" in talk.tap("الاستشارات الأسرية")


def test_a_session_of_an_older_shape_still_loads() -> None:
    talk = Talk(session=load({"unclear": 1}))
    talk.say("كذا", VAGUE)
    assert talk.handed_off()[0].detail == "كذا"


def test_a_likely_question_in_a_form_is_answered_rather_than_scolded() -> None:
    unsure = Meaning("decision_time", 0.49, (("decision_time", 0.49),))
    said = in_form(*TO_MOBILE).say("متى يجيني الرد؟", unsure)
    assert "أسبوعين" in said
    assert "جوالك" in said


def test_whoever_begins_in_english_is_answered_in_english() -> None:
    talk = Talk()
    hello = replace(sure("greet"), language="en")
    assert "How can we help" in talk.say("hello there", hello)
    assert talk.session.language == "en"


def test_one_english_word_later_changes_nothing() -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("ok thanks", replace(sure("thanks"), language="en"))
    assert talk.session.language == "ar"


def test_clear_words_at_the_menu_are_not_bent_into_a_label() -> None:
    talk = Talk()
    talk.say("القائمة")
    talk.say("ابغى استشارة نفسية لولدي", sure("apply", service="family_consultation"))
    assert talk.session.stack[-1].service == "family_consultation"


def test_a_greeting_is_returned_before_the_answer() -> None:
    said = Talk().say("السلام عليكم ابغى اعرف خدماتكم", sure("list_services"))
    assert said.startswith("وعليكم السلام")


def test_yes_to_a_yes_and_no_offer_is_taken_as_the_offer() -> None:
    talk = Talk()
    talk.say("متى تفتحون", sure("working_hours"))
    talk.say("نعم", sure("affirm"))
    assert talk.session.owner == "queue"


def test_whoever_is_in_danger_is_not_told_to_wait_like_the_others() -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("زوجي يضربني", sure("emergency"))
    assert "1919" in talk.say("وش اسوي")


def test_a_service_named_in_unclear_words_is_described() -> None:
    talk = Talk()
    vague = replace(VAGUE, entities=(Entity("service", "shaml_centre"),))
    assert "محكمة التنفيذ" in talk.say("شمل كذا", vague)


GUESS = replace(sure("emergency"), certain=False)
PROOF = replace(sure("emergency"), certain=True)


def test_a_guessed_danger_does_not_swallow_a_plain_answer() -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("0551234567")
    assert "نوع" in talk.say("جده", GUESS)
    assert talk.session.owner == "bot"


@pytest.mark.parametrize(
    ("words", "meaning"), [("زوجي يضربني بجده", PROOF), ("احد يلحقني وانا خايفه وحدي الان", GUESS)]
)
def test_danger_told_instead_of_an_answer_is_heard(words: str, meaning: Meaning) -> None:
    talk = in_form(*TO_MOBILE)
    talk.say("0551234567")
    assert "1919" in talk.say(words, meaning)


def test_danger_told_in_a_free_description_is_heard() -> None:
    talk = in_form(*TO_MOBILE)
    for answer in ("0551234567", "جدة", "3"):
        talk.say(answer)
    assert "1919" in talk.say("ابوي يهددني", GUESS)


def test_a_photo_at_the_menu_is_not_told_to_choose() -> None:
    talk = Talk()
    talk.say("القائمة")
    assert "وصل ما أرسلته" in talk.send()


def test_a_photo_in_place_of_a_written_answer_is_kept_and_the_question_put_again() -> None:
    said = in_form(*TO_MOBILE).send()
    assert "محفوظ" in said
    assert "جوالك" in said


def test_words_of_an_offered_choice_are_no_alarm() -> None:
    talk = in_form(*TO_MOBILE)
    for answer in ("0551234567", "جدة", "3"):
        talk.say(answer)
    assert "PDF" in talk.say("تخطي", GUESS)
    assert "ملخص" in talk.say("بعدين", GUESS)


def test_a_wish_that_names_its_service_is_followed_rather_than_lectured() -> None:
    talk = Talk()
    named = Entity("service", "awareness_meetings")
    leaning = replace(VAGUE, intent="apply", confidence=0.75, entities=(named,), answered=talk.pack.questions[0].id)
    talk.say("ابغى اسجل في اللقاءات", leaning)
    assert talk.session.stack[-1].service == "awareness_meetings"


def test_back_works_past_papers_and_the_declaration() -> None:
    talk = Talk()
    talk.fill_in()
    assert "PDF" in talk.say("رجوع")
    talk.say("بعدين")
    talk.tap("صحيح، نكمل")
    talk.tap("أقر وأوافق")
    assert "أقر وأوافق" in (talk.say("رجوع"), talk.labels())[1]


def test_thanks_at_a_question_of_no_form_are_returned_and_the_question_is_left() -> None:
    talk = Talk()
    talk.say("وين وصل طلبي", sure("check_status"))
    said = talk.say("يعطيكم العافية", sure("thanks"))
    assert "العفو" in said
    assert "رقم طلب" not in said


def test_an_identity_number_that_came_along_and_is_wrong_is_told() -> None:
    said = in_form("نعم").say("اسمي منيرة عبدالله الحربي وهويتي 1526018154 وجوالي 0551234567")
    assert "0551234567" in said
    assert "رقم خاطئ" in said
    assert "رقم خاطئ" not in in_form("نعم").say("اسمي منيرة عبدالله الحربي وجوالي 0551234567")


def test_a_likely_question_is_said_before_its_answer_and_kept_to_be_taught() -> None:
    likely = replace(VAGUE, answers=(("fees", 0.8), ("consultation_types", 0.1)))
    talk = Talk()
    said = talk.say("كم تكلف الاستشاره عندكم", likely)
    assert "سؤالك كما فهمته: هل الخدمات برسوم؟" in said
    assert "تفصيل الرسوم ليس عندي" in said
    assert any(isinstance(event, Asked) for event in talk.last)
    assert "سؤالك كما فهمته" not in Talk().say("كم تكلف", replace(likely, answers=(("fees", 0.7),)))
    assert "سؤالك كما فهمته" not in Talk().say("كم تكلف", replace(likely, intent="out_of_scope"))


def test_a_likely_question_in_a_form_is_answered_and_the_form_goes_on() -> None:
    said = in_form(*TO_MOBILE).say("كم تكلف الاستشاره؟", replace(VAGUE, answers=(("fees", 0.8),)))
    assert "سؤالك كما فهمته: هل الخدمات برسوم؟" in said
    assert said.rstrip().endswith("لنبلغك بما يتم في طلبك.")


def test_a_bare_reference_asks_for_its_status() -> None:
    talk = Talk()
    talk.fill_in()
    talk.tap("صحيح، نكمل")
    talk.tap("أقر وأوافق")
    talk.say("نورة سعد القحطاني")
    reference = talk.applications[0].reference
    vague = replace(VAGUE, entities=(Entity("reference", reference),))
    assert "هذا حال الطلب" in talk.say(reference, vague)
    # Random letters may look like anything to a classifier.
    assert "هذا حال الطلب" in talk.say(f"{reference}.", sure("rate_service", reference=reference))
    assert "هذا حال الطلب" in talk.say(reference, sure("emergency", reference=reference))


def test_a_question_about_a_service_does_not_choose_it() -> None:
    talk = Talk()
    talk.say("ابي اقدم", sure("apply"))
    talk.say("كم رسوم الاستشارة", sure("describe_service", service="family_consultation"))
    assert talk.session.stack[0].service == ""


def test_a_sentence_with_its_own_wish_is_no_yes() -> None:
    talk = Talk()
    talk.say("ابي اقدم", APPLY)
    assert "جنسيتك" in talk.say("طيب ابي استشارة لزوجي", APPLY)
    assert "ما اسمك" in talk.say("ايه عندي اقامة نظامية", sure("update_data"))


def test_a_number_without_a_question_shows_the_menu() -> None:
    assert "كيف نقدر نخدمك" in Talk().say("5")


def test_an_answer_that_offers_a_colleague_keeps_its_word() -> None:
    talk = Talk()
    question = next(q for q in talk.pack.questions if q.person)
    talk.say("سؤال", sure("about_charity", answered=question.id))
    talk.say("نعم", sure("affirm"))
    assert talk.session.owner == "queue"


@pytest.mark.parametrize(
    ("words", "meaning", "said"),
    [
        ("طب ايه الورق المطلوب", sure("required_documents"), "الهوية الوطنية"),
        ("في رسوم ولا مجان", replace(VAGUE, answered="fees", answers=(("fees", 0.98),)), "الرسوم"),
        ("بدي سجل", sure("apply"), "ما اسمك"),
    ],
)
def test_plain_business_where_a_name_is_asked_for_is_nobodys_name(words: str, meaning: Meaning, said: str) -> None:
    talk = in_form("نعم")
    assert said in talk.say(words, meaning)
    assert "رقم هويتك" in talk.say("سارة علي الشهري")


def test_no_i_want_something_else_is_no_answer_to_a_condition() -> None:
    talk = in_form()
    assert "البرامج المهارية" in talk.say("لا ابي دورة", sure("apply", service="skills_programmes"))


def test_cancelled_after_a_no_is_cancelled_and_refuses_no_condition() -> None:
    talk = in_form()
    assert "أوقفت الطلب" in talk.say("لا لا كنسل", replace(VAGUE, intent="deny"))


def test_a_word_of_a_story_is_no_word_of_a_button() -> None:
    talk = in_form()
    said = talk.say("ولدي يلعب العاب كثير واخاف عليه يتأثر منها", VAGUE)
    assert "هل جنسيتك" in said
    assert "الباحث" not in said


def test_no_money_for_the_rent_refuses_no_offer() -> None:
    talk = Talk()
    talk.say("هل عندكم دعم مالي", sure("describe_service", answered="financial_help"))
    assert talk.labels() == ["نعم، حولني إليه", "لا، شكرًا"]
    talk.say("مافي فلوس ايجار", replace(VAGUE, intent="complaint"))
    assert "لم أفهم" in talk.replies[-1].text


def test_a_yes_at_the_menu_means_none_of_its_lines() -> None:
    talk = Talk()
    talk.say("السلام عليكم", sure("greet"))
    assert "بالكلمات التي تناسبك" not in talk.say("وداير مساعدة", VAGUE)


def test_what_is_kept_is_asked_for_deletion_in_the_words_of_the_person() -> None:
    talk = Talk()
    talk.say("وش عندكم عني", sure("privacy_request"))
    assert "سجلت طلبك" in talk.say("ابي تمسحونها كلها", VAGUE)
    assert any(isinstance(event, Noted) and event.subject == "privacy_delete" for event in talk.last)


def test_a_guess_of_danger_is_no_answer_to_a_condition_by_its_tone() -> None:
    talk = in_form()
    guess = replace(VAGUE, intent="emergency", confidence=0.9, sure=True, emergency=True)
    said = talk.say("هو ما يضربني بس يصارخ", guess)
    assert "لا خطر" in said
    assert "لا خطر" in talk.labels()


def test_no_not_now_leaves_the_form_for_later() -> None:
    talk = in_form()
    said = talk.say("لا مو الحين", sure("deny"))
    assert "على راحتك" in said
    assert len(talk.session.parked) == 1


@pytest.mark.parametrize("asked", ["volunteer", "donate"])
def test_a_suggestion_announced_at_another_open_question_is_heard_as_one(asked: str) -> None:
    talk = Talk()
    talk.say("ابغى", sure(asked))
    assert "ما اقتراحك" in talk.say("عندي اقتراح", sure("suggestion"))
    assert not talk.handed_off()


def test_what_one_has_for_the_question_is_its_answer() -> None:
    talk = Talk()
    talk.say("ابغى اتطوع", sure("volunteer"))
    talk.say("عندي خبره تدريس", VAGUE)
    assert talk.handed_off()


def test_the_service_asked_about_is_the_one_that_is_booked() -> None:
    talk = Talk()
    question = next(q.id for q in talk.pack.questions if not q.person and not q.blank)
    about = replace(sure("describe_service", service="family_consultation", answered=question), confidence=0.99)
    talk.say("وش تسوون في الاستشارات النفسيه", about)
    talk.say("شكرا", sure("thanks"))
    assert "جنسيتك" in talk.say("طيب كيف احجز", sure("apply"))


def test_the_menu_forgets_the_service_that_was_spoken_about() -> None:
    talk = Talk()
    talk.say("وش الاستشارات", sure("describe_service", service="family_consultation"))
    talk.say("القائمة")
    assert "أي خدمة" in talk.say("ابغى اقدم", sure("apply"))


def english(meaning: Meaning) -> Meaning:
    return replace(meaning, language="en")


def test_who_only_greeted_in_english_is_answered_in_the_language_that_comes_next() -> None:
    talk = Talk()
    assert "Welcome" in talk.say("hi", english(sure("greet")))
    talk.tap("Our services")
    said = talk.say("abgha a3ref shrot almosa3ada", sure("check_eligibility", service="family_consultation"))
    assert "جنسيتك" in said


def test_who_spoke_english_stays_in_english() -> None:
    talk = Talk()
    talk.say("hello", english(sure("greet")))
    talk.say("what are your services", english(sure("list_services")))
    assert "Conditions" in talk.say("استشارة", sure("apply", service="family_consultation"))
