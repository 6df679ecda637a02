"""While the person waits for a colleague of ours: what the bot does all the same."""

from dataclasses import replace

from flows import (
    answering,
    approved,
    choices,
    contact_way,
    courtesy,
    danger,
    listening,
    numbers,
    running,
    served,
    signs,
    unclear,
    ways_out,
    wishes,
)
from flows.arabic import words
from flows.events import TookBack
from flows.moves import Start
from flows.part import BLANK
from flows.play import Play, Said
from flows.readings import Reading, first
from flows.routes import BESIDES, BUSINESS, INQUIRIES
from flows.values import tell

_WHEN = frozenset({"متي", "امتي", "ايمتي", "ايمتا", "امتا", "وقتيش", "when", "meta", "mata"})
_WELL = frozenset({"طيب", "يعني", "بس", "اوكي", "ok", "well", "tayeb"})
_ANSWERS = ("ترد", "يرد", "تكلم", "يكلم", "تتصل", "يتصل", "تتواصل", "يتواصل", "answer", "reply", "call", "tredon")
# What is said of a message that has arrived, and of those after it.
_NOTED = ("queue.noted", "queue.noted_again", "queue.noted_more")
# What `Session.told` says of somebody who was told that a colleague comes, when they gave thanks.
_THANKED = "queue:thanks"
# Yes and no to what was wished for besides.
_FURTHER = {"way:follow": True, "way:leave": False}
OBEYED = {"stop_messages": "opt_out", "start_messages": "opt_in"}
_BACK_TO_US = ("menu", "continue", "cancel", "back", "safe")


def hear(play: Play, said: Said) -> None:
    """The person waits for a colleague of ours: the bot answers questions, and takes back only when told to."""
    danger.fade(play, said)
    first(play, said, WAITING)


def _way(play: Play, said: Said) -> str:
    way = ways_out.way_out(said)
    if way == "safe" or danger.denied(play, said):
        return "safe" if play.session.guessed else ""
    return way or ("continue" if signs.means(said, ("continue_application",)) else "")


def _eased(play: Play, said: Said) -> bool:
    eased = danger.eased(play, said)
    if eased:
        play.say(play.text("emergency.eased"), ways_out=("menu",))
    return eased


def _returns(play: Play, said: Said) -> bool:
    way = _way(play, said)
    if way not in _BACK_TO_US:
        return False
    _take_back(play)
    ways_out.take(play, "continue" if way == "back" else way)
    return True


def _further(play: Play, said: Said) -> bool:
    """The answer to the offer of what was wished for besides; whatever else is said is for the colleague."""
    if play.session.top is None or play.frame.flow != running.ALSO or not play.session.offered:
        return False
    choice = said.chosen or choices.named(play, said) or choices.by_yes_or_no(play, said, _FURTHER)
    if choice is None:
        return False
    before = play.session.prompt
    if _FURTHER.get(choice.value):
        play.say(play.text("queue.besides"))
    answering.answer(play, replace(said, chosen=choice))
    if play.session.prompt != before:
        _take_back(play)
    return True


def _goes_on(play: Play, said: Said) -> bool:
    if not danger.over(play, said):
        return False
    _take_back(play)
    listening.hear(play, said)
    return True


def _obeyed(play: Play, said: Said) -> bool:
    obeyed = OBEYED.get(said.meaning.intent, "") if said.meaning.sure else ""
    obeyed = "opt_in" if _way(play, said) == "opt_in" else obeyed
    if obeyed:
        running.begin(play, Start(obeyed))
    return bool(obeyed)


def _applied(play: Play) -> bool:
    return any(application.own for application in play.world.dossier.applications)


def _asks_when(play: Play, said: Said) -> bool:
    """When will you answer? Whoever has no request can only mean our colleague."""
    told = words(said.text)
    bare = bool(_WHEN & set(told)) and set(told) <= _WHEN | _WELL
    ours = any(word.removeprefix(future).startswith(_ANSWERS) for word in told for future in ("", "ب", "ح", "ه"))
    asked = not (play.session.urgent or _applied(play)) and (bare or (ours and bool(_WHEN & set(told))))
    if asked:
        play.say(tell(play, "queue.when_open" if play.pack.contact.hours != BLANK else "queue.when"))
    return asked


def _answered(play: Play, said: Said) -> bool:
    # "I want to rate the service" is done and not told.
    done = signs.means(said, BESIDES) and signs.wants(said) and not signs.asks(said)
    if not said.meaning.answered or done:
        return False
    play.say(play.text("queue.meanwhile"))
    running.begin(play, approved.start(play, said.meaning.answered))
    return True


