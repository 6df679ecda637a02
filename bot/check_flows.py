"""The flows as every charity's people meet them: walked by the real engine, every reply rendered for every channel."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.bootstrap import disconnected_channels
from bot.check_replies import dear, faults
from bot.flow_files import Shelf
from bot.packs import LANGUAGES
from bot.ports import Channel
from flows.charity import Contact
from flows.findings import Finding, Level
from flows.message import Reply
from flows.no_trap import traps
from flows.pack import Pack
from flows.turn import World
from flows.walk import EPOCH, EndlessError, Heard, Spot, Walk, Words, explore, speak
from flows.walk_answers import answers
from flows.walk_in import dossiers, inquiries, openings

_UNREACHED = "no walk comes here, in any charity: lead something to it, or remove it"
_CHEAPER = "shorten it, or raise `sms:` in pack.yaml"
_WORDING = "shorten or complete its texts (flows/library/texts, or the charity's own)"


@dataclass(slots=True)
class _Found:
    """Findings of many walks: one for each place and fault, with the charities and languages where it is seen."""

    channels: Sequence[Channel]
    told: dict[tuple[Level, tuple[str, str], str, str], list[str]] = field(default_factory=dict)
    proved: set[object] = field(default_factory=set)
    tried: set[object] = field(default_factory=set)
    paths: dict[tuple[Level, tuple[str, str], str, str], tuple[str, ...]] = field(default_factory=dict)

    def answers(self, world: World, spot: Spot, new: bool) -> Iterator[Words]:
        """What to say at a spot; the ways out of a question about no service are tried with one charity only."""
        session, top = spot.session, spot.session.top
        of_whom = world.pack.slug if top and top.service else ""
        question = (session.language, of_whom, spot.place, tuple(choice.label for choice in session.offered))
        yield from answers(world, spot, new and question not in self.tried)
        self.tried.add(question)

    def add(
        self, level: Level, at: tuple[str, str], fault: tuple[str, str], *, seen: str, path: tuple[str, ...]
    ) -> None:
        key = (level, at, *fault)
        self.paths.setdefault(key, path)
        places = self.told.setdefault(key, [])
        if seen not in places:
            places.append(seen)

    def findings(self, shelf: Shelf) -> Iterator[Finding]:
        for (level, at, message, remedy), seen in self.told.items():
            path = self.paths[level, at, message, remedy]
            way = f"; after {' > '.join(path[-4:])}" if path else ""
            told = f"{'.'.join(filter(None, at)) or 'the menu'}: {message} ({', '.join(seen)}{way})"
            yield Finding(level, *shelf.places.step(*at), told, remedy)


def findings(shelf: Shelf, packs: Mapping[str, Pack]) -> list[Finding]:
    """Everything that walking all flows for all charities, in both languages, brings to light."""
    found, visited = _Found(disconnected_channels(templates=True)), set[tuple[str, str]]()
    for number, pack in enumerate(packs.values()):
        # What becomes of an application is the same with every charity, but for the names in it.
        records = dossiers(pack) if number == 0 else dossiers(pack)[:5]
        for language in LANGUAGES:
            world = World(pack, shelf.flows, EPOCH)
            visited |= _walk(found, world, openings(world, language, records=records), language=language)
    # What one charity has left blank, or has not at all, another will have.
    for variant in [made(pack) for pack in list(packs.values())[:1] for made in (_filled, _bare)]:
        for language in LANGUAGES:
            world = World(variant, shelf.flows, EPOCH)
            visited |= _walk(found, world, inquiries(world, language), language=language, deep=False)
    unreached = [] if not packs else [spot for spot in _steps(shelf) if spot not in visited]
    warnings = [
        Finding(Level.WARNING, *shelf.places.step(*spot), f"{'.'.join(spot)} is never reached", _UNREACHED)
        for spot in unreached
    ]
    return [*found.findings(shelf), *warnings]


def _filled(pack: Pack) -> Pack:
    """The pack as it may be one day: every contact and link given."""
    contact = Contact(**dict.fromkeys(Contact.model_fields, "https://charity.example"))
    files = [file.model_copy(update={"link": contact.website}) for file in pack.files]
    return pack.model_copy(update={"contact": contact, "files": files})


def _bare(pack: Pack) -> Pack:
    """The pack with nothing that it may be without."""
    return pack.model_copy(update={"contact": Contact(), "files": []})


def _steps(shelf: Shelf) -> list[tuple[str, str]]:
    return [(flow.id, step) for flow in shelf.flows.values() for step in flow.steps]


def _walk(
    found: _Found, world: World, first: Iterator[Heard], *, language: str, deep: bool = True
) -> set[tuple[str, str]]:
    """One charity in one language; the steps that were visited. Without `deep` only a few answers on from the first."""
    seen = f"{world.pack.slug} {language}"
    try:
        walk = explore(world, first, found.answers if deep else _shallow)
    except EndlessError as error:
        found.add(Level.ERROR, ("", ""), ("the walk finds no end", "see flows/walk.py"), seen=seen, path=(str(error),))
        return set()
    for trap in traps(world, walk, found.proved) if deep else ():
        found.add(Level.ERROR, trap.at, (trap.message, trap.remedy), seen=seen, path=trap.path)
    _render(found, world, walk, seen)
    return walk.visited


def _shallow(world: World, spot: Spot, _: bool) -> Iterator[Words]:
    yield from answers(world, spot, False) if len(spot.path) < 2 else ()


def _render(found: _Found, world: World, walk: Walk, seen: str) -> None:
    """Every different reply of the walk, once for each channel."""
    known: set[tuple[str, Reply]] = set()
    paid: set[tuple[tuple[str, str], tuple[Reply, ...]]] = set()
    sms = next(channel for channel in found.channels if channel.name == "sms")
    for heard in walk.turns:
        spoken = heard.turn.replies if heard.turn else ()
        by_sms = _by_sms(world, heard) if any(_shorter(world, spot) for spot in heard.steps) else spoken
        if (heard.at, by_sms) not in paid and (told := dear(sms, by_sms, world.pack.sms.of(*heard.at))):
            found.add(Level.WARNING, heard.at, (told, _CHEAPER), seen=seen, path=heard.before.path)
        paid.add((heard.at, by_sms))
        for channel in found.channels:
            for reply in by_sms if channel.name == "sms" else spoken:
                if (channel.name, reply) not in known:
                    known.add((channel.name, reply))
                    for level, fault in faults(channel, reply):
                        found.add(level, heard.at, (fault, _WORDING), seen=seen, path=heard.before.path)


def _shorter(world: World, spot: tuple[str, str]) -> bool:
    """Has the step a text of its own for SMS?"""
    return bool(getattr(world.flows[spot[0]].steps[spot[1]], "sms", None))


def _by_sms(world: World, heard: Heard) -> tuple[Reply, ...]:
    """The same turn as heard on a phone without a screen for much."""
    short = speak(replace(world, channel="sms"), heard.before, heard.words)
    return short.turn.replies if short.turn else ()
