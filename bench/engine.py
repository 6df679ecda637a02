"""`python -m bench.engine`: the engine alone, no network and no model: turns a second, and what makes a turn dearer.

A table lays the costs of one turn side by side: at the smallest size in microseconds, at larger ones as multiples.
"flat" is at most half as much again at the largest; "logarithmic" at most that much more with each tenfold.
"""

import asyncio
import math
import os
import platform
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from itertools import cycle, islice
from time import process_time
from timeit import Timer

from sqlalchemy import Connection

from bot import worlds
from bot.context import Ports
from bot.packs import load as read_pack
from bot.processes import HOUSE
from bot.replay import Replay
from bot.settings import Settings
from flows import engine, library
from flows.message import NOTHING, Entity, Incoming, Kind, Meaning
from flows.pack import Pack
from flows.part import Words
from flows.play import MAX_TRAIL
from flows.service import MOST_ASKED, Service
from flows.session import Answer, Frame, Session, dump, load
from flows.turn import Turn, World
from storage import turns

CHARITY, NAME, MENU = "yusr", "نورة سعد القحطاني", "القائمة"
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SERVICES, LENGTHS = (10, 100, 1_000), (10, 100, 1_000, 10_000)
# Each cost is the least of this many measurements, each at least so many seconds long.
ROUNDS, LEAST = 5, 0.02
UNCLEAR = Meaning("greet", 0.2, (("apply", 0.2), ("rate_service", 0.1)))
# Whatever a long conversation is made of: the menu, an inquiry, a form begun, answered, put aside and gone back in.
TALK: tuple[tuple[str, Meaning], ...] = (
    (MENU, NOTHING),
    ("وش الأوراق؟", Meaning("required_documents", 0.9, sure=True)),
    ("أبغى استشارة", Meaning("apply", 0.9, entities=(Entity("service", "family_consultation"),), sure=True)),
    ("نعم", NOTHING),
    (NAME, UNCLEAR),
    ("رجوع", NOTHING),
    ("كلام لا يفهم", UNCLEAR),
)

Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Scene:
    """A session in its world, and the one message that is measured there."""

    world: World
    session: Session
    text: str = MENU
    meaning: Meaning = NOTHING

    def advance(self) -> Turn:
        return engine.advance(self.session, Incoming(Kind.TEXT, "", "", text=self.text), self.meaning, self.world)


def cost(calls: Mapping[int, Call]) -> dict[int, float]:
    """CPU seconds of one call at each size. They take turns, so that a busy moment of the machine meets all of them."""
    timers = {size: Timer(call, timer=process_time) for size, call in calls.items()}
    loops = {size: max(1, math.ceil(LEAST / max(timer.timeit(1), 1e-7))) for size, timer in timers.items()}
    least = dict.fromkeys(calls, math.inf)
    for _ in range(ROUNDS):
        for size, timer in timers.items():
            least[size] = min(least[size], timer.timeit(loops[size]) / loops[size])
    return least


def verdict(costs: Mapping[int, float]) -> str:
    """flat, logarithmic, or worse with the power of the size that the last tenfold shows."""
    (*_, before, last), (first, *_) = costs, costs
    ratio, tenfolds = costs[last] / costs[first], math.log10(last / first)
    if ratio <= 1.5:
        return "flat"
    if ratio <= 1 + 0.5 * tenfolds:
        return "logarithmic"
    return f"worse (n^{math.log(costs[last] / costs[before]) / math.log(last / before):.1f})"


def table(title: str, sizes: Iterable[int], rows: Mapping[str, Mapping[int, Call]]) -> None:
    first, *more = sizes
    heads = "".join(f"{f'x at {size:,}':>12}" for size in more)
    print(f"\n{title:<34}{f'us at {first:,}':>12}{heads}   verdict")
    for name, calls in rows.items():
        costs = cost(calls)
        grown = "".join(f"{costs[size] / costs[first]:>12.2f}" for size in more)
        print(f"  {name:<32}{costs[first] * 1e6:>12.1f}{grown}   {verdict(costs)}", flush=True)


