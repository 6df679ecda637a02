"""What a person may do with their own applications: withdraw, appeal, send what was asked for, rate, hear of them."""

from collections.abc import Callable
from dataclasses import replace

from flows import life
from flows.arabic import digits
from flows.events import Checked, Moved, Noted
from flows.message import ApplicationView
from flows.moves import Start
from flows.play import Play
from flows.session import Frame

Pairs = list[tuple[str, str]]
# What may be asked for out of the blue, so that the application has to be chosen.
CHOSEN = ("withdraw", "appeal")
# Wrong last digits after which the check is closed for a day.
TRIES = 3
_FILE = "file"
# More than anybody tells; a session must not grow with every message. The transcript has all of it.
MOST_TOLD = 10_000


def able(play: Play, move: str) -> list[ApplicationView]:
    """The person's own applications with which they may do this now, newest first."""
    return [view for view in reversed(play.world.dossier.applications) if view.own and _may(play, view, move)]


def open_here(play: Play) -> list[ApplicationView]:
    """The person's own applications for the service in hand that have not come to an end."""
    views = [view for view in play.world.dossier.applications if view.own and view.status not in life.ENDED]
    return [view for view in views if view.service == play.frame.service]


def asks_for_another_time(play: Play, text: str) -> bool:
    """Does somebody with an interview or a visit to come say that it does not suit?"""
    due = any(view.own and view.status in life.VISITS for view in play.world.dossier.applications)
    return due and play.holds(text, "appointment.words", "appointment.unsuited")


def own_open(play: Play) -> bool:
    return bool(open_here(play))


def in_hand(play: Play) -> ApplicationView | None:
    """The application whose reference the running flow has in hand, the person's own or not."""
    wanted = play.frame.memo.get("reference", "")
    return next((view for view in play.world.dossier.applications if view.reference == wanted), None)


def label(play: Play, view: ApplicationView) -> str:
    service = play.pack.service(view.service)
    return f"{service.name.say(play.session.language) if service else view.service} {view.reference}"


def _may(play: Play, view: ApplicationView, move: str) -> bool:
    service = play.pack.service(view.service)
    return any(found.name == move for found in life.possible(view.status, {life.PERSON}, service))


def _source(move: str) -> Callable[[Play], Pairs]:
    return lambda play: [(view.reference, label(play, view)) for view in able(play, move)]


def _one(move: str) -> Callable[[Play], bool]:
    """One application only, or the one in hand, may be moved so."""

    def holds(play: Play) -> bool:
        found = [view.reference for view in able(play, move)]
        return len(found) == 1 or play.frame.memo.get("reference") in found

    return holds


def _some(move: str) -> Callable[[Play], bool]:
    return lambda play: bool(able(play, move))


def _this(move: str) -> Callable[[Play], bool]:
    """The application in hand may be moved so."""
    return lambda play: play.frame.memo.get("reference") in {view.reference for view in able(play, move)}


def reference_actionable(play: Play) -> bool:
    """There is something to do about the application in hand."""
    view = in_hand(play)
    return bool(view and view.own and (view.missing or any(_may(play, view, m) for m in ("appeal", "supply", "rate"))))


def check_closed(play: Play) -> bool:
    """Too many wrong last digits about this application, or from this address: no more tries today."""
    view = in_hand(play)
    return view is not None and view.tries >= TRIES


def check_spent(play: Play) -> bool:
    """This wrong try was the last one of today."""
    view = in_hand(play)
    return view is not None and view.tries + 1 >= TRIES


def check_possible(play: Play) -> bool:
    """The application in hand has an identity number to check against."""
    view = in_hand(play)
    return view is not None and bool(view.last_four)


def check_passed(play: Play) -> bool:
    return play.frame.memo.get("checked") == "yes"


def one_application(play: Play) -> bool:
    return sum(view.own for view in play.world.dossier.applications) == 1


