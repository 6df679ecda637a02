"""The ways into a walk: a newcomer's first words, every wish in every standing, and the charity speaking first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from flows import engine
from flows.life import MOVES, State
from flows.message import ApplicationView, Dossier, Entity, Incoming, Kind, Meaning, Proof
from flows.notices import Notice, notify
from flows.own import TRIES
from flows.pack import Pack
from flows.reference import make
from flows.routes import CONTROLS, INQUIRIES, ROUTES, SERVICE_WISHES
from flows.session import Session
from flows.turn import World
from flows.walk import EPOCH, Heard, Spot, Words, speak, taken
from flows.walk_answers import LAST_FOUR, NUMBER, UNKNOWN_REFERENCE, media, text

# What is asked of the pack, or said of the conversation itself, is the same for everybody.
_ABOUT_RECORDS = sorted(
    ROUTES.keys() - INQUIRIES - CONTROLS - {"greet", "affirm", "deny", "thanks", "goodbye", "emergency"}
)
MISSING = "ما الأوراق الناقصة"
VISIT = "الموعد ما يناسبني"
SHORT, LONG = "أريد ذلك", "أريد ذلك وهذا شرح أطول لما أريد"
OWN_REFERENCE, SECOND_REFERENCE = (1, 2, 3, 4), (4, 3, 2, 1)
UNSPOKEN = (Kind.VOICE, Kind.LOCATION, Kind.CONTACT, Kind.EDITED, Kind.UNSUPPORTED, Kind.OPTED_OUT, Kind.OPTED_IN)


def openings(world: World, language: str, *, records: Sequence[Dossier]) -> Iterator[Heard]:
    """The first turn of each way in, a wish about one's own applications once for each of the records."""
    known = Spot(Session(language=language, greeted=True))
    yield speak(world, Spot(Session(language=language)), text("menu"))
    yield from (
        speak(world, known, words)
        for words in (*_files(), *_unspoken(records or dossiers(world.pack)), *_questions(world.pack), *_guesses())
    )
    yield speak(world, replace(known, session=replace(known.session, unclear=("",))), _vague(()))
    # A number that no form asked for.
    yield speak(world, known, text(NUMBER))
    yield from _wishes(world, known, records)
    yield from _notices(world, known)
    yield from _parked(world, known)
    yield from _once_more(world, known)
    waiting = replace(known, session=replace(known.session, owner="queue"))
    yield from (speak(world, waiting, _wish(intent, SHORT)) for intent in sorted(INQUIRIES))
    with_staff = replace(known, session=replace(known.session, owner="staff"))
    yield taken(with_staff, _event("a colleague hands back"), partial(engine.resume, with_staff.session, world))


def dossiers(pack: Pack) -> list[Dossier]:
    """What the records may say of a person: an application in each state, two of them, and somebody else's."""
    reference = make(pack.prefix, OWN_REFERENCE)
    service = next((s for s in pack.services if s.intake == "form" and s.documents), pack.services[0])
    papers = tuple(service.documents)
    views = [ApplicationView(reference, service.id, state, EPOCH, missing=papers, asked=SHORT) for state in State]
    done = [replace(view, missing=()) for view in views if view.status in (State.SUBMITTED, State.SERVED)]
    second = make(pack.prefix, SECOND_REFERENCE)
    asking = (State.SUBMITTED, State.NEEDS_INFORMATION, State.REJECTED, State.SERVED)
    doubled = [view for view in views if view.status in asking] + done
    other = replace(views[1], own=False)
    others = [other, *(replace(other, last_four=LAST_FOUR, tries=tries) for tries in (0, TRIES - 1, TRIES))]
    pairs = [Dossier((view, replace(view, reference=second))) for view in doubled]
    return [*(Dossier((view,)) for view in (*views, *done, *others)), *pairs]


def inquiries(world: World, language: str) -> Iterator[Heard]:
    """What is asked of the charity itself, and nothing of the person."""
    known = Spot(Session(language=language, greeted=True))
    yield from (speak(world, known, _wish(intent, SHORT)) for intent in sorted(INQUIRIES))


def _files() -> Iterator[Words]:
    """A photo that nobody asked for, and one that cannot be taken."""
    sound = media()
    unsound = tuple(replace(file, problem="type") for file in sound.message.media)
    yield from (sound, replace(sound, name="(a bad file)", message=replace(sound.message, media=unsound)))


def _unspoken(records: Sequence[Dossier]) -> Iterator[Words]:
    yield from (Words(f"({kind})", Incoming(kind, "", "")) for kind in UNSPOKEN)
    card = Incoming(Kind.CONTACT, "", "", NUMBER, state="own")
    proof = Proof(NUMBER, "contact")
    yield Words("(their number)", card, records=Dossier(proof=proof))
    yield Words("(their number, known)", card, records=replace(records[0], proof=replace(proof, brings=True)))
    yield from (_danger(certain=certain) for certain in (True, False))


def _danger(*, certain: bool) -> Words:
    meaning = Meaning("emergency", 1.0, emergency=True, certain=certain, sure=True)
    return replace(text(SHORT), name="(danger)" if certain else "(perhaps danger)", meaning=meaning)