@cache
def charity() -> Pack:
    return read_pack(HOUSE / "charities" / CHARITY, library.texts())


@cache
def pack_of(services: int) -> Pack:
    """The charity grown to so many services, each with fields and questions of its own."""
    pack = charity()
    forms = [service for service in pack.services if service.intake == "form"]
    each = len(pack.questions) // len(pack.services)
    grown, fields, questions = list[Service](), list(pack.fields), list(pack.questions)
    for n, service in enumerate(islice(cycle(forms), services)):
        own = [f.model_copy(update={"id": f"{f.id}_{n}"}) for f in pack.fields if f.id in service.fields]
        fields += own
        questions += [q.model_copy(update={"id": f"{q.id}_{n}"}) for q in pack.questions[:each]]
        grown.append(_numbered(service, n).model_copy(update={"fields": [f.id for f in own]}))
    return pack.model_copy(update={"services": grown, "fields": fields, "questions": questions})


def _numbered(service: Service, n: int) -> Service:
    name, names = Words(ar=f"{service.name.ar} {n}"), [f"{name} {n}" for name in service.names]
    return service.model_copy(update={"id": f"service_{n}", "name": name, "names": names})


def world_of(pack: Pack) -> World:
    return World(pack, library.load(), NOW, (3, 14, 15, 9))


def wish(intent: str, service: str = "") -> Meaning:
    return Meaning(intent, 0.95, ((intent, 0.95),), (Entity("service", service),) if service else (), sure=True)


def in_form(pack: Pack, *, answered: int = 0) -> Session:
    """At the question for the name in the form of the last service, after so many earlier answers."""
    service = pack.services[-1]
    given = Answer("x", "typed", "2026-03-01T09:00:00+00:00", "x")
    answers = {c.id: replace(given, value=True) for c in service.conditions if c.ask}
    answers |= {f"earlier_{n}": given for n in range(answered)}
    trail = tuple(("fields", n) for n in range(answered))[-MAX_TRAIL:]
    frame = Frame("apply", "fields", service.id, answers=answers, trail=trail, pack=pack.version)
    return Session(greeted=True, stack=(frame,))


def filled(answered: int) -> Scene:
    """A form of so many fields, all answered but the last."""
    pack = charity()
    service = pack.services[0]
    text = next(field for field in pack.fields if field.kind == "text")
    fields = [text.model_copy(update={"id": f"earlier_{n}"}) for n in range(answered)]
    last = next(field for field in pack.fields if field.kind == "full_name")
    grown = service.model_copy(update={"fields": [*(f.id for f in fields), last.id]})
    pack = pack.model_copy(update={"services": [grown], "fields": [*fields, last]})
    (top,) = in_form(pack, answered=answered).stack
    return Scene(world_of(pack), Session(greeted=True, stack=(replace(top, item=answered),)), NAME, UNCLEAR)


def conversed(messages: int) -> Session:
    """The session after so many messages."""
    scene = Scene(world_of(charity()), Session())
    for text, meaning in islice(cycle(TALK), messages - messages % len(TALK) + 2):
        session = replace(load(dump(scene.advance().session)), owner="bot")
        scene = replace(scene, session=session, text=text, meaning=meaning)
    return scene.session


def _of_pack(pack: Pack) -> dict[str, Scene]:
    world, idle = world_of(pack), Session(greeted=True)
    last = pack.services[-1]
    listed = Scene(world, idle, "خدماتكم", wish("list_services"))
    answered = replace(UNCLEAR, answered=pack.questions[-1].id)
    # What the understanding makes of a service's name by itself.
    named = replace(UNCLEAR, entities=(Entity("service", last.id),))
    shown = listed.advance().session
    return {
        "the menu": Scene(world, idle),
        "an answer in a form": Scene(world, in_form(pack), NAME, UNCLEAR),
        "an approved answer": Scene(world, idle, "سؤال", answered),
        "the same in a form": Scene(world, in_form(pack), "سؤال؟", answered),
        "a wish for a service": Scene(world, idle, "أبغى أسجل", wish("apply", last.id)),
        "the list of all services": listed,
        "one of it by its number": replace(listed, session=shown, text="9"),
        "one of it by its name": replace(listed, session=shown, text=last.name.ar, meaning=named),
        "words that mean none of it": replace(listed, session=shown, text="شيء", meaning=UNCLEAR),
    }


