"""`say`: say a text and go on, with a file perhaps."""

from flows.flow import Say
from flows.message import Attachment
from flows.moves import Move
from flows.play import Play
from flows.values import tell


def enter(play: Play, step: Say) -> Move:
    short = step.sms if play.world.channel == "sms" else None
    reference = play.frame.memo.get("reference", "")
    # Named in Latin letters: not every phone and gateway keeps others in a file's name.
    files = (Attachment(step.file, reference, f"{reference}.pdf"),) if step.file and reference else ()
    play.say(tell(play, short or step.text), files=files)
    play.brief = bool(short)
    return step.next
