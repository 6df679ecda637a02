"""Proof that a mobile number is the person's own: the provider's card, or a code sent to it."""

import re
from collections.abc import Callable

from flows.answers.mobile import mobile
from flows.arabic import clean, digits
from flows.events import CodeAsked, CodeTried, Joined
from flows.message import Incoming, Kind, Proof
from flows.moves import Start
from flows.play import Play
from flows.session import Session

FLOW = "another_number"
# Codes that may be asked for, and wrong ones that may be given, in a day.
MOST = 3
LENGTH = 6
# Characters in which a number is looked for.
MOST_TYPED = 1_000


def code_in(text: str) -> str:
    """The six digits of a code however they are typed, or ""."""
    typed = re.sub(r"\D", "", digits(text))
    return typed if len(typed) == LENGTH else ""


def shared(message: Incoming) -> str:
    """The mobile number (E.164) of a card that the provider vouches for, or ""."""
    own = message.kind is Kind.CONTACT and message.state == "own"
    return mobile_in(message.text) if own else ""


def mobile_in(text: str) -> str:
    """The one mobile number (E.164) of a text, or ""."""
    return str(mobile(digits(clean(text[:MOST_TYPED]))).value or "")


def asked(session: Session) -> bool:
    """Is somebody proving a number just now?"""
    return session.top is not None and session.top.flow == FLOW


def typed(session: Session, message: Incoming) -> str:
    """The code that this message answers with, or ""."""
    awaited = asked(session) and session.top is not None and session.top.step == "code"
    return code_in(message.text) if awaited and message.kind is Kind.TEXT else ""


def goes_on(session: Session) -> bool:
    """Does whoever proves a number want to go on with a form of theirs?"""
    return any(frame.flow == "continue" for frame in session.stack)


def joined_in_form(play: Play) -> None:
    """A card shared in the middle of a form joins as well; it is said only where it brings something."""
    proof = play.world.dossier.proof
    if proof.how != "contact" or play.session.top is None or not play.flow.form:
        return
    _join(play, proof)
    if proof.brings:
        play.say(play.text("another.joined"))


def says_another(play: Play) -> bool:
    """Does the person say that another number was used?"""
    return play.holds(play.frame.memo.get("words", ""), "status.another_words")


def says_no_number(play: Play) -> bool:
    """Does the person say that they have no request number?"""
    return play.holds(play.frame.memo.get("words", ""), "status.no_number_words")


def number_told(play: Play) -> bool:
    return bool(play.frame.memo.get("number"))


def number_proved(play: Play) -> bool:
    return bool(play.world.dossier.proof.number)


def codes_spent(play: Play) -> bool:
    """No more codes today: too many were asked for, or too many were wrong."""
    proof = play.world.dossier.proof
    return proof.codes >= MOST or proof.wrong >= MOST


def code_spent(play: Play) -> bool:
    """This wrong try was the last one of today."""
    return play.world.dossier.proof.wrong + 1 >= MOST


def take_number(play: Play, _: str) -> None:
    """The number that was told together with the wish."""
    if number := mobile_in(play.frame.memo.get("words", "")):
        play.remember(number=number)


def ask_code(play: Play, _: str) -> None:
    """Have a code sent to the number. Nothing here tells whether we know it."""
    given = play.frame.answers.get("number")
    number = str(given.value) if given else play.frame.memo["number"]
    play.update(answers={}, item=0)
    play.happened(CodeAsked(number))


def try_code(play: Play, _: str) -> None:
    """Count the try; the records have compared it already."""
    play.update(answers={}, item=0)
    play.happened(CodeTried(passed=number_proved(play)))


def join(play: Play, _: str) -> None:
    """From now on what was handed in from the number is at hand here."""
    _join(play, play.world.dossier.proof)


def _join(play: Play, proof: Proof) -> None:
    play.happened(Joined(proof.number, proof.how))


FACTS: dict[str, Callable[[Play], bool]] = {
    f.__name__: f for f in (says_another, says_no_number, number_told, number_proved, codes_spent, code_spent)
}
ACTIONS: dict[str, Callable[[Play, str], Start | None]] = {
    f.__name__: f for f in (take_number, ask_code, try_code, join)
}
