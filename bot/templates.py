"""WhatsApp's Content templates: kept at Twilio as they should stand there, and known to every worker."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.context import Ports
from channels.content import Template, general, waiting, waiting_name
from flows.pack import Pack
from storage import content
from storage.content import Kept

# The button of the message that says that something waits. A tap on it only opens WhatsApp's window.
SHOW = "window.show"
_GONE = ("", "unsubmitted")


@dataclass(frozen=True, slots=True)
class Synced:
    """What became of one template: `done` is kept, found, updated or created; `status` WhatsApp's word on it."""

    name: str
    done: str
    status: str = ""


def load(connection: Connection, ports: Ports) -> None:
    """Let every WhatsApp line know what it may send now: at the start, and from time to time."""
    for _, line in lines(ports):
        usable = content.usable(connection, line.settings.account_sid)
        # In place: the line's other users hold the same mapping.
        line.templates.update(usable)
        for name in line.templates.keys() - usable.keys():
            del line.templates[name]


def lines(ports: Ports) -> Iterator[tuple[str, Any]]:
    """The charities that have a WhatsApp line, and the lines."""
    for (slug, _), line in ports.channels.items():
        if hasattr(line, "templates"):
            yield slug, line


def opener(line: Any, slug: str, language: str) -> str:
    """The approved template that says that something waits, in this language or the other one; "" without any."""
    names = (waiting_name(slug, language), waiting_name(slug, "ar"), waiting_name(slug, "en"))
    return next((name for name in names if name in line.templates), "")


def wanted(pack: Pack) -> list[Template]:
    """Everything that should stand at Twilio for this charity."""
    knock, show = pack.texts["waiting.knock"], pack.texts["waiting.show"]
    own = [
        waiting(
            pack.slug,
            language,
            body=knock.say(language).format(charity=pack.name.say(language)),
            title=show.say(language),
            tap=SHOW,
        )
        for language in ("ar", "en")
    ]
    return general() + own


async def sync(ports: Ports, slug: str, line: Any) -> list[Synced]:
    """Make Twilio's templates what they should be; a second time changes nothing. Raises `channels.base.SendError`.

    Each one is written down as soon as it stands, so that an interrupted run goes on where it was.
    """
    account, api = line.settings.account_sid, line.content
    known = await ports.database.read(content.known, account)
    there = await api.all()
    synced = []
    for template in wanted(ports.packs[slug]):
        done, sid = await _settle(api, template, known.get(template.name), there)
        status = await _approved(api, template, sid) if template.category else ""
        kept = Kept(template.digest, sid, status)
        await ports.database.write(content.keep, account, template.name, kept, ports.clock())
        synced.append(Synced(template.name, done, status))
    await ports.database.read(load, ports)
    return synced


async def _settle(api: Any, template: Template, kept: Kept | None, there: Mapping[str, str]) -> tuple[str, str]:
    """What had to be done, and the sid."""
    if sid := there.get(template.label):
        return ("kept" if kept and kept.sid == sid else "found"), sid
    if kept and kept.sid in there.values() and not template.category:
        await api.update(kept.sid, template)
        return "updated", kept.sid
    # One that WhatsApp has seen cannot be changed any more: the new wording is a new template.
    return "created", await api.create(template)


async def _approved(api: Any, template: Template, sid: str) -> str:
    """WhatsApp's word on it; handed in first where nobody did."""
    status = await api.approval(sid)
    return str(await api.submit(sid, template) if status in _GONE else status)