def grow() -> None:
    """The three tables."""
    packs = {size: _of_pack(pack_of(size)) for size in SERVICES}
    named = {name: {size: packs[size][name].advance for size in SERVICES} for name in packs[SERVICES[0]]}
    table("services in the pack", SERVICES, named)
    forms = {size: filled(size) for size in LENGTHS}
    back = {size: replace(scene, text="رجوع", meaning=NOTHING) for size, scene in forms.items()}
    asked = {"an answer": {n: forms[n].advance for n in LENGTHS}, "back": {n: back[n].advance for n in LENGTHS}}
    table("answers in the form", LENGTHS, asked)
    talked = {size: conversed(size) for size in LENGTHS}
    menus: dict[int, Call] = {size: Scene(world_of(charity()), session).advance for size, session in talked.items()}
    table("messages in the conversation", LENGTHS, {"the menu": menus, **_stored(talked)})


def longest() -> None:
    """The stored state is the one cost that grows with an open form, up to the longest form that a pack may have."""
    sizes = (len(charity().services[0].fields), MOST_ASKED)
    print(f"\n{'one open form, us by its answers':<34}{''.join(f'{size:>12}' for size in sizes)}")
    for name, calls in _stored({size: filled(size).session for size in sizes}).items():
        print(f"  {name:<32}{''.join(f'{seconds * 1e6:>12.1f}' for seconds in cost(calls).values())}")


def _stored(sessions: Mapping[int, Session]) -> dict[str, dict[int, Call]]:
    return {
        "load the session": {size: partial(load, dump(session)) for size, session in sessions.items()},
        "dump the session": {size: partial(dump, session) for size, session in sessions.items()},
    }


class Deaf:
    """The engine's part of a turn needs nobody to understand it: everything is said by number."""

    async def read(self, text: str, *, charity: str) -> Meaning:
        return NOTHING


async def parts() -> None:
    """What one answer in a form costs inside the transaction, by part. The records are SQLite's, in memory."""
    made = Replay(Settings(data_dir=HOUSE / "var", charities_dir=HOUSE / "charities"), CHARITY, "whatsapp", Deaf())
    for text in (MENU, "2", "1", "نعم"):
        await made.line({"text": text})
    print("\none answer in a form, by part            us")
    for name, seconds in (await made.ports.database.read(_timed, made.ports)).items():
        print(f"  {name:<32}{seconds * 1e6:>9.1f}")
    await made.close()


def _timed(connection: Connection, ports: Ports) -> dict[str, float]:
    held = turns.hold(connection, 1)
    session = load(held.session)
    scene = Scene(worlds.world_of(connection, ports, held, session, NOW), session, NAME, UNCLEAR)
    turn, channel = scene.advance(), ports.channels[CHARITY, "whatsapp"]
    found: dict[str, Call] = {
        "load the session": partial(load, held.session),
        "world (what the records say)": partial(worlds.world_of, connection, ports, held, session, NOW),
        "advance": scene.advance,
        "dump the session": partial(dump, turn.session),
        "render for WhatsApp": lambda: [channel.render(reply) for reply in turn.replies],
    }
    return {name: cost({1: call})[1] for name, call in found.items()}


def main() -> int:
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; the engine alone")
    scenes = _of_pack(charity())
    answer, menu = (cost({1: scenes[name].advance})[1] for name in ("an answer in a form", "the menu"))
    print(f"an answer in a form: {1 / answer:,.0f} steps a second; the menu: {1 / menu:,.0f}")
    grow()
    longest()
    asyncio.run(parts())
    return 0


if __name__ == "__main__":
    sys.exit(main())
