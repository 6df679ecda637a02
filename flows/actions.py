"""The named things that an `act` step may do. Each changes the play; one may start another flow."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from flows.events import LanguageChanged, Noted, OptedIn, OptedOut, Rated, Submitted
from flows.items import fields_of
from flows.moves import Start
from flows.parking import park
from flows.play import Play
from flows.reference import make
from flows.routes import ROUTES
from flows.signing import declared

Done = Start | None


def submit(play: Play, _: str) -> Done:
    """Hand the application in under a new reference."""
    frame = play.frame
    reference = make(play.pack.prefix, play.world.draw)
    papers = set(play.service.documents if play.service else [])
    fields = {f.id for f in fields_of(play)} | {c.id for c in (play.service.conditions if play.service else [])}
    play.happened(
        Submitted(
            reference=reference,
            service=frame.service,
            pack=play.pack.version,
            answers={key: answer for key, answer in frame.answers.items() if key in fields},
            documents={key: answer for key, answer in frame.answers.items() if key in papers},
            declared=declared(play),
        )
    )
    play.remember(reference=reference)
    return None


def language(play: Play, subject: str) -> Done:
    play.session = replace(play.session, language=subject)
    play.happened(LanguageChanged(subject))
    return None


def opt_out(play: Play, _: str) -> Done:
    play.session = replace(play.session, muted=True)
    play.happened(OptedOut())
    return None


def opt_in(play: Play, _: str) -> Done:
    play.session = replace(play.session, muted=False)
    play.happened(OptedIn())
    return None


def note(play: Play, subject: str) -> Done:
    """Keep the person's words for staff under a subject."""
    words = play.frame.answers.get("words")
    text = str(words.value) if words else play.frame.memo.get("words", "")
    play.remember(words=text)
    play.happened(Noted(subject, text))
    return None


def rate(play: Play, _: str) -> Done:
    words = play.frame.answers.get("words")
    said = str(words.value) if words and words.value else ""
    play.happened(Rated(int(play.frame.memo["stars"]), said, play.frame.service))
    return None


def keep_stars(play: Play, subject: str) -> Done:
    play.remember(stars=subject, choice=subject)
    return None


def unpark(play: Play, _: str) -> Done:
    """Bring back the form that was chosen, or the last one put aside, in place of the running flow."""
    chosen = play.frame.memo.get("choice", "").removeprefix("parked:")
    parked = play.session.parked
    place = int(chosen) if chosen.isdigit() and int(chosen) < len(parked) else len(parked) - 1
    frame = parked[place]
    stack = (*play.session.stack[:-1], frame)
    play.session = replace(play.session, stack=stack, parked=parked[:place] + parked[place + 1 :])
    return Start("")


def pause(play: Play, subject: str) -> Done:
    """Put the running form aside at the step `subject` and show the menu."""
    play.update(step=subject, item=0)
    park(play)
    return Start("menu")


def forget_reference(play: Play, _: str) -> Done:
    """The number was wrong: ask for it afresh."""
    play.update(answers={}, memo={k: v for k, v in play.frame.memo.items() if k != "reference"})
    return None


def discard(play: Play, _: str) -> Done:
    """Delete the form put aside last, answers and all."""
    play.session = replace(play.session, parked=play.session.parked[:-1])
    return None


def follow(play: Play, _: str) -> Done:
    """Go where the guess that the person confirmed leads."""
    kind, _, name = play.frame.memo.get("choice", "").partition(":")
    memo = {"question": name} if kind == "faq" else {}
    play.session = replace(play.session, unclear=0)
    question = play.pack.question(name)
    told = "answer_and_offer" if question and question.person else "answer"
    flow = told if kind == "faq" else ROUTES.get(name, "menu")
    return Start(flow, play.frame.memo.get("service", ""), memo, instead=True)


ACTIONS: Mapping[str, Callable[[Play, str], Done]] = {
    f.__name__: f
    for f in (
        submit, language, opt_out, opt_in, note, rate, keep_stars, unpark, pause, forget_reference, discard, follow,
    )
}  # fmt: skip
