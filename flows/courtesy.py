"""Thanks, a goodbye and a word in passing: answered in kind, never told that they are no answer."""

from flows import running, wishes
from flows.arabic import words
from flows.flow import Ask
from flows.message import Kind
from flows.moves import Start
from flows.parking import park
from flows.play import Play, Said
from flows.steps import ask
from flows.values import tell
from flows.words import greeted

# More words than this say something besides; at a question that takes any words, even these.
MOST, FEW = 8, 4
FIRM = 0.9


def at_question(play: Play, said: Said, *, missed: bool) -> bool:
    """Handle thanks and goodbyes at an open question; `missed` when they answer nothing there."""
    meaning, step = said.meaning, running.current(play)
    if said.chosen or not meaning.sure or meaning.intent not in ("thanks", "goodbye"):
        return False
    if not play.flow.form:
        # Nothing is lost by leaving a question that is no form's.
        leaves = missed and isinstance(step, Ask)
        if leaves:
            wishes.begin(play, Start(meaning.intent))
        return leaves
    # A name and a description are read into nearly any words, these too.
    loose = isinstance(step, Ask) and ask.loose(play, step) and meaning.confidence >= FIRM
    free = isinstance(step, Ask) and ask.free(play, step)
    if not (missed or loose) or len(words(said.text)) > (FEW if free else MOST):
        return False
    if meaning.intent == "thanks":
        play.say(play.text("thanks.here"))
        running.run(play)
    else:
        play.say(tell(play, "goodbye"))
        park(play)
        running.begin(play, Start("paused"))
    return True


def opening(play: Play, said: Said, *, newcomer: bool) -> bool:
    """Welcome whoever wants nothing yet: "salam, is anybody there?", a flower."""
    if not newcomer or said.message.kind is not Kind.TEXT or said.clear or said.meaning.entities:
        return False
    spoken = words(said.text)
    if spoken and not (greeted(said.text) and len(spoken) <= MOST and said.meaning.confidence < wishes.LIKELY):
        return False
    running.begin(play, Start("welcome"))
    return True
