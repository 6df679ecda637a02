"""While somebody waits for a colleague, the bot still serves what it can, and nothing they say is lost."""

from dataclasses import replace

import pytest

from flows.events import Asked, OptedOut, TookBack
from flows.message import Meaning
from tests.talk import VAGUE, Talk, in_form, sure, yusr

GUESS = replace(VAGUE, intent="emergency", emergency=True)


def waiting() -> Talk:
    talk = Talk()
    talk.say("موظف")
    return talk


@pytest.mark.parametrize(
    ("words", "intent", "served"),
    [
        ("وين وصل طلبي", "check_status", "ما رقم الطلب"),
        ("أبغى أقدم طلب", "apply", "أي خدمة"),
        ("وش تقدمون من خدمات؟", "list_services", "هذه خدمات"),
        ("وش تحتفظون به عني", "privacy_request", "نحفظه عنك"),
    ],
)
def test_a_plain_wish_is_served_and_the_colleague_keeps_the_case(words: str, intent: str, served: str) -> None:
    talk = waiting()
    said = talk.say(words, sure(intent))
    assert served in said
    assert TookBack() in talk.last


def test_what_is_written_for_the_colleague_is_not_served_but_passed_on() -> None:
    talk = waiting()
    story = "أنا قدمت لأمي قبل رمضان وهي كبيرة في السن وما تقدر تمشي وأبغى أعرف كيف أقدم لها من جديد"
    assert "أضفتها" in talk.say(story, sure("apply"))
    assert "أضفتها" in talk.say("أبغى أشتكي على التأخير", sure("complaint"))
    assert talk.session.owner == "queue"


@pytest.mark.parametrize("urgent", [False, True])
def test_no_more_messages_is_obeyed_at_once(urgent: bool) -> None:
    talk = waiting()
    if urgent:
        talk.say("زوجي يضربني الحين", sure("emergency"))
    assert "لن نرسل لك" in talk.say("لا ترسلون لي رسائل", sure("stop_messages"))
    assert OptedOut() in talk.last
    assert talk.session.owner == "queue"


@pytest.mark.parametrize("meaning", [GUESS, sure("emergency")])
def test_thanks_are_answered_kindly_and_not_with_the_numbers_again(meaning: object) -> None:
    talk = Talk()
    talk.say("زوجي يضربني الحين", replace(sure("emergency"), certain=meaning is not GUESS))
    for words, intent, reply in (("شكرا", "thanks", "العفو"), ("مع السلامة", "goodbye", "في أمان الله")):
        said = talk.say(words, sure(intent))
        assert reply in said
        assert "1919" not in said
    assert talk.session.owner == "queue"


def test_who_is_in_proven_danger_is_left_with_the_colleague() -> None:
    talk = Talk()
    talk.say("زوجي يضربني الحين", sure("emergency"))
    assert "الاتصال أسرع" in talk.say("أبغى أقدم طلب", sure("apply"))
    assert TookBack() not in talk.last


@pytest.mark.parametrize("words", ["متى بتردون", "طيب متى", "امتى هتكلموني", "when will you answer"])
def test_who_asks_when_a_colleague_answers_is_not_told_of_the_committee(words: str) -> None:
    talk = Talk()
    talk.say("موظف")
    said = talk.say(words, sure("decision_time"))
    assert "أول ما يتيسر له" in said
    assert "أسبوعين" not in said
    assert talk.session.owner == "queue"


def test_where_hours_are_known_a_colleague_answers_in_them() -> None:
    pack = yusr()
    talk = Talk(pack=pack.model_copy(update={"contact": pack.contact.model_copy(update={"hours": "8-2"})}))
    talk.say("موظف")
    assert "في أوقات العمل: 8-2" in talk.say("متى تردون علي")


