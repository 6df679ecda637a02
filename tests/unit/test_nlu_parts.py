"""The parts of understanding: courtesies, dialect, sound, language, names, questions, keywords."""

import pytest

from flows import reference
from flows.arabic import fold
from nlu import retrieval, versions
from nlu.catalogue import Catalogue
from nlu.dialect import plain, stem
from nlu.embedded import Embedded
from nlu.entities import Lexicon, entities
from nlu.features import LIMIT, capped, core
from nlu.keywords import keyword
from nlu.language import language
from nlu.mending import Mender
from nlu.personal import aside
from nlu.preamble import strip
from nlu.slips import likelihood
from nlu.sound import sound
from tests.models import data_folder

SERVICES = Lexicon.of(
    {
        "counselling": ["الاستشارات الأسرية", "استشارة أسرية", "family consultation"],
        "visits": ["مركز شمل", "شمل"],
        "skills": ["برنامج المهارات", "دورة الخياطة"],
    }
)
KINDS = Lexicon.of({"marital": ["استشارة زوجية", "زوجية"], "play_therapy": ["العلاج باللعب"]})
NOBODY = Lexicon(())


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("السلام عليكم ورحمة الله وبركاته، الله يعطيكم العافية ابي اسجل", "ابي اسجل"),
        ("هلا، وين موقعكم لو سمحتوا", "وين موقعكم"),
        ("مساء الخير كيف حالكم متى الدوام جزاكم الله خير", "متي الدوام"),
        ("hello, when do you open please", "when do you open"),
        ("السلام عليكم", "السلام عليكم"),
        ("الله يعطيكم العافية", "الله يعطيكم العافيه"),
        ("هلال الاحمر وينه", "هلال الاحمر وينه"),
        ("السلام عليكم ابغى أستفسر عن السلة الغذائية", "عن السله الغذاييه"),
        ("بسألكم متى الدوام", "متي الدوام"),
        ("لو سمحتي عندي استفسار بسيط وين فرعكم", "وين فرعكم"),
        ("سؤال هل تخدمون غير السعوديين", "هل تخدمون غير السعوديين"),
        ("quick question, where are you", "where are you"),
        ("عندي سؤال", "عندي سوال"),
        ("سؤال ورا", "سوال ورا"),
        ("أسألك بالله ساعديني", "اسالك بالله ساعديني"),
        ("سألتكم ولا رديتوا", "سالتكم ولا رديتوا"),
    ],
)
def test_courtesies_fall_unless_they_are_everything(text: str, bare: str) -> None:
    assert strip(fold(text)) == bare


def test_dialects_meet_in_one_word() -> None:
    assert plain("عايز اسجل") == plain("بدي التسجيل") == plain("ابغي تسجيل")


def test_a_stem_keeps_three_letters() -> None:
    assert stem("والخدمات") == "خدم"
    assert stem("الله") == "الل"
    assert stem("ابي") == "ابي"


@pytest.mark.parametrize(("latin", "arabic"), [("asajjel", "اسجل"), ("talabi", "طلبي"), ("el7een", "الحين")])
def test_arabizi_sounds_like_its_arabic(latin: str, arabic: str) -> None:
    assert sound(latin) == sound(arabic)


@pytest.mark.parametrize("text", ["abi a7jez estshara usareya", "abgha istishara osariya law sama7to"])
def test_a_service_is_named_in_latin_letters_too(text: str) -> None:
    assert [found.value for found in entities(text, SERVICES, NOBODY)] == ["counselling"]


@pytest.mark.parametrize("text", ["how do I get to your office", "thanks a lot for the help", "my husband hits me"])
def test_english_words_are_not_heard_as_arabic_names(text: str) -> None:
    assert entities(text, SERVICES, KINDS) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وين موقعكم", "ar"),
        ("abi asajjel fi el dawra", "ar"),
        ("wain maw3edi", "ar"),
        ("what time do you open", "en"),
        ("menu", "en"),
        ("وين طلبي YSR-XRTK-J", "ar"),
        ("ysr xrtk j", "ar"),
        ("where is YSR-XRTK-J please", "en"),
        ("ابغى update للطلب", "ar"),
        ("🙂", "ar"),
        ("", "ar"),
    ],
)
def test_language_is_told_and_arabizi_is_arabic(text: str, expected: str) -> None:
    assert language(text) == expected


def test_a_long_text_keeps_its_head_and_tail() -> None:
    short = capped("أول" + "س" * 5000 + "آخر")
    assert len(short) == LIMIT
    assert short.startswith("أول")
    assert short.endswith("آخر")
    assert core("👍 ...") == ""


def test_a_service_is_found_with_article_and_a_slip_of_the_finger() -> None:
    found = entities("ابي احجز بالاستشارة الاسريه في مركز شمل", SERVICES, NOBODY)
    assert {e.value for e in found} == {"counselling", "visits"}
    assert [e.value for e in entities("دوره الخياطه متى تبدا", SERVICES, NOBODY)] == ["skills"]
    assert entities("متى الدوام", SERVICES, KINDS) == ()


def test_a_short_name_must_be_exact() -> None:
    assert entities("وين شمس", SERVICES, NOBODY) == ()


