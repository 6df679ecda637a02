"""WhatsApp's buttons and lists as Twilio's Content templates: a few general ones carry every reply.

Everything that a reply says goes in as variables. Twilio takes no line break in one of them (error 21656), so what
stands before the question is a message of its own. Only what opens a conversation anew (see `waiting`) needs WhatsApp's
approval: the others are sent inside the 24 hours.
"""

import hashlib
import json
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any

from channels.menus import menu
from channels.splitting import utf16
from flows.arabic import script
from flows.message import Button, Reply

BODY, TITLE, ROW, DESCRIPTION = 1024, 20, 24, 72
MOST_BUTTONS, MOST_ROWS = 3, 10
# What a variable may not hold.
UNFIT = re.compile(r"[\n\r\t\v\f\x85\u2028\u2029]| {5,}")
_BULLETS = ("•", "-", "*", "–")
_PROMPT = {True: "يمكن الاختيار من هنا:", False: "Please choose here:"}
_OPEN = {True: "الخيارات", False: "Options"}


@dataclass(frozen=True, slots=True)
class Template:
    """One template as it should stand at Twilio. `types` and `samples` are its JSON; `category` is what WhatsApp is to
    approve it as, "" for one that is only sent inside the 24 hours.
    """

    name: str
    language: str
    types: Mapping[str, Any]
    samples: Mapping[str, str] = field(default_factory=dict)
    category: str = ""

    @property
    def digest(self) -> str:
        """8 hex digits over everything that Twilio keeps of it."""
        told = json.dumps([self.language, self.types, self.samples, self.category], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:8]

    @property
    def label(self) -> str:
        """Its name at Twilio and WhatsApp: another content is another name."""
        return f"sanad_{self.name}_{self.digest}"


def general() -> list[Template]:
    """One to three buttons; two to ten rows, with descriptions and without."""
    made = [_buttons(count) for count in range(1, MOST_BUTTONS + 1)]
    return made + [_rows(count, described=d) for d in (False, True) for count in range(2, MOST_ROWS + 1)]


def waiting(charity: str, language: str, *, body: str, title: str, tap: str) -> Template:
    """What is sent once when the 24 hours are over and something waits. Raises `ValueError` for what is too long."""
    if utf16(body) > BODY or utf16(title) > TITLE:
        raise ValueError(f"{charity}: a body of {BODY} and a button of {TITLE} characters are WhatsApp's most")
    types = {"twilio/quick-reply": {"body": body, "actions": [_action(title, tap)]}}
    return Template(waiting_name(charity, language), language, types, category="UTILITY")


def waiting_name(charity: str, language: str) -> str:
    return f"{charity}_waiting_{'en' if language == 'en' else 'ar'}"


def _action(title: str, tap: str) -> dict[str, str]:
    return {"type": "QUICK_REPLY", "title": title, "id": tap}


def _buttons(count: int) -> Template:
    actions = [_action(f"{{{{{2 * n}}}}}", f"{{{{{2 * n + 1}}}}}") for n in range(1, count + 1)]
    samples = {"1": "هل نكمل؟"} | {str(n): f"{n}" for n in range(2, 2 * count + 2)}
    return Template(f"buttons_{count}", "ar", {"twilio/quick-reply": {"body": "{{1}}", "actions": actions}}, samples)


def _rows(count: int, *, described: bool) -> Template:
    parts = ("item", "id", "description") if described else ("item", "id")
    numbers = iter(range(3, 3 + count * len(parts)))
    items = [{part: f"{{{{{next(numbers)}}}}}" for part in parts} for _ in range(count)]
    samples = {"1": "أي خدمة؟", "2": "الخيارات"} | {str(n): f"{n}" for n in range(3, 3 + count * len(parts))}
    types = {"twilio/list-picker": {"body": "{{1}}", "button": "{{2}}", "items": items}}
    return Template(f"list_{'described_' if described else ''}{count}", "ar", types, samples)


def offer(reply: Reply, known: Container[str], most: int) -> tuple[str, dict[str, Any]] | None:
    """What is said first ("" for nothing), and the payload with the question and its buttons to tap.

    Its `body` is the same in numbers, of at most `most` characters, for where Twilio refuses the template. None where
    no known template carries this reply.
    """
    said, question = divide(reply.text)
    chosen = _chosen(reply)
    if chosen is None or UNFIT.search(question) or utf16(question) > BODY:
        return None
    name, rest = chosen
    body = f"{question}\n\n{menu(reply)}"
    if name not in known or utf16(body) > most:
        return None
    variables = {str(number): value for number, value in enumerate([question, *rest], 1)}
    return said, {"body": body, "content": name, "variables": variables}


def divide(text: str) -> tuple[str, str]:
    """What stands before the question, and the question: the last line, unless it is one of a list."""
    lines = text.strip().splitlines()
    if not lines:
        return "", ""
    if len(lines) > 1 and lines[-1].lstrip().startswith(_BULLETS):
        return text.strip(), _PROMPT[_arabic(text)]
    return "\n".join(lines[:-1]).strip(), lines[-1].strip()


def _chosen(reply: Reply) -> tuple[str, list[str]] | None:
    """The template's name and the values of all its variables but the first."""
    buttons, count = reply.buttons, len(reply.buttons)
    labels = [button.label.strip() for button in buttons]
    if not all(labels) or len(set(labels)) < count or any(UNFIT.search(label) for label in labels):
        return None
    if 1 <= count <= MOST_BUTTONS and all(utf16(label) <= TITLE for label in labels):
        return f"buttons_{count}", [value for b in buttons for value in (b.label.strip(), b.id)]
    if not 2 <= count <= MOST_ROWS or any(utf16(label) > DESCRIPTION for label in labels):
        return None
    opening = _OPEN[_arabic(reply.text)]
    if all(utf16(label) <= ROW for label in labels):
        return f"list_{count}", [opening, *(value for b in buttons for value in (b.label.strip(), b.id))]
    rows = [_described(number, button) for number, button in enumerate(buttons, 1)]
    return f"list_described_{count}", [opening, *(value for row in rows for value in row)]


def _described(number: int, button: Button) -> tuple[str, str, str]:
    """Title, id and description: a long label begins in the title and stands whole below it. None may be empty."""
    label = button.label.strip()
    title = label if utf16(label) <= ROW else f"{number}. {_beginning(label, ROW - len(f'{number}. ') - 1)}…"
    return title, button.id, label


def _beginning(label: str, most: int) -> str:
    """Whole words of it, where one fits."""
    cut = label
    while utf16(cut) > most:
        cut = cut.rpartition(" ")[0] if " " in cut else cut[:-1]
    return cut.rstrip(" :،,.-«(")


def _arabic(text: str) -> bool:
    return script(text) != "latin"
