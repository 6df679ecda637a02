"""What a person may answer at a place of a walk: every button, and good answers to every kind of question."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from flows.flow import Ask
from flows.items import items_of
from flows.life import State
from flows.message import Dossier, Incoming, Kind, Meaning, Media, Proof
from flows.play import Play
from flows.proving import MOST
from flows.reference import make
from flows.running import current
from flows.session import Frame
from flows.turn import World
from flows.walk import Spot, Words

# Of people who do not exist. Several of a kind where a rule may care: none, few and many; long ago and to come.
SAMPLES: Mapping[str, tuple[str, ...]] = {
    "full_name": ("نورة سعد القحطاني",),
    "identity": ("1526018153",),
    "national_id": ("1526018153",),
    "iqama": ("2000000006",),
    "mobile": ("0551234567",),
    "iban": ("SA0380000000608010167519",),
    "date": ("15/3/1988", "1/1/2030"),
    "date_of_birth": ("15/3/1988", "15/3/2015"),
    "hijri_date": ("12/3/1405",),
    "number_of_dependents": ("0", "3", "9"),
    "monthly_income": ("0", "3500", "30000"),
    "number": ("0", "3", "40"),
    "city": ("جدة",),
    "text": ("كلمات قليلة تكفي هنا",),
    "email": ("name@example.com",),
}
LAST_FOUR = "8153"
NUMBER, CODE = "0551234567", "271828"
UNKNOWN_REFERENCE = (7, 7, 7, 7)
PAPER = (Media("paper", "image/jpeg", "paper.jpg", 1000, "0" * 64),)


NO_NUMBER = "ما عندي"
# The ways out in words of each language.
WAYS: Mapping[str, Mapping[str, str]] = {
    "ar": {
        "menu": "القائمة", "back": "رجوع", "human": "موظف", "cancel": "إلغاء", "help": "مساعدة", "later": "بعدين أكمل",
    },
    "en": {
        "menu": "menu", "back": "back", "human": "human", "cancel": "cancel", "help": "help", "later": "finish later",
    },
}  # fmt: skip


def answers(world: World, spot: Spot, new: bool) -> Iterator[Words]:
    """At every new place the ways out, a paper and a question; what a flow waits for, wherever one waits."""
    if new:
        yield from (replace(text(said), name=way) for way, said in WAYS[spot.session.language].items())
        yield media()
        yield from questions(world)
    if spot.session.owner == "bot" and spot.session.top is not None:
        said = [*taps(spot), *_asked(world, spot, spot.session.top)]
        yield from said
        yield from _too_late(spot, said) if new else ()


def _too_late(spot: Spot, said: Iterable[Words]) -> Iterator[Words]:
    """The same answers, now that the committee has the application in hand."""
    if spot.session.top and spot.session.top.memo.get("reference"):
        views = [replace(view, status=State.COMMITTEE, missing=()) for view in spot.dossier.applications]
        yield from (replace(words, name=f"{words.name} (late)", records=Dossier(tuple(views))) for words in said)


def _asked(world: World, spot: Spot, top: Frame) -> Iterator[Words]:
    play = Play(replace(world, dossier=spot.dossier), spot.session)
    step = current(play)
    if isinstance(step, Ask):
        items = items_of(play, step)
        yield from _typed(world, spot, items[min(top.item, len(items) - 1)].kind)
    elif step.kind == "document":
        yield media()
        yield from _typed(world, spot, "date")
    elif step.kind == "declare":
        yield from _typed(world, spot, "full_name")


def taps(spot: Spot) -> Iterator[Words]:
    """Each offered button, by a tap; named by its option, or by its number in a list."""
    for number, choice in enumerate(spot.session.offered, start=1):
        _, way, name = choice.value.partition("way:")
        named = name if way else f"choice {number}"
        yield Words(named, Incoming(Kind.TAP, "", "", tap=choice.id, text=choice.label))


def questions(world: World) -> Iterator[Words]:
    """A short question to the charity whose answer says all, and one whose answer leaves something to a colleague."""
    for person, name in ((False, "(a question)"), (True, "(a question for a colleague too)")):
        fitting = [asked for asked in world.pack.questions if asked.person is person]
        if fitting:
            first = min(fitting, key=lambda asked: len(asked.ask[0]))
            yield replace(text(f"{first.ask[0]}؟"), name=name, meaning=Meaning(answered=first.id))


def text(words: str) -> Words:
    return Words(words, Incoming(Kind.TEXT, "", "", text=words))


def media() -> Words:
    return Words("(a photo)", Incoming(Kind.MEDIA, "", "", media=PAPER))


def _typed(world: World, spot: Spot, kind: str) -> Iterator[Words]:
    if kind == "reference":
        own = [application.reference for application in spot.dossier.applications]
        yield from map(text, [*own, make(world.pack.prefix, UNKNOWN_REFERENCE), NO_NUMBER])
    elif kind == "last_four":
        yield from map(text, (LAST_FOUR, "0000"))
    elif kind == "mobile":
        yield from _of_number(spot, text(NUMBER), "contact")
    elif kind == "code":
        yield from _of_number(spot, text(CODE), "code")
    yield from map(text, SAMPLES.get(kind, ()))


def _of_number(spot: Spot, words: Words, how: str) -> Iterator[Words]:
    """The same words where they prove nothing, nothing more may be tried today, or the number is theirs: with and
    without something handed in from it.
    """
    mine = tuple(replace(view, own=True) for view in spot.dossier.applications)
    card = Incoming(Kind.CONTACT, "", "", words.message.text, state="own")
    proved = replace(words, message=card) if how == "contact" else words
    yield words
    for name, proof in (("the last try", Proof(wrong=MOST - 1)), ("too often", Proof(codes=MOST))):
        yield replace(words, name=f"{words.name} ({name})", records=replace(spot.dossier, proof=proof))
    for brings in (False, True):
        known = replace(spot.dossier, applications=mine if brings else (), proof=Proof(words.told, how, brings=brings))
        yield replace(proved, name=f"{words.name} (theirs{' indeed' if brings else ''})", records=known)
