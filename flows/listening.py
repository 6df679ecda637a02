"""What a message is while the bot has the conversation, and what it is at an open question: `answering`."""

from dataclasses import replace

from flows import (
    answering,
    arrivals,
    commands,
    contact_way,
    courtesy,
    edits,
    moment,
    numbers,
    proving,
    running,
    signs,
    unread,
    ways_out,
    wishes,
)
from flows.message import Kind
from flows.moves import Start
from flows.play import Play, Said
from flows.readings import Reading, first


def speak_their_language(play: Play, said: Said) -> None:
    """Whoever begins in English is answered in English; later only on request. A greeting alone is no promise: many say
    "hi" and go on in Arabic.
    """
    greets = said.meaning.intent == "greet" and signs.within(said, signs.GREETING)
    told = len(said.words) > 1 or greets
    if not play.session.greeted and said.meaning.language == "en" and told:
        play.session = replace(play.session, language="en", greeting=greets)
    elif play.session.greeting and _tells_language(said) and not greets:
        play.session = replace(play.session, greeting=False, language=said.meaning.language)


def _tells_language(said: Said) -> bool:
    """One word in Latin letters may be Arabic all the same, and a number is of no language."""
    written = signs.is_text(said) and any(map(str.isalpha, said.text))
    return written and (len(said.words) > 1 or said.meaning.language == "ar")


def hear(play: Play, said: Said) -> None:
    """One message while the bot has the conversation."""
    said = replace(edits.as_new(play, said), first=not play.session.greeted)
    _meet(play, said)
    if not first(play, said, MESSAGE):
        wishes.act_on(play, said)


def _meet(play: Play, said: Said) -> None:
    """Return the greeting."""
    play.session = replace(play.session, greeted=True)
    if signs.is_text(said):
        play.session = replace(play.session, heard=said.message.message)
        unread.repeat_heard(play, said.message)
        proving.joined_in_form(play)
    courtesy.greet(play, said)


def _begun(play: Play, said: Said) -> bool:
    begun = said.first and ways_out.meant(play, said) == "menu"
    if begun:
        running.begin(play, Start("welcome"))
    return begun


def _old_button(play: Play, said: Said) -> bool:
    old = said.message.kind is Kind.TAP and said.chosen is None
    if old:
        stale_tap(play)
    return old


def stale_tap(play: Play) -> None:
    """Say that the button is old, and put the open question again."""
    play.say(play.text("tap.stale"))
    running.run(play) if play.session.top else running.begin(play, Start("menu"))


def _at_question(play: Play, said: Said) -> bool:
    if play.session.top is None or commands.wished(said):
        return False
    answering.answer(play, said)
    return True


# Any message. What finds no place here is a wish (`wishes.WISHES`).
MESSAGE: tuple[Reading, ...] = (
    edits.take,  # A changed message changes its own answer, whatever is open now.
    _begun,  # "/start" from somebody new: who we are comes before the menu.
    ways_out.heard,  # Menu, back, cancel, a person: nobody is trapped by a question.
    _old_button,  # A button of an earlier question is never an answer to the present one.
    unread.take,  # A voice, a place, a card: no answer, and nobody is left waiting.
    numbers.take,  # The police's number: no contact of ours, and no answer.
    arrivals.take,  # Files that the open question does not ask for have a place of their own.
    courtesy.invite,  # "May I ask something?" asks nothing yet, and answers nothing.
    moment.given,  # "One moment, I will get the card": the question waits.
    contact_way.take,  # "Messages only" silences nobody, and is nobody's name.
    _at_question,  # Whoever was asked is answering, unless it is a command.
    courtesy.welcome,  # Whoever only greets is welcomed and not guessed at.
)
