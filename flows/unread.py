"""What the engine cannot read: a voice, a place, a card, a sticker. Nothing is lost, and nobody is left waiting."""

import re
from collections.abc import Sequence
from dataclasses import replace

from flows import papers, proving, running
from flows.arabic import words
from flows.events import Flagged
from flows.flow import Ask
from flows.message import Incoming, Kind, Media
from flows.moves import Start
from flows.play import Play, Said
from flows.redact import mask
from flows.signs import BRIEF
from flows.steps import ask
from flows.values import tell

_MAP = re.compile(r"(?:https?://)?(?:www\.)?(?:maps\.|goo\.gl/maps|google\.\w+/maps|g\.co/maps)\S*", re.IGNORECASE)
_VOICE = Flagged("voice")
READ = (Kind.TEXT, Kind.TAP, Kind.MEDIA, Kind.EDITED)


def as_words(play: Play, message: Incoming) -> Incoming:
    """The message as words where it stands for some: a voice that was understood, the number that was asked for."""
    heard = message.kind is Kind.VOICE and any(file.heard for file in message.media)
    own = message.kind is Kind.CONTACT and message.state == "own" and _asks_mobile(play)
    return replace(message, kind=Kind.TEXT) if heard or own else message


def repeat_heard(play: Play, message: Incoming) -> None:
    """What was understood of a voice is said back: a machine mishears, and its mistakes must show.

    Numbers that identify are masked in this as in all that the bot says.
    """
    if any(file.heard for file in message.media):
        play.say(tell(play, "voice.heard", words=mask(message.text)))


def take(play: Play, said: Said) -> bool:
    """Say what became of it, and put the open question again."""
    if said.message.kind in READ and not _only_a_place(said):
        return False
    _take(play, said)
    return True


def _take(play: Play, said: Said) -> None:
    kind = said.message.kind
    if kind is Kind.CONTACT and play.world.dossier.proof.number and not (play.session.top and play.flow.form):
        running.begin_afresh(play, Start("number_shared"))
        return
    idle = play.session.top is None
    if kind is Kind.VOICE:
        told = play.text(_recording(play, said.message.media))
    elif kind is Kind.CONTACT and said.text:
        proving.joined_in_form(play)
        told = _card(play)
    elif kind is Kind.LOCATION or _only_a_place(said):
        told = f"{play.text('unreadable.location')} {_further(play)}"
    else:
        told = play.text("unreadable")
    play.say(told, ways_out=("menu", "human") if idle else ())
    if not idle:
        running.run(play)


def _only_a_place(said: Said) -> bool:
    """Is it a map's address and hardly a word beside it?"""
    beside = words(_MAP.sub(" ", said.text))
    return said.message.kind is Kind.TEXT and bool(_MAP.search(said.text)) and len(beside) <= BRIEF


def _card(play: Play) -> str:
    if not _asks_mobile(play):
        return f"{play.text('unreadable.contact')} {_further(play)}"
    # Only Telegram shows the button that shares a number.
    return play.text("contact.not_own" if play.world.channel == "telegram" else "contact.write")


def _further(play: Play) -> str:
    """What is wanted now: the answer to the open question, or whatever they need."""
    return play.text("unreadable.idle" if play.session.top is None else "unreadable.open")


def _recording(play: Play, files: Sequence[Media]) -> str:
    """The text's key. What was kept is promised to a colleague, so it is noted down for one."""
    if all(file.problem for file in files):
        wrong = papers.problem(files)
        return wrong if wrong in ("error.document.too_many", "error.document.size") else "unreadable.voice_lost"
    play.happened(_VOICE)
    shown = any(file.mime.startswith("video/") for file in files)
    return "unreadable.video" if shown else "unreadable.voice"


def _asks_mobile(play: Play) -> bool:
    step = running.current(play) if play.session.top is not None else None
    return isinstance(step, Ask) and ask.present(play, step).kind == "mobile"
