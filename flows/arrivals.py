"""Files that come while no paper is asked for: kept for the form that will ask, or for the request they belong to."""

from flows import papers, running
from flows.flow import Ask, Document
from flows.message import Incoming, Kind
from flows.moves import Start
from flows.play import Play, Said


def take(play: Play, said: Said) -> bool:
    """Find a place for files that the open question does not ask for."""
    if said.message.kind is not Kind.MEDIA or _asked(play):
        return False
    _take(play, said.message)
    return True


def _asked(play: Play) -> bool:
    """Is a paper what the present question is about, or may one answer it?"""
    step = running.current(play) if play.session.top is not None else None
    return isinstance(step, Document) or (isinstance(step, Ask) and step.media)


def _take(play: Play, message: Incoming) -> None:
    if play.session.top is None or not (play.flow.form or papers.HELD in play.frame.memo):
        refused = papers.problem(message.media)
        running.begin_over_form(play, Start("paper_later", memo={"refused": refused, **papers.hold(message)}))
    elif papers.same_album(play, message):
        # Already answered with the first picture.
        play.remember(**papers.hold(message, play.frame))
    else:
        _take_beside(play, message)
        running.run(play)


def _take_beside(play: Play, message: Incoming) -> None:
    """Beside an open question, which is then put again."""
    if wrong := papers.problem(message.media):
        play.say(play.text(wrong))
    if not papers.sound(message.media):
        return
    if play.flow.form:
        if not (_asks_later(play) or _asks_again(play)):
            play.say(play.text("document.not_needed"))
            return
        play.say(play.text("document.held"))
    play.remember(**papers.hold(message, play.frame))


def _asks_later(play: Play) -> bool:
    """Has the form a paper that it did not ask for yet?"""
    return bool(_step(play)) and any(kind not in play.frame.answers for kind in _kinds(play))


def _asks_again(play: Play) -> bool:
    """Was a paper put off? Then the form goes back to it, since now something came."""
    answers, step = play.frame.answers, _step(play)
    late = [kind for kind in _kinds(play) if kind in answers and answers[kind].value is None]
    if not (step and late):
        return False
    play.drop(*late)
    play.update(step=step, item=len(_kinds(play)) - len(late), misses=0)
    return True


def _kinds(play: Play) -> list[str]:
    return list(play.service.documents) if play.service else []


def _step(play: Play) -> str:
    """The name of the flow's step that asks for papers, or ""."""
    return next((name for name, step in play.flow.steps.items() if isinstance(step, Document)), "")
