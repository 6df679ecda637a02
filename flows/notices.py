"""What a person hears when staff or the committee moved their application on."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows import running
from flows.moves import Start
from flows.play import Play
from flows.session import Session
from flows.turn import Turn, World
from flows.values import tell
from flows.ways_out import open_form

# Where the conversation goes on after the notice, unless the person is in the middle of something else.
_THEN: Mapping[str, str] = {"ask_information": "supply", "serve": "rate", "reject": "rejected"}


@dataclass(frozen=True, slots=True)
class Notice:
    """One change to tell: `move` of `flows.life`, the application's reference and service, and what staff wrote.

    `when` and `place` are of an appointment, as they are to be read by the person.
    """

    move: str
    reference: str
    service: str
    words: str = ""
    when: str = ""
    place: str = ""


def notify(session: Session, world: World, notice: Notice) -> Turn:
    """Tell it (the text `notice.<move>`). An open form, or staff who speak with the person, are left undisturbed."""
    play = Play(world, session)
    told = world.pack.service(notice.service)
    play.say(
        tell(
            play,
            f"notice.{notice.move}",
            reference=notice.reference,
            service=told.name.say(session.language) if told else notice.service,
            words=notice.words,
            when=notice.when,
            place=notice.place,
        )
    )
    flow = _THEN.get(notice.move)
    if flow and session.owner == "bot" and not open_form(play):
        running.begin_afresh(play, Start(flow, notice.service, {"reference": notice.reference, "words": ""}))
    running.settle(play)
    return play.turn()