def _questions(pack: Pack) -> Iterator[Words]:
    for question in pack.questions:
        yield replace(text(question.ask[0]), meaning=Meaning(answered=question.id))
    yield from (
        replace(text(SHORT), name="(a likely question)", meaning=Meaning("", 0.2, answers=((question.id, 1.0),)))
        for question in pack.questions[:1]
    )


def _guesses() -> Iterator[Words]:
    """Words that are not understood, so that each intent is among the three guesses once."""
    names = list(ROUTES)
    yield from (_vague(tuple(names[at : at + 3])) for at in range(0, len(names), 3))


# Wishes whose words say more: texts that list them.
_TOLD = (
    ("check_status", "status.another_words"),
    ("check_status", "status.no_number_words"),
    ("apply", "apply.another_words"),
)


def _vague(guesses: tuple[str, ...]) -> Words:
    ranking = tuple((name, 0.2) for name in guesses)
    return replace(text(LONG), name="(unclear)", meaning=Meaning("", 0.2, ranking))


def _wishes(world: World, known: Spot, records: Sequence[Dossier]) -> Iterator[Heard]:
    services = ["", *(service.id for service in world.pack.services)]
    for intent in ROUTES:
        for service in services if intent in SERVICE_WISHES else services[:1]:
            yield from (speak(world, known, _wish(intent, said, service=service)) for said in (SHORT, LONG))
    yield from (speak(world, known, _two_wishes(intent)) for intent in ("apply", "decision_time"))
    yield from _repeated(world, known)
    for intent, told in _TOLD:
        words = world.pack.texts[told].say(known.session.language).partition("|")[0]
        yield speak(world, known, _wish(intent, words))
    unknown = make(world.pack.prefix, UNKNOWN_REFERENCE)
    for dossier in [Dossier(), *records]:
        spot = replace(known, dossier=dossier)
        reference = dossier.applications[0].reference if dossier.applications else unknown
        yield from (speak(world, spot, text(words)) for words in (MISSING, VISIT))
        for intent in _ABOUT_RECORDS:
            yield speak(world, spot, _wish(intent, SHORT))
            yield speak(world, spot, _wish(intent, LONG, reference=reference))


def _repeated(world: World, known: Spot) -> Iterator[Heard]:
    """An application for a service for which one is open already: the person's own, or by the same identity number."""
    submitted = dossiers(world.pack)[list(State).index(State.SUBMITTED)]
    view = submitted.applications[0]
    for dossier in (submitted, Dossier(twins=(replace(view, own=False),))):
        yield speak(world, replace(known, dossier=dossier), _wish("apply", SHORT, service=view.service))


def _wish(intent: str, said: str, *, service: str = "", reference: str = "") -> Words:
    named = {"service": service, "reference": reference}
    entities = tuple(Entity(name, value) for name, value in named.items() if value)
    meaning = Meaning(intent, 1.0, ((intent, 1.0),), entities, sure=True)
    return replace(text(said), name=" ".join(filter(None, (f"({intent})", service, reference))), meaning=meaning)


def _two_wishes(intent: str) -> Words:
    """Two requests in one message, of which the first is acted on."""
    one = _wish(intent, SHORT)
    return replace(one, name=f"{one.name} and another", meaning=replace(one.meaning, also=("intent:donate",)))


def _parked(world: World, known: Spot) -> Iterator[Heard]:
    """In a form, with it put aside, then with a second one; and where it is, asked in each."""
    spot = known
    for service in [service.id for service in world.pack.services if service.intake == "form"][:2]:
        for said in (_wish("apply", SHORT, service=service), text("menu")):
            made = speak(world, spot, said)
            yield made
            spot = made.after if made.turn else spot
            yield speak(world, spot, _wish("check_status", SHORT))
        yield from (speak(world, spot, said) for said in (media(), text("continue")))


def _once_more(world: World, known: Spot) -> Iterator[Heard]:
    """What was asked, told or cried out in the message before."""
    for question, words in zip(world.pack.questions, _questions(world.pack), strict=False):
        just_told = replace(known, session=replace(known.session, told=question.id))
        yield from (speak(world, just_told, said) for said in (words, *map(text, question.told[:1])))
    alarmed = replace(known, session=replace(known.session, owner="queue", urgent=True))
    yield speak(world, alarmed, _danger(certain=True))


def _notices(world: World, known: Spot) -> Iterator[Heard]:
    """The charity's news of an application; a few of them ask something."""
    for move in MOVES.values():
        for dossier in dossiers(world.pack) if move.told else ():
            view = dossier.applications[0]
            notice = Notice(move.name, view.reference, view.service, SHORT, SHORT, SHORT)
            if view.own and view.status == move.target:
                spot, standing = replace(known, dossier=dossier), replace(world, dossier=dossier)
                yield taken(spot, _event(f"news: {move.name}"), partial(notify, spot.session, standing, notice))


def _event(name: str) -> Words:
    """Something that happens without a word of the person."""
    return Words(f"({name})", Incoming(Kind.STATUS, "", ""))
