"""Greetings, thanks and a goodbye: answered in kind, never told that they are no answer."""

from flows import running, signs
from flows.arabic import fold
from flows.flow import Ask
from flows.grief import mourns
from flows.moves import Start
from flows.parking import park
from flows.play import Play, Said
from flows.steps import ask
from flows.values import tell
from flows.words import announces_matter, asks_to_ask, blesses, greeted, only_greets

CIVIL = ("thanks", "goodbye")


def in_passing(play: Play, said: Said) -> bool:
    """Thanks or a goodbye at a form's question that reads a name or a description into nearly any words, these too."""
    step = running.current(play)
    loose = isinstance(step, Ask) and ask.loose(play, step) and said.meaning.confidence >= signs.KIND
    return play.flow.form and loose and _returned(play, said)


def instead(play: Play, said: Said) -> bool:
    """Thanks or a goodbye in place of an answer."""
    if play.flow.form:
        return _returned(play, said)
    # Nothing is lost by leaving a question that is no form's.
    leaves = _civil(said) and isinstance(running.current(play), Ask)
    if leaves:
        running.begin_over_form(play, Start(said.meaning.intent))
    return leaves


def welcome(play: Play, said: Said) -> bool:
    """Welcome whoever only greets, or wants nothing yet: "salam, is anybody there?", a flower."""
    blesses_first = said.first and signs.is_text(said) and blesses(said.text)
    welcomed = only_greets(said.text) or blesses_first or (said.first and _wants_nothing(said))
    if welcomed:
        if blesses_first:
            play.say(play.text("greeting.health"))
        running.begin(play, Start("welcome"))
    return welcomed


def invite(play: Play, said: Said) -> bool:
    """Ask away: whoever asks whether they may ask has asked nothing yet."""
    # A menu may have an option of these words.
    chosen = any(fold(choice.label) == said.folded for choice in play.session.offered)
    open_to_it = signs.is_text(said) and not (chosen or said.meaning.answered)
    asks, tells = asks_to_ask(said.text), announces_matter(said.text)
    invited = open_to_it and (asks or tells)
    if invited:
        idle = play.session.top is None or not play.flow.form
        play.say(
            play.text("menu.ask_away" if asks else "menu.tell_away"),
            ways_out=("menu", "human") if idle and play.session.owner == "bot" else (),
        )
    return invited


def greet(play: Play, said: Said) -> None:
    """Return the greeting at the head of the message, and condole whoever tells of a death."""
    if greeting := greeted(said.text):
        play.say(play.text(f"greeting.{greeting}"))
    if signs.is_text(said) and mourns(said.folded):
        play.say(play.text("greeting.grief"))


def _civil(said: Said) -> bool:
    return not said.chosen and signs.means(said, CIVIL)


def _returned(play: Play, said: Said) -> bool:
    """Answer in kind in the middle of a form; more words say something besides."""
    step = running.current(play)
    free = isinstance(step, Ask) and ask.free(play, step)
    if not _civil(said) or not signs.within(said, signs.BRIEF if free else signs.ASIDE):
        return False
    if said.meaning.intent == "thanks":
        play.say(play.text("thanks.here"))
        running.run(play)
    else:
        play.say(tell(play, "goodbye"))
        park(play)
        running.begin(play, Start("paused"))
    return True


def _wants_nothing(said: Said) -> bool:
    if not signs.is_text(said) or said.clear or said.meaning.entities:
        return False
    unlikely = said.meaning.confidence < signs.LIKELY
    return not said.words or bool(greeted(said.text) and signs.within(said, signs.ASIDE) and unlikely)
