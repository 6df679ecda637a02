"""While the person waits for a colleague of ours: what the bot does all the same."""

from dataclasses import replace

from flows import danger, listening, running, ways_out, wishes
from flows.arabic import words
from flows.events import TookBack
from flows.moves import Start
from flows.play import Play, Said
from flows.routes import INQUIRIES
from flows.values import tell
from flows.words import greeted

OBEYED = {"stop_messages": "opt_out", "start_messages": "opt_in"}
# A wish in so few words says nothing else.
BARE = 3


def hear(play: Play, said: Said) -> None:
    """The person waits for a colleague of ours: the bot answers questions, and takes back only when told to."""
    way = ways_out.way_out(said)
    if way == "safe" or danger.denied(play, said):
        way = "safe" if play.session.guessed else ""
    if way in ("menu", "continue", "cancel", "back", "safe"):
        _take_back(play)
        ways_out.take(play, "continue" if way == "back" else way)
    elif danger.over(play, said):
        # The alarm stays with the colleague all the same.
        _take_back(play)
        listening.hear(play, said)
    elif not _served(play, said):
        _keep(play, said, way)


def _served(play: Play, said: Said) -> bool:
    """Do what needs no colleague."""
    meaning = said.meaning
    if meaning.sure and meaning.intent in OBEYED:
        # Whoever is watched at home must be able to silence us in any state.
        running.begin(play, Start(OBEYED[meaning.intent]))
    elif meaning.answered:
        play.say(play.text("queue.meanwhile"))
        start = Start(wishes.answer_flow(play, meaning.answered), memo={"question": meaning.answered})
        running.begin(play, start)
    elif not play.session.urgent and _business(said):
        _meanwhile(play, said)
    else:
        return False
    return True


def _keep(play: Play, said: Said, way: str) -> None:
    """The rest is for the colleague: say that it has arrived, kindly."""
    if way == "human" or (said.meaning.sure and said.meaning.intent == "talk_to_human"):
        play.say(play.text("queue.waiting"), ways_out=("menu",))
    elif said.meaning.sure and said.meaning.intent in ("thanks", "goodbye"):
        play.say(play.text(said.meaning.intent), ways_out=("menu",))
    else:
        if wishes.asks(said):
            wishes.keep(play, said)
        if greeting := greeted(said.text):
            play.say(play.text(f"greeting.{greeting}"))
        _note(play)


def _business(said: Said) -> bool:
    """Is this plainly something that needs no colleague? What is only told is meant for the colleague."""
    wanted = wishes.asks(said) or wishes.wants(said) or len(words(said.text)) <= BARE
    plain = said.meaning.sure and said.meaning.intent in danger.BUSINESS
    return bool(said.meaning.entity("reference")) or (wanted and plain)


def _meanwhile(play: Play, said: Said) -> None:
    """Plain business of another kind does not wait for the colleague, whose case stays open. The bot has the
    conversation again only where it asks something back.
    """
    inquiry = said.meaning.intent in INQUIRIES
    play.say(play.text("queue.meanwhile" if inquiry else "queue.besides"))
    before = play.session.prompt
    wishes.act_on(play, said)
    if play.session.prompt != before:
        _take_back(play)


def _take_back(play: Play) -> None:
    play.session = replace(play.session, owner="bot", urgent=False, guessed=False)
    play.happened(TookBack())


def _note(play: Play) -> None:
    """Say that it arrived: the whole the first time, then no more than needs be said again."""
    session = play.session
    again = "queue.noted_again" if session.noted else "queue.noted"
    guess = "danger_guess.noted" if session.guessed and session.noted else "emergency.noted"
    key = guess if session.urgent else again
    play.session = replace(session, noted=session.noted + 1)
    play.say(tell(play, key), ways_out=("safe", "menu") if session.guessed else ("menu",))
