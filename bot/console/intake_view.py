"""How the form of assisted intake is drawn: the pack's own list, each question with what was typed and is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.clock import RIYADH
from bot.console import intake_words
from bot.console.intake_form import LATER, NONE, SEEN, SIGNER, UNSURE, Read, Sheet
from bot.console.intake_words import ANSWERS, LABELS, PAPERS, SIGNINGS
from bot.console.reading import NO, YES
from flows.message import ApplicationView
from flows.service import Condition, DocumentKind, FormField
from storage.staff import SignedIn

# How a phone's keyboard helps; numbers and addresses are written from left to right.
_KEYBOARDS: Mapping[str, str] = {
    "identity": "numeric",
    "national_id": "numeric",
    "iqama": "numeric",
    "mobile": "tel",
    "iban": "text",
    "number": "numeric",
    "number_of_dependents": "numeric",
    "monthly_income": "numeric",
    "email": "email",
}
_ASKED = ((YES, ANSWERS["yes"]), (NO, ANSWERS["no"]))


@dataclass(frozen=True, slots=True)
class Box:
    """One question as it is drawn. `draws` is radio, select, lines, date or line; `choices` are (value, label).

    `required` is for the browser; a mobile is neither required nor called optional.
    """

    name: str
    label: str
    draws: str
    value: str
    error: str
    required: bool = True
    optional: bool = False
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    keyboard: str = ""

    @property
    def id(self) -> str:
        return self.name.replace(":", "-")


@dataclass(frozen=True, slots=True)
class Twin:
    """An open application of the same person for the same service, and the number of its page."""

    key: int
    view: ApplicationView


def values(
    who: SignedIn, sheet: Sheet, found: Read | None = None, *, trouble: str = "", twins: Sequence[Twin] = ()
) -> dict[str, Any]:
    """The values of the template; without `found` nothing was typed yet."""
    drawer = _Drawer(sheet, found.errors if found else {})
    boxes = {
        "way": [drawer.radio("way", list(intake_words.ways(sheet.pack).items()))],
        "conditions": [drawer.condition(n, a) for n, a in sheet.questions() if isinstance(a, Condition)],
        "fields": [drawer.field(n, a) for n, a in sheet.questions() if isinstance(a, FormField)],
        "papers": [drawer.paper(n, paper) for n, paper in sheet.papers()],
        "signing": list(drawer.signing()),
    }
    against = [_against(sheet, name) for name in found.against] if found else []
    return {
        "who": who,
        "sheet": sheet,
        "boxes": boxes,
        "wrong": [box for part in boxes.values() for box in part if box.error],
        "trouble": trouble,
        "against": against,
        "known": " ".join(found.against) if found else "",
        "twins": twins,
        "twin_references": " ".join(twin.view.reference for twin in twins),
        "reason": Box("reason", LABELS["reason"], "lines", sheet.text("reason"), drawer.errors.get("reason", "")),
    }


class _Drawer:
    def __init__(self, sheet: Sheet, errors: Mapping[str, str]) -> None:
        self.sheet = sheet
        self.errors = errors

    def box(self, name: str, label: str, draws: str, **more: Any) -> Box:
        return Box(name, label, draws, self.sheet.text(name), self.errors.get(name, ""), **more)

    def radio(self, name: str, choices: Sequence[tuple[str, str]]) -> Box:
        return self.box(name, LABELS[name], "radio", choices=choices)

    def condition(self, name: str, asked: Condition) -> Box:
        choices = (*_ASKED, (UNSURE, ANSWERS["unsure"]))
        question = asked.ask or asked.says
        return self.box(name, question.ar, "radio", choices=choices, hint=f"الشرط: {asked.says.ar}")

    def field(self, name: str, asked: FormField) -> Box:
        parts = [asked.ask.ar, asked.why.ar if asked.why else ""]
        more: dict[str, Any] = {
            "required": not asked.optional,
            "optional": asked.optional,
            "keyboard": _KEYBOARDS.get(asked.kind, ""),
        }
        draws = {"choice": "select", "yes_no": "radio", "text": "lines"}.get(asked.kind, "line")
        if asked.kind == "choice":
            more["choices"] = [(option.label.ar, option.label.ar) for option in asked.options]
        elif asked.kind == "yes_no":
            more["choices"] = _ASKED
        elif asked.kind == "mobile":
            more["required"] = False
            parts.append(intake_words.NO_MOBILE)
        return self.box(name, asked.label.ar, draws, hint=" ".join(filter(None, parts)), **more)

    def paper(self, name: str, paper: DocumentKind) -> Box:
        seen = PAPERS["seen_valid"] if paper.valid else PAPERS[SEEN]
        choices = [(SEEN, seen), (LATER, PAPERS[LATER])] + ([(NONE, PAPERS[NONE])] if paper.optional else [])
        return self.box(name, paper.label.ar, "radio", choices=choices, hint=paper.why.ar)

    def signing(self) -> Iterator[Box]:
        yield self.radio("signing", list(SIGNINGS.items()))
        yield self.box("signed_name", LABELS["signed_name"], "line", hint=intake_words.SIGNED_NAME)
        yield self.box("signed_on", LABELS["signed_on"], "date")


def fresh(sheet: Sheet, way: str) -> dict[str, str]:
    """What stands in the form before anything is typed."""
    return {"signed_on": sheet.now.astimezone(RIYADH).date().isoformat(), "way": way}


def _against(sheet: Sheet, name: str) -> str:
    if name == SIGNER:
        return intake_words.OTHER_SIGNER
    return next(condition.says.ar for condition in sheet.service.conditions if condition.id == name)
