"""`declare`: the applicant declares that the data is true and signs with the full name of the form."""

from rapidfuzz import fuzz

from flows.answers.common import asks_back
from flows.arabic import fold
from flows.choices import named
from flows.flow import Declare
from flows.moves import WAIT, Miss, Move
from flows.play import Play, Said
from flows.signing import answers_digest
from flows.signs import BRIEF
from flows.values import tell

AGREE, REFUSE = "agree", "refuse"
# A slip in one's own name still signs; another name does not (0..100).
SAME_NAME = 90
AGREES = frozenset(map(fold, ("أقر", "اقر", "موافق", "موافقة", "أوافق", "agree")))
# A signature is never read into a sentence that may deny it.
BUT = frozenset(map(fold, ("بس", "لكن", "ولكن", "قبل", "but")))
NOT = frozenset(map(fold, ("لا", "ما", "مو", "مب", "مش", "غير", "not", "dont", "no")))


def enter(play: Play, step: Declare) -> Move:
    if _agreed(play):
        play.offer(tell(play, "declare.sign", name=_name(play)), [])
        return WAIT
    options = [(AGREE, play.text("declare.agree")), (REFUSE, play.text("declare.refuse"))]
    play.offer(tell(play, step.text), options)
    return WAIT


def answer(play: Play, step: Declare, said: Said) -> Move:
    if _agreed(play):
        return _sign(play, step, said)
    choice = said.chosen or named(play, said)
    meant = choice.value if choice else _meant(play, said)
    if meant == AGREE:
        play.remember(agreed=answers_digest(play.frame.answers))
        return enter(play, step)
    return step.refused if meant == REFUSE else Miss(play.text("error.declare"))


def _agreed(play: Play) -> bool:
    """Did they agree, and to these very answers? One that was changed since, on whatever way, is declared anew."""
    return play.frame.memo.get("agreed") == answers_digest(play.frame.answers)


def _meant(play: Play, said: Said) -> str:
    words = set(said.words)
    # "What does it mean, I declare?" holds the word and declares nothing.
    if asks_back(said.text):
        return ""
    # "I want the bylaws" and "fine, but I have a question" begin like a yes, and declare nothing.
    if BUT & words or (not AGREES & words and (said.clear or len(words) > BRIEF)):
        return ""
    yes = said.read("yes_no", play.today).value
    if yes is None:
        return AGREE if AGREES & words and not NOT & words else ""
    return AGREE if yes else REFUSE


def _sign(play: Play, step: Declare, said: Said) -> Move:
    name = _name(play)
    typed = said.read("full_name", play.today).value
    if typed is None or (name and fuzz.ratio(fold(str(typed)), fold(name)) < SAME_NAME):
        return Miss(tell(play, "error.declare.name", name=name))
    play.remember(signed=str(typed))
    return step.next


def _name(play: Play) -> str:
    """The full name as given in the form; of an application that went in before, the name that signed it."""
    if given := play.frame.answers.get("full_name"):
        return str(given.value)
    reference = play.frame.memo.get("reference", "")
    return next((a.signer for a in play.world.dossier.applications if a.reference == reference and a.own), "")