def test_proven_danger_repeats_its_numbers_once_and_then_says_what_goes_on() -> None:
    talk = Talk()
    talk.say("زوجي يضربني الحين", sure("emergency"))
    assert "911" in talk.say("عند الباب")
    said = talk.say("وينكم")
    assert "911" not in said
    assert "القائمة" in said


def test_no_it_is_not_now_calls_a_guess_off() -> None:
    talk = Talk()
    talk.say("هو يضربني من سنتين", replace(sure("emergency"), certain=False))
    talk.say("لا مو الحين هو طلع الدوام", sure("deny"))
    assert talk.session.owner == "bot"


def test_a_detail_that_we_lack_is_noted_for_the_colleague_however_it_was_understood() -> None:
    talk = Talk()
    talk.say("موظف")
    said = talk.say("متى دوامكم", sure("working_hours", answered="opening_hours"))
    assert "أضفت سؤالك" in said
    assert talk.session.owner == "queue"


def in_danger(*, certain: bool = True) -> Talk:
    talk = Talk()
    talk.say("زوجي يضربني الحين", replace(sure("emergency"), certain=certain))
    return talk


def test_in_proven_danger_the_numbers_are_not_said_under_every_message() -> None:
    talk = in_danger()
    said = [talk.say(f"كلام {word}") for word in ("اول", "ثاني", "ثالث", "رابع", "خامس")]
    assert ["1919" in text for text in said] == [True, False, False, False, False]
    assert all("تنبيه عاجل" in text for text in said)


def test_who_is_safe_after_proven_danger_is_answered_gladly_and_the_alarm_stays() -> None:
    talk = in_danger()
    said = talk.say("الحمدلله انا عند اهلي الحين")
    assert "الحمد لله على سلامتك" in said
    assert "1919" not in said
    assert talk.session.urgent
    assert talk.session.owner == "queue"


def test_a_guess_of_danger_is_over_with_a_question_that_is_only_probably_one() -> None:
    talk = Talk()
    talk.say("زوجي ما يبي يجي", GUESS)
    question = replace(VAGUE, intent="decision_time", confidence=0.7)
    assert "1919" not in talk.say("متى بيردون؟", question)
    assert TookBack() in talk.last


@pytest.mark.parametrize("words", ["لا لا اقصد ضغط الشغل", "مافيني شي", "كنت امزح معكم"])
def test_a_guess_is_denied_in_many_words(words: str) -> None:
    talk = Talk()
    talk.say("احس بموت من التعب", GUESS)
    assert "ولا بأس عليك" in talk.say(words)


def test_who_is_at_a_loss_while_waiting_hears_what_happens_now() -> None:
    assert "سيرد عليك هنا" in waiting().say("طيب وش الحل", sure("help"))


def test_a_complaint_while_waiting_is_met_with_regret() -> None:
    assert "يؤسفنا" in waiting().say("الموظفة رفعت صوتها علي", sure("complaint"))


def test_a_question_after_a_blessing_is_served_while_one_waits() -> None:
    assert "لا تقل عن أسبوعين" in waiting().say("الله يجزاك خير متى يطلع القبول", sure("decision_time"))


def test_messages_are_taken_up_again_while_one_waits() -> None:
    talk = waiting()
    talk.say("ايقاف الرسائل", sure("stop_messages"))
    assert "نرسل لك من جديد" in talk.say("الغاء الايقاف")


def guessed() -> Talk:
    talk = Talk()
    talk.say("ولد عمي انقتل وامه منهاره", GUESS)
    return talk


def test_a_guess_that_nobody_confirmed_fades_under_harmless_messages() -> None:
    talk = guessed()
    for words in ("هي كبيره في السن", "سعاد ناصر", "بريده"):
        assert "لا خطر" in talk.say(words)
    said = talk.say("نفسيتها تعبانه")
    assert "خطر" not in said + "".join(talk.labels())
    assert talk.session.owner == "queue"
    assert "1919" in talk.say("احس احد يراقبني", GUESS)