def _probably_answered(play: Play, said: Said) -> bool:
    """What is probably asked is answered, with its question before it; the colleague reads the words all the same."""
    name = approved.probable(play, said)
    if play.session.urgent or not (name and signs.asks(said)) or _business(play, said):
        return False
    unclear.keep(play, said)
    play.say(play.text("queue.meanwhile"))
    running.begin(play, Start("answer_guess", memo={"question": name}))
    return True


def _served(play: Play, said: Said) -> bool:
    """The bot has the conversation again only where it asks something back."""
    # Whose danger was proved hears the numbers again before anything else.
    if (play.session.urgent and not play.session.noted) or not _business(play, said):
        return False
    besides = "queue.meanwhile" if said.meaning.intent in INQUIRIES else "queue.besides"
    play.say(play.text("queue.besides_urgent" if play.session.urgent else besides))
    before = play.session.prompt
    wishes.act_on(play, said)
    if play.session.prompt != before:
        _take_back(play)
    return True


def _business(play: Play, said: Said) -> bool:
    """Is this plainly something that needs no colleague? What is only told is meant for the colleague."""
    wanted = signs.asks(said) or signs.wants(said) or signs.within(said, signs.BARE)
    ours = signs.means(said, BUSINESS | BESIDES) or (signs.means(said, ("complaint",)) and served.by_form(play, said))
    return bool(said.meaning.entity("reference")) or (wanted and ours)


def _asks_for_us(play: Play, said: Said) -> bool:
    # "What shall I do" of somebody in danger has the numbers for its answer.
    ours = ("talk_to_human",) if play.session.urgent else ("talk_to_human", "help")
    asked = _way(play, said) == "human" or signs.means(said, ours)
    if asked:
        play.say(play.text("queue.waiting"), ways_out=("menu",))
    return asked


def _is_civil(play: Play, said: Said) -> bool:
    # In so few words thanks are nothing else, even when they are not surely understood.
    likely = said.meaning.confidence >= signs.LIKELY and signs.within(said, signs.BRIEF) and not signs.asks(said)
    thanks = said.meaning.intent == "thanks" and likely
    if not (thanks or signs.means(said, courtesy.CIVIL)):
        return False
    key = "goodbye"
    if said.meaning.intent == "thanks":
        key = "thanks.here" if play.session.told == _THANKED else "queue.thanks"
        play.session = replace(play.session, told=_THANKED)
    play.say(tell(play, key), ways_out=("menu",))
    return True


def _noted(play: Play, said: Said) -> bool:
    """Say that it arrived: the whole the first time, then no more than needs be said again."""
    if signs.asks(said):
        unclear.keep(play, said)
    courtesy.greet(play, said)
    session = play.session
    again = _NOTED[min(session.noted, len(_NOTED) - 1)]
    # The numbers have just been given: a second time only where danger was certain, and then no more.
    proof = "emergency.noted_again" if session.noted else "emergency.noted"
    key = again if not session.urgent else "danger_guess.noted" if session.guessed else proof
    if signs.means(said, ("complaint",)) and not session.urgent:
        play.say(play.text("complaint.sorry"))
    play.session = replace(session, noted=session.noted + 1)
    play.say(tell(play, key), ways_out=("safe", "menu") if session.guessed else ("menu",))
    return True


# What is said while somebody waits.
WAITING: tuple[Reading, ...] = (
    _eased,  # Danger that was proved has passed, they say: thank God, and a colleague calls it off.
    _returns,  # Menu, back, "no danger": the bot has the conversation again.
    _further,  # Yes, to what was wished for besides.
    _goes_on,  # Who goes on after a guess of danger was in none. The alarm stays with the colleague all the same.
    numbers.take,  # The number of the police, whoever it is that one waits for.
    courtesy.invite,  # "May I ask something?" asks nothing yet.
    contact_way.take,  # "Messages only" asks for no silence.
    _obeyed,  # Whoever is watched at home must be able to silence us in any state.
    _asks_when,  # Of our colleague, and not of the committee.
    _answered,  # The charity's own words help while one waits.
    _probably_answered,  # An answer too many harms nobody who waits.
    _served,  # Plain business of another kind does not wait for the colleague, whose case stays open.
    _asks_for_us,  # They wait already.
    _is_civil,  # Thanks, a goodbye.
    _noted,  # The rest is for the colleague: it has arrived.
)


def _take_back(play: Play) -> None:
    play.session = replace(play.session, owner="bot", urgent=False, guessed=False)
    play.happened(TookBack())
