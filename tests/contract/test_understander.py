"""What every understander keeps, whichever engine it is."""

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.breaker import Breaker
from bot.ports import Understander
from flows.message import Meaning
from nlu import versions
from nlu.catalogue import Catalogue
from nlu.embedded import Embedded
from nlu.evaluate import evaluate, read_lines
from nlu.intents import INTENTS
from nlu.rasa import Rasa
from nlu.rasa_server import RasaServer
from tests.fakes.rasa import MODELS, served
from tests.fakes.shared import shared
from tests.models import data_folder

CATALOGUE = Catalogue(
    services={"counselling": ["الاستشارات الأسرية", "family consultation"], "visits": ["مركز شمل"]},
    questions={"hours": ["متى أوقات الدوام؟", "when are you open"], "fees": ["هل الاستشارة مجانية؟"]},
)
ENGINES = ["embedded", "rasa"]
ODD = [
    "",
    "   \n ",
    "👍👍🏽",
    "؟؟!!..",
    "\x00\x07\x1b[2J",
    "\u202e\u200f\u2066",
    "\ud83d",
    "ا" * 100_000,
    "ابغى اسجل " * 10_000,
    "م\u0651" * 50_000,
    "😀" * 100_000,
    "हिन्दी में बात करें",
    "SELECT * FROM people; --",
    "NaN",
    "1",
    "٣",
]


@pytest.fixture(scope="module")
def embedded() -> Embedded:
    return Embedded(versions.in_use(data_folder() / "models"), {"yusr": CATALOGUE})