def test_a_guess_that_is_heard_again_does_not_fade() -> None:
    talk = guessed()
    for words in ("هي كبيره في السن", "سعاد ناصر"):
        talk.say(words)
    talk.say("احس احد يراقبني", GUESS)
    talk.say("بريده")
    assert talk.session.guessed


def test_a_proved_danger_never_fades() -> None:
    talk = Talk()
    talk.say("زوجي يضربني الحين", sure("emergency"))
    for words in ("هي كبيره في السن", "سعاد ناصر", "بريده", "نفسيتها تعبانه", "طيب"):
        talk.say(words)
    assert talk.session.urgent


@pytest.mark.parametrize("words", ["لا الحين مافيه شي", "no, continue", "لا مافي شي"])
def test_nothing_there_is_a_no_to_a_guess(words: str) -> None:
    talk = guessed()
    talk.say(words)
    assert talk.session.owner == "bot"


def test_nothing_to_eat_is_no_answer_to_an_alarm() -> None:
    talk = guessed()
    talk.say("مافي شي ناكله")
    assert talk.session.guessed


ASKED = ("وش رقم الشرطة", "رقم الاسعاف لو سمحتي", "what's the police number", "كم رقم النجدة")


@pytest.mark.parametrize("words", ASKED)
@pytest.mark.parametrize("meaning", [VAGUE, GUESS, sure("contact_info")])
def test_the_polices_number_is_told_and_nobody_is_alarmed(words: str, meaning: Meaning) -> None:
    talk = Talk()
    assert "999" in talk.say(words, meaning)
    assert talk.session.owner == "bot"
    assert not talk.handed_off()


def test_danger_that_is_proved_is_an_alarm_whatever_number_is_asked_for() -> None:
    talk = Talk()
    assert "999" in talk.say("وش رقم الشرطة", sure("emergency"))
    assert talk.session.urgent


def test_the_polices_number_is_told_in_a_form_that_goes_on() -> None:
    talk = in_form("نعم")
    said = talk.say("رقم الاسعاف", VAGUE)
    assert "997" in said
    assert "اسمك" in said


def test_a_number_asked_for_in_danger_raises_the_alarm() -> None:
    talk = Talk()
    talk.say("عطوني رقم الشرطة زوجي يضربني", sure("emergency"))
    assert talk.session.urgent


@pytest.mark.parametrize(
    ("words", "intent", "served"),
    [
        ("ابي اشتكي على موظف", "complaint", "ما الذي حدث"),
        ("أبغى أتطوع معكم", "volunteer", "مجال التطوع"),
        ("ابغى اقيم الخدمة", "rate_service", "من 1 إلى 5"),
    ],
)
def test_whatever_is_understood_after_a_mere_guess_of_danger_is_served(words: str, intent: str, served: str) -> None:
    talk = Talk()
    talk.say("ما عندنا عشا الليله", GUESS)
    assert served in talk.say(words, sure(intent))
    assert TookBack() in talk.last


def test_proven_danger_told_again_has_the_numbers_and_not_the_whole_alarm() -> None:
    talk = Talk()
    assert "أبلغت موظف الجمعية" in talk.say("زوجي يضربني الحين", sure("emergency"))
    again = talk.say("رجع يضربني", sure("emergency"))
    assert "911" in again
    assert "أبلغت موظف الجمعية" not in again
    assert talk.session.urgent


def test_who_was_in_proven_danger_and_has_heard_the_numbers_again_is_served_what_they_plainly_want() -> None:
    talk = Talk()
    talk.say("زوجي يضربني الحين", sure("emergency"))
    assert "911" in talk.say("راح من البيت", VAGUE)
    said = talk.say("ابغى استشارة نفسية", sure("apply", service="family_consultation"))
    assert "تنبيهك العاجل باقٍ" in said
    assert "الاستشارات الأسرية" in said


