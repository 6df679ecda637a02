"""Whose number is wanted, and whose was given: an identity is the applicant's own, a mobile any that reaches them."""

from flows import running, signs
from flows.answers.anothers import asks_whose, names_another
from flows.answers.kinds import DATES, IDENTITIES
from flows.flow import Ask
from flows.items import Item
from flows.play import Play, Said
from flows.steps import ask

_OTHERS = ".others"
_OWNED = IDENTITIES | DATES | {"iban"}
_MAY = ("عادي", "ينفع", "يصير", "اقدر", "ممكن", "يمشي", "can", "may", "could")


def asked(play: Play, said: Said) -> bool:
    """Answer "mine or hers?" at the question for a number."""
    item = _item(play, said)
    if item is None or said.meaning.answered or not _asks_whose(said):
        return False
    if item.kind not in IDENTITIES and item.kind != "mobile":
        return False
    play.say(play.text("mobile.whose" if item.kind == "mobile" else "error.identity.others"))
    running.run(play)
    return True


def anothers(play: Play, said: Said) -> str:
    """What is said to whoever gives a relative's number, account or birthday for their own, or a relative's name for an
    identity number; else "".
    """
    item = _item(play, said)
    if item is None:
        return ""
    error = said.read(item.kind, play.today).error if item.kind in _OWNED else ""
    if error.endswith(_OTHERS):
        return play.text(error)
    return play.text("error.identity.others") if item.kind in IDENTITIES and names_another(said.text) else ""


def _asks_whose(said: Said) -> bool:
    asks = signs.asks(said) or any(word in _MAY for word in said.words)
    return asks and signs.within(said, signs.SENTENCE) and asks_whose(said.text)


def _item(play: Play, said: Said) -> Item | None:
    step = running.current(play)
    asked_here = play.flow.form and isinstance(step, Ask) and signs.is_text(said) and not said.chosen
    return ask.present(play, step) if asked_here and isinstance(step, Ask) else None
