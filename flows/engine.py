"""The conversation engine: pure functions from (session, message, meaning, world) to a turn."""

from dataclasses import replace

from flows import choices, commands, danger, listening, running, unread, waiting
from flows.actions import opt_out
from flows.message import Incoming, Kind, Meaning, Reply
from flows.moves import Start
from flows.play import Play, Said
from flows.session import Session
from flows.turn import Turn, World


def advance(session: Session, message: Incoming, meaning: Meaning, world: World) -> Turn:
    """Handle one message of the person."""
    if message.error == "group":
        # Said once where everybody reads along, and nothing after it (`storage.inbox`).
        return Turn(session, (Reply(world.pack.texts["group.refused"].say(session.language)),))
    play = Play(world, session)
    message = unread.as_words(play, message)
    said = danger.sober(play, commands.read(play, Said(message, meaning, choices.tapped(session, message))))
    listening.speak_their_language(play, said)
    if danger.heard(play, said):
        danger.alarm(play, said)
    elif session.owner == "staff":
        pass  # A person is speaking with them; the transcript has the message, and the bot keeps quiet.
    elif message.kind is Kind.OPTED_OUT and message.state == "answered":
        # Silently: the provider confirms it by itself, and forbids us to.
        opt_out(play, "")
    elif message.kind is Kind.OPTED_OUT:
        running.begin(play, Start("opt_out"))
    elif message.kind is Kind.OPTED_IN:
        running.begin(play, Start("opt_in"))
    elif session.owner == "queue":
        waiting.hear(play, said)
    else:
        listening.hear(play, said)
    running.settle(play)
    return play.turn()


def resume(session: Session, world: World) -> Turn:
    """Take the conversation back from a person: say so and go on at the first unanswered question."""
    play = Play(world, replace(session, owner="bot", unclear=(), urgent=False, guessed=False))
    # Only a form is worth going on with; what was asked besides, a person has answered.
    while play.session.stack and not play.flow.form:
        play.pop()
    if play.session.stack:
        play.say(play.text("handback"))
        running.run(play)
    else:
        play.say(play.text("handback.idle"))
        running.begin(play, Start("closed"))
    running.settle(play)
    return play.turn()
