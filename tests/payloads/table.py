"""What each collected payload becomes in a running house. `python -m tests.payloads.table` writes it into the docs."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from bot import drill_audit
from tests.fakes.serve import serve
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.twilio_api import TwilioApi
from tests.integration.kit.keywords import Keywords
from tests.integration.kit.server import running
from tests.integration.kit.site import Site
from tests.payloads.collected import Payload, payloads

DOCS = Path(__file__).resolve().parents[2] / "docs/reference/channels.md"
BEGIN, END = "<!-- what became of them -->", "<!-- end -->"
_TITLES = {"telegram": "Telegram", "sms": "SMS", "whatsapp": "WhatsApp"}
# What a row's reason means for the reader.
_REASONS = {
    "group": "said in a group, which is told once to write in private",
    "channel": "posted to a broadcast channel",
    "member": "the bot's own standing in a chat",
    "notice": "a notice of Telegram's own, or a moving live location",
}
_THEN = {"answered": "answered", "heard": "taken, no answer due", "ignored": "kept, no answer due"}


@dataclass
class Outcome:
    """`statuses` by payload number; `rows` by provider id; `answered` are the inbox ids with an answer behind them."""

    statuses: dict[int, int] = field(default_factory=dict)
    rows: drill_audit.Rows = ()
    answered: frozenset[int] = frozenset()

    def row(self, payload: Payload) -> Mapping[str, object] | None:
        wanted = payload.provider_id
        return next((row for row in self.rows if row["provider_id"].partition(":")[0] == wanted), None)


async def post_all(folder: Path, collected: list[Payload]) -> Outcome:
    """Every payload posted to a real server with fake providers behind it, and handled."""
    telegram, twilio, outcome = TelegramApi(), TwilioApi(), Outcome()
    with serve(telegram.app) as telegram_url, serve(twilio.app) as twilio_url:
        site = Site(folder, twilio_url, telegram_url, changes={"album_seconds": 0.05})
        with running(site, understander=Keywords()) as ports:
            async with aiohttp.ClientSession() as client:
                for payload in collected:
                    request = payload.request(site)
                    async with client.post(request.url, data=request.body, headers=request.headers) as answer:
                        outcome.statuses[payload.number] = answer.status
            async with asyncio.timeout(120):
                while not _handled(books := await asyncio.to_thread(ports.database.read_now, drill_audit.books)):  # noqa: ASYNC110  the truth is in SQL
                    await asyncio.sleep(0.1)
    outcome.rows, outcome.answered = books.inbox, _answered(books)
    return outcome


def _handled(books: drill_audit.Books) -> bool:
    # A report about a message that this house never sent waits for it.
    return all(row["state"] != "waiting" or row["kind"] == "status" for row in books.inbox)


def _answered(books: drill_audit.Books) -> frozenset[int]:
    """The events upon which something was said."""
    last: dict[int, int] = {}
    found = set()
    for line in books.messages:
        if line["direction"] == "in":
            last[line["conversation_id"]] = line["inbox_id"]
        elif line["conversation_id"] in last:
            found.add(last[line["conversation_id"]])
    return frozenset(found)


def table(collected: list[Payload], outcome: Outcome) -> str:
    """Markdown: one table a channel, what became the same in one line."""
    grouped: dict[str, dict[tuple[str, str], Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for payload in collected:
        became = _became(outcome, payload)
        grouped[payload.channel][became][payload.what] += 1
    return "\n".join(_section(channel, rows) for channel, rows in sorted(grouped.items()))


def _became(outcome: Outcome, payload: Payload) -> tuple[str, str]:
    row = outcome.row(payload)
    if row is None:
        return ("LOST", "")
    reason = str(dict(row["payload"]).get("error", ""))  # type: ignore[call-overload]  JSON
    told = _REASONS.get(reason, reason if row["kind"] == "unsupported" else "")
    if row["kind"] == "unsupported" and not dict(row["payload"]).get("address"):  # type: ignore[call-overload]  JSON
        told = "an update that concerns nobody here"
    became = f"{row['kind']}: {told}" if told else str(row["kind"])
    if row["state"] == "waiting":
        return became, "waits ten minutes for the message it reports on"
    if row["state"] == "failed":
        return became, "FAILED"
    then = "ignored" if row["state"] == "ignored" else "answered" if row["id"] in outcome.answered else "heard"
    return became, _THEN[then]


def _section(channel: str, rows: Mapping[tuple[str, str], Counter[str]]) -> str:
    total = sum(count for counted in rows.values() for count in counted.values())
    lines = [f"### {_TITLES[channel]} ({total})", "", "| became | then | payloads |", "|---|---|---|"]
    for (became, then), counted in sorted(rows.items(), key=lambda row: (-sum(row[1].values()), row[0])):
        named = ", ".join(f"{what} × {count}" if count > 1 else what for what, count in sorted(counted.items()))
        lines.append(f"| {became} | {then} | {named} |")
    return "\n".join([*lines, ""])


def written(made: str, document: str) -> str:
    """The document with the tables in their place."""
    head, _, rest = document.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{made}\n{END}{tail}"


def main() -> None:
    collected = list(payloads())
    with TemporaryDirectory() as folder:
        outcome = asyncio.run(post_all(Path(folder), collected))
    DOCS.write_text(written(table(collected, outcome), DOCS.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
