"""What needs no understanding: slash commands, as chat applications show them in a menu, and a bare request number."""

from collections.abc import Mapping
from dataclasses import replace

from flows import reference
from flows.message import Entity, Kind, Meaning
from flows.play import Play, Said

# Commands that name a wish; those that are ways out are words like any other (`flows/words.py`).
WISHES: Mapping[str, str] = {
    "services": "list_services",
    "apply": "apply",
    "status": "check_status",
    "papers": "required_documents",
    "hours": "working_hours",
    "contact": "contact_info",
    "language": "change_language",
    "stop": "stop_messages",
    "privacy": "privacy_request",
}


def read(play: Play, said: Said) -> Said:
    """What the command or the number wishes as its meaning; of another command its bare name as the text.

    `/start NAME` comes from a link on the charity's own pages: NAME may be a service.
    """
    if said.message.kind is not Kind.TEXT:
        return said
    if number := reference.alone(said.text):
        # Its letters are no language: the understanding would find in them whatever it likes, danger too.
        return _wish(said, "check_status", Entity("reference", number))
    if not said.text.startswith("/"):
        return said
    name, _, rest = said.text[1:].strip().partition(" ")
    # In a menu of several bots the bot's own name follows.
    name = name.partition("@")[0].lower()
    if name == "start" and play.pack.service(rest.strip()):
        return _wish(said, "describe_service", Entity("service", rest.strip()))
    if name in WISHES:
        return _wish(said, WISHES[name])
    return replace(said, message=replace(said.message, text=f"/{name}"))


def wished(said: Said) -> bool:
    """Is this a command that wishes something?"""
    return said.text.startswith("/") and said.message.kind is Kind.TEXT and said.meaning.sure


def _wish(said: Said, intent: str, *entities: Entity) -> Said:
    return replace(said, meaning=Meaning(intent, 1.0, ((intent, 1.0),), entities, sure=True))
