"""`hand_off`: give the conversation to a person, and say so. What was being filled in waits underneath."""

from dataclasses import replace

from flows.events import HandedOff
from flows.flow import HandOff
from flows.moves import Move
from flows.play import Play
from flows.values import tell


def enter(play: Play, step: HandOff) -> Move:
    play.say(tell(play, step.text), ways_out=("safe",) if step.guessed else ())
    play.happened(HandedOff(step.reason, step.priority, play.frame.memo.get("words", "")))
    urgent = step.priority == 1
    play.session = replace(
        play.session, owner="queue", unclear=(), noted=0, urgent=urgent, guessed=urgent and step.guessed
    )
    return None