@pytest.fixture(scope="module")
def rasa_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Rasa with the model of `make rasa`."""
    with served(tmp_path_factory.mktemp("rasa")) as rasa:
        yield rasa.url


@pytest.fixture(params=ENGINES)
async def engine(request: pytest.FixtureRequest, embedded: Embedded) -> AsyncIterator[Understander]:
    if request.param == "embedded":
        yield embedded
        return
    # Alone: nothing that the embedded engine says in its place may pass for Rasa's. Its patience is a busy machine's.
    server = RasaServer(request.getfixturevalue("rasa_url"), MODELS, Breaker(), seconds=20)
    engine = Rasa(embedded, server, alone=True)
    yield engine
    await engine.close()


async def read(engine: Understander, text: str) -> Meaning:
    return await engine.read(text, charity="yusr")


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
async def test_nothing_people_can_send_is_an_error(engine: Understander, text: str) -> None:
    meaning = await read(engine, text)
    assert meaning.intent in INTENTS
    assert 0 <= meaning.confidence <= 1
    assert meaning.language in ("ar", "en")
    assert not meaning.emergency


@pytest.mark.parametrize("text", ["", "👍", "1", "؟", "\x00", "٣٤"])
async def test_a_text_without_words_is_never_acted_upon(engine: Understander, text: str) -> None:
    meaning = await read(engine, text)
    assert (meaning.intent, meaning.sure) == ("out_of_scope", False)
    assert meaning.confidence < 0.2


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("نعم", "affirm"),
        ("ايوه", "affirm"),
        ("موافق", "affirm"),
        ("yes", "affirm"),
        ("لا", "deny"),
        ("لا شكراً", "deny"),
        ("no", "deny"),
        ("القائمة", "main_menu"),
        ("القائمه", "main_menu"),
        ("menu", "main_menu"),
        ("رجوع", "go_back"),
        ("back", "go_back"),
        ("إلغاء", "cancel"),
        ("cancel", "cancel"),
        ("مساعدة", "help"),
        ("help", "help"),
        ("موظف", "talk_to_human"),
        ("شكرا", "thanks"),
        ("السلام عليكم", "greet"),
        ("English", "change_language"),
        ("STOP", "stop_messages"),
    ],
)
async def test_short_commands_are_understood_and_acted_upon(engine: Understander, text: str, intent: str) -> None:
    meaning = await read(engine, text)
    assert (meaning.intent, meaning.sure) == (intent, True)


@pytest.mark.parametrize(
    "text", ["متى الدوام", "ابي اسجل", "وش صار على طلبي", "السلام عليكم كيف اتبرع لكم", "كيف الطقس"]
)
async def test_the_ranking_is_best_first_and_begins_with_the_intent(engine: Understander, text: str) -> None:
    meaning = await read(engine, text)
    assert meaning.ranking[0] == (meaning.intent, meaning.confidence)
    assert 3 <= len(meaning.ranking) <= 5
    assert [p for _, p in meaning.ranking] == sorted((p for _, p in meaning.ranking), reverse=True)
    assert len({intent for intent, _ in meaning.ranking}) == len(meaning.ranking)


async def test_a_courtesy_before_a_request_changes_nothing(engine: Understander) -> None:
    plain = await read(engine, "ابي اعرف وين موقعكم")
    polite = await read(engine, "السلام عليكم ورحمة الله وبركاته، الله يعطيكم العافية، ابي اعرف وين موقعكم لو سمحتوا")
    assert plain.intent == polite.intent == "contact_info"
    assert plain.ranking == polite.ranking


@pytest.mark.parametrize(
    "text", ["زوجي يضربني الحين", "he has a knife, please help", "العيال ما اكلوا شي من امس", "ابي انتحر"]
)
async def test_danger_comes_before_everything(engine: Understander, text: str) -> None:
    meaning = await read(engine, f"السلام عليكم ابي اسجل عندكم، {text}")
    assert (meaning.emergency, meaning.intent, meaning.sure, meaning.answered) == (True, "emergency", True, "")
    assert meaning.certain


# None of these lines, nor a spelling of it, is in the training set.
@pytest.mark.parametrize(
    "text",
    [
        "حائل البلد",
        "ابو سلمان",
        "٥ عيال وابوي الشايب",
        "أعول زوجتي وثلاثة أطفال",
        "six of us",
        "عند اهل زوجتي",
        "حسب الموسم",
        "بنتي عمرها خمس ما تنام وتخاف من صوت المكنسة",
        "ولدي يتبول على نفسه من يوم دخل المدرسة",
        "تغار من اختها الصغيرة مرة",
        "افكر بالطلاق بهدوء وابي استشير",
    ],
)
async def test_a_calm_answer_or_worry_is_no_alarm(engine: Understander, text: str) -> None:
    meaning = await read(engine, text)
    assert not meaning.emergency
    assert not meaning.certain


async def test_a_guess_of_danger_is_an_emergency_but_not_certain(engine: Understander) -> None:
    meaning = await read(engine, "يقول لو دريت انك كلمتي احد ما تشوفين الصبح وانا خايفه منه الحين")
    assert (meaning.emergency, meaning.certain) == (True, False)


@pytest.mark.parametrize("text", ["الاسعار ذبحتنا", "بموت من الضحك", "كم مدة جلسات الدعم للمعنفات بشكل عام"])
async def test_what_only_sounds_like_danger_is_no_alarm(engine: Understander, text: str) -> None:
    meaning = await read(engine, text)
    assert not meaning.emergency
    assert meaning.intent != "emergency"


async def test_danger_deep_in_a_long_message_is_seen(engine: Understander) -> None:
    meaning = await read(engine, "ابي اعرف عن الدوره " * 80 + " وزوجي يضربني الحين " + "ومتى تبدا الدوره " * 80)
    assert meaning.emergency


async def test_names_and_questions_are_those_of_the_charity(engine: Understander) -> None:
    ours = await engine.read("متى أوقات الدوام في مركز شمل", charity="yusr")
    theirs = await engine.read("متى أوقات الدوام في مركز شمل", charity="another")
    assert ours.entity("service") == "visits"
    assert ours.answers[0][0] == "hours"
    assert (theirs.entity("service"), theirs.answers, theirs.answered) == ("", (), "")
    assert ours.ranking == theirs.ranking


async def test_an_approved_question_is_answered_and_others_are_not(engine: Understander) -> None:
    assert (await read(engine, "متى اوقات الدوام")).answered == "hours"
    assert (await read(engine, "متى دوام البنك")).answered == ""
    assert (await read(engine, "ابغى اسجل")).answered == ""


async def test_reading_twice_gives_the_same(engine: Understander) -> None:
    assert await read(engine, "ابغى احجز استشارة") == await read(engine, "ابغى احجز استشارة")


async def test_languages_are_told_apart(engine: Understander) -> None:
    said = ["وين موقعكم", "abi asajjel", "where are you located"]
    assert [(await read(engine, text)).language for text in said] == ["ar", "ar", "en"]


async def test_measured_on_lines_nobody_trained_on(engine: Understander) -> None:
    report = await evaluate(engine, read_lines(shared("eval/nlu_dev.jsonl")))
    # A floor under what was measured (.910, .967, .022, .755), wide enough for a sentence more or less in the data.
    assert report.accuracy >= 0.89
    assert report.emergency_recall >= 0.95
    assert report.false_alarms <= 0.03
    assert report.coverage >= 0.70