def test_whoever_wants_to_go_on_in_other_words_goes_on() -> None:
    talk = in_form()
    talk.say("زوجي يضربني الحين", sure("emergency"))
    talk.say("نكمل الطلب لو سمحت", sure("continue_application"))
    assert TookBack() in talk.last


@pytest.mark.parametrize(
    ("words", "intent"),
    [("طيب وابغى اتطوع معكم بعد", "volunteer"), ("وابغى اتبرع بعد", "donate"), ("speak english?", "change_language")],
)
def test_a_wish_of_another_kind_does_not_wait_for_the_colleague(words: str, intent: str) -> None:
    talk = waiting()
    assert "أضفتها" not in talk.say(words, sure(intent))


@pytest.mark.parametrize("words", ["كلمنا الاسعاف جو وخذوها", "وصلت الشرطة", "الحمدلله احسن"])
def test_help_that_has_come_is_thanked_for_and_the_alarm_stays(words: str) -> None:
    talk = Talk()
    talk.say("امي طاحت ما تتنفس", sure("emergency"))
    said = talk.say(words)
    assert "الحمد لله على سلامتك" in said
    assert "911" not in said
    assert talk.session.urgent


def test_to_rate_is_done_and_not_told_about_while_one_waits() -> None:
    talk = waiting()
    said = talk.say("ابغى اقيم الخدمة", sure("rate_service", answered="why_rate"))
    assert "من 1 إلى 5" in said


def test_what_is_probably_asked_while_one_waits_is_answered_and_the_colleague_keeps_the_case() -> None:
    talk = waiting()
    likely = replace(VAGUE, intent="describe_service", answers=(("my_data", 0.8),))
    said = talk.say("هل تعطونها لزوجي لو سأل", likely)
    assert "سؤالك كما فهمته: ماذا تفعلون ببياناتي؟" in said
    assert "باقٍ عند الموظف" in said
    assert talk.session.owner == "queue"
    assert any(isinstance(event, Asked) for event in talk.last)
    assert "سؤالك كما فهمته" not in talk.say("زوجي ما يدري عني", likely)


def test_in_proven_danger_nothing_is_guessed_at() -> None:
    talk = Talk()
    talk.say("يضربني", sure("emergency"))
    likely = replace(VAGUE, intent="describe_service", answers=(("my_data", 0.8),))
    assert "سؤالك كما فهمته" not in talk.say("هل تعطونها لزوجي لو سأل", likely)


@pytest.mark.parametrize(
    ("words", "eased"),
    [
        ("رحنا عند اختي الحمدلله", True),
        ("طلعت من البيت وانا عند اهلي", True),
        ("احنا ببيت خالتي الحين", True),
        ("we are safe i am at my sister", True),
        ("وصل عند اختي وهو يدق الباب", False),
        ("طردني وما عندي احد اروح عند اهلي بعيدين", False),
        ("لحقني لبيت اهلي", False),
    ],
)
def test_who_has_come_to_their_own_people_is_answered_gladly(words: str, eased: bool) -> None:
    talk = Talk()
    talk.say("اخوي يضربني الحين", sure("emergency"))
    assert ("الحمد لله على سلامتك" in talk.say(words)) is eased
    assert talk.session.urgent


@pytest.mark.parametrize("words", ["shukran", "مشكورين", "تسلم يا غالي"])
def test_thanks_while_waiting_are_answered_with_who_comes_once(words: str) -> None:
    talk = waiting()
    likely = replace(VAGUE, intent="thanks", confidence=0.8)
    said = talk.say(words, likely)
    assert said.startswith("العفو")
    assert "يرد عليك" in said
    again = talk.say("شكرا", sure("thanks"))
    assert again.startswith("العفو")
    assert "يرد عليك" not in again


def test_a_story_with_thanks_in_it_is_no_thanks() -> None:
    likely = replace(VAGUE, intent="thanks", confidence=0.6)
    assert "العفو" not in waiting().say("شكرا لكم بس زوجي رجع اليوم وطردني من البيت", likely)
