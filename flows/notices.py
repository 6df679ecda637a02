"""What a person hears when staff or the committee moved their application on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows import running
from flows.moves import Start
from flows.parking import open_form
from flows.play import Play
from flows.session import Session
from flows.showing import bullets
from flows.turn import Turn, World
from flows.values import tell

# Where the conversation goes on after the notice, unless the person is in the middle of something else.
_THEN: Mapping[str, str] = {"ask_information": "supply", "serve": "rate", "reject": "rejected"}


@dataclass(frozen=True, slots=True)
class Notice:
    """One change to tell: `move` of `flows.life`, the application's reference and service, and what staff wrote.

    `when` and `place` are of an appointment, `cancelled` the time of one that gave way to the change, as they are to be
    read by the person. `papers` are the names of those that staff asked for.
    """

    move: str
    reference: str
    service: str
    words: str = ""
    when: str = ""
    place: str = ""
    cancelled: str = ""
    papers: tuple[str, ...] = ()


def notify(session: Session, world: World, notice: Notice) -> Turn:
    """Tell it (the text `notice.<move>`). An open form, or staff who speak with the person, are left undisturbed."""
    play = Play(world, session)
    # Papers that are named are asked for by name, each with its date where that matters.
    flow = "papers_missing" if notice.papers else _THEN.get(notice.move)
    goes_on = bool(flow) and session.owner == "bot" and not open_form(play)
    play.say("\n".join(_said(play, notice, listed=not goes_on)))
    if flow and goes_on:
        running.begin_afresh(play, Start(flow, notice.service, {"reference": notice.reference, "words": ""}))
    running.settle(play)
    return play.turn()


def _said(play: Play, notice: Notice, *, listed: bool) -> Iterator[str]:
    """The change, the papers where nothing else will list them, and the appointment that is no more."""
    service = play.pack.service(notice.service)
    # The flow that follows puts staff's words as its question.
    short = notice.move == "ask_information" and not (listed or notice.papers)
    yield tell(
        play,
        "notice.ask_information_then" if short else f"notice.{notice.move}",
        reference=notice.reference,
        service=service.name.say(play.session.language) if service else notice.service,
        words=notice.words,
        when=notice.when,
        place=notice.place,
    )
    if notice.papers and listed:
        yield tell(play, "notice.papers", papers=bullets(notice.papers))
    if notice.cancelled:
        yield tell(play, "notice.cancelled", when=notice.cancelled)