def test_the_kind_of_consultation_is_found() -> None:
    assert [(e.name, e.value) for e in entities("ابي استشارة زوجيه", NOBODY, KINDS)] == [
        ("consultation_type", "marital")
    ]


def test_a_reference_is_found_only_with_its_check_letter() -> None:
    good = reference.make("YSR", [3, 14, 15, 9])
    wrong = good[:-1] + ("2" if good[-1] != "2" else "3")
    assert [e.value for e in entities(f"وش صار على {good.lower().replace('-', ' ')}", NOBODY, NOBODY)] == [good]
    assert entities(f"وش صار على {wrong}", NOBODY, NOBODY) == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ابي اسججل الحين", "ابي اسجل الحين"),
        ("موعدد", "موعد"),
        ("مودعي", "موعدي"),
        ("اسجل", "اسجل"),
        ("زين", "زين"),
        ("نم", "من"),
        ("مزعد", "موعد"),  # a key beside the one that was meant, where مسعد is the more frequent word
        ("ظرب", "ضرب"),  # as it sounds, where شرب is the more frequent word
    ],
)
def test_an_unknown_word_is_mended_to_the_likeliest_known_one(text: str, meant: str) -> None:
    words = {"اسجل": 9, "موعد": 5, "موعدي": 4, "من": 7, "مسعد": 20, "ضرب": 2, "شرب": 6}
    assert Mender(words, {stem: 0 for word in words for stem in plain(word)}).mend(text) == meant


@pytest.mark.parametrize(
    ("meant", "likelier", "rarer"),
    [
        ("موعد", "مووعد", "موزعد"),
        ("موعد", "موعدد", "موعدن"),
        ("موعد", "معد", "مصعد"),
        ("موعد", "مزعد", "مسعد"),
        ("ضرب", "ظرب", "كرب"),
        ("when", "wehn", "whec"),
    ],
)
def test_a_frequent_slip_is_likelier(meant: str, likelier: str, rarer: str) -> None:
    assert likelihood(likelier, meant) > likelihood(rarer, meant)


@pytest.mark.parametrize("text", ["زوجي يرضبني", "اخوي يظربين", "my husbnd beta me", "زوجي بيذحبني"])
def test_a_mistyped_cry_for_help_raises_a_guess_and_no_proof(engine: Embedded, text: str) -> None:
    read = engine.read_now(text, charity="yusr")
    assert read.emergency
    assert not read.certain


def test_a_mistyped_wish_is_read_as_it_was_meant(engine: Embedded) -> None:
    assert engine.read_now("رقم الجميه الثابت كم", charity="yusr").intent == "contact_info"


QUESTIONS = {
    "hours": ["متى أوقات الدوام؟", "ساعات العمل", "when are you open"],
    "fees": ["هل الاستشارة مجانية؟", "كم رسوم الاستشارة"],
    "length": ["كم مدة الاستشارة؟"],
}


@pytest.fixture(scope="module")
def engine() -> Embedded:
    """As people meet the index: with the classifier that it asks for the kind of a text."""
    return Embedded(versions.in_use(data_folder() / "models"), {"yusr": Catalogue(questions=QUESTIONS)})


def test_a_question_in_other_spelling_is_answered(engine: Embedded) -> None:
    read = engine.read_now("السلام عليكم متى اوقات الدوام", charity="yusr")
    assert read.answers[0] == ("hours", retrieval.SAME)
    assert read.answered == "hours"


def test_a_question_between_two_is_listed_but_not_answered(engine: Embedded) -> None:
    read = engine.read_now("الاستشارة", charity="yusr")
    assert {question for question, _ in read.answers[:2]} == {"fees", "length"}
    assert read.answered == ""


def test_something_else_is_not_answered(engine: Embedded) -> None:
    assert engine.read_now("متى مباراة الهلال", charity="yusr").answered == ""
    assert retrieval.answered(()) == ""


def test_shares_of_questions_leave_room_for_none(engine: Embedded) -> None:
    shares = [share for _, share in engine.read_now("كم مدة الاستشارة وهل هي مجانية", charity="yusr").answers]
    assert 0 < sum(shares) < 1


def test_what_seems_foreign_is_answered_only_word_for_word() -> None:
    near, same = (("hours", 0.98),), (("hours", retrieval.SAME),)
    assert retrieval.answered(near) == retrieval.answered(same, foreign=True) == "hours"
    assert retrieval.answered(near, foreign=True) == ""


def test_an_index_without_questions_ranks_nothing(engine: Embedded) -> None:
    assert engine.read_now("متى الدوام", charity="khamis").answers == ()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("STOP", "stop_messages"),
        ("/start", "main_menu"),
        ("Start", "start_messages"),
        ("إلغاء", "cancel"),
        ("سلام", ""),
    ],
)
def test_agreed_words_mean_one_thing(text: str, intent: str) -> None:
    assert keyword(text) == intent


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ابي اسجل انا محمد بن سعيد القحطاني رقم هويتي 1033875004", "ابي اسجل انا"),
        ("صححوا جوالي 0559876543", "صححوا"),
        ("عندي ٣ عيال", ""),
        ("انا مصري مقيم", ""),
    ],
)
def test_what_is_told_of_oneself_beside_a_number_is_left_aside(text: str, left: str) -> None:
    assert aside(text).strip() == left