def take_own(play: Play, _: str) -> None:
    """Take the person's only application."""
    view = next(view for view in play.world.dossier.applications if view.own)
    play.remember(reference=view.reference)


def pick(play: Play, move: str) -> Start | None:
    """Take the application that was chosen, is in hand, or is the only one, and its service."""
    views, memo = able(play, move), play.frame.memo
    wanted = memo.get("choice"), memo.get("reference")
    view = next((view for view in views if view.reference in wanted), None)
    view = view or (views[0] if views and not memo.get("choice") else None)
    if view is None:
        # Staff moved it on meanwhile: begin anew with what there is now.
        return Start(play.frame.flow, instead=True)
    play.update(service=view.service)
    play.remember(reference=view.reference)
    return None


def move(play: Play, name: str) -> None:
    """Make the move on the application in hand, with the person's words and files."""
    memo, answers = play.frame.memo, play.frame.answers
    words = answers["words"].value if "words" in answers else memo.get("words", "")
    files = tuple(answer for key, answer in answers.items() if key.startswith(_FILE))
    play.happened(Moved(memo["reference"], name, memo.get("told") or str(words or ""), files))
    _let_go(play)


def _let_go(play: Play) -> None:
    """Other forms that wait for what the application in hand has now have nothing left to ask."""
    *below, top = play.session.stack

    def over(frame: Frame) -> bool:
        return (frame.flow, frame.memo.get("reference")) == ("supply", top.memo.get("reference"))

    stack = (*(frame for frame in below if not over(frame)), top)
    play.session = replace(play.session, stack=stack, parked=tuple(f for f in play.session.parked if not over(f)))


def gather(play: Play, _: str) -> None:
    """Lay what was said just now by what was said before, so that the question can be put again."""
    given = play.frame.answers
    fresh = [given[key] for key in ("words", "more") if key in given and given[key].value is not None]
    kept = {key: answer for key, answer in given.items() if key.startswith(_FILE)}
    for answer in (answer for answer in fresh if answer.how == "document"):
        kept[f"{_FILE}{len(kept) + 1}"] = answer
    told = [play.frame.memo.get("told", ""), *(str(answer.value) for answer in fresh if answer.how != "document")]
    play.update(answers=kept, item=0)
    play.remember(told="\n".join(filter(None, told))[:MOST_TOLD])


def keep_told(play: Play, subject: str) -> None:
    """Keep for staff what was gathered and can no longer go where it was meant for."""
    play.happened(Noted(subject, play.frame.memo.get("told", "")))


def said_more(play: Play) -> bool:
    given = play.frame.answers.get("more")
    return given is not None and given.value is not None


def check_digits(play: Play, _: str) -> None:
    """Compare the last digits of the identity number with the application's."""
    view, given = in_hand(play), play.frame.answers.get("last_four")
    typed = digits(str(given.value)) if given else ""
    passed = bool(view and view.last_four and not check_closed(play) and typed[-4:] == view.last_four)
    play.update(answers={}, item=0)
    play.remember(checked="yes" if passed else "no")
    play.happened(Checked(play.frame.memo["reference"], passed=passed))


SOURCES: dict[str, Callable[[Play], Pairs]] = {f"applications_to_{move}": _source(move) for move in CHOSEN}
FACTS: dict[str, Callable[[Play], bool]] = {
    **{f"one_to_{move}": _one(move) for move in (*CHOSEN, "supply")},
    **{f"some_to_{move}": _some(move) for move in CHOSEN},
    **{f"this_to_{move}": _this(move) for move in (*CHOSEN, "supply", "rate")},
    **{
        f.__name__: f
        for f in (
            own_open,
            reference_actionable,
            one_application,
            check_closed,
            check_spent,
            check_possible,
            check_passed,
            said_more,
        )
    },
}
ACTIONS: dict[str, Callable[[Play, str], Start | None]] = {
    f.__name__: f for f in (pick, take_own, move, gather, keep_told, check_digits)
}
