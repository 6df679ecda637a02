"""Reading the answers people give to a form's questions.

    parsed = parse("monthly_income", "بحدود ٤ الاف", today=today)
    if parsed.error:     # a key of ERRORS; the pack words it and the question is asked again
        ...
    store(parsed.value)  # 4000

The chat and the console's form use the same parsers. Whatever is ambiguous is refused rather than guessed. `options`
are the labels of a "choice", in the order shown; `today` decides what is a birthday to come.
"""

from collections.abc import Callable, Sequence
from datetime import date

from flows import arabic
from flows.answers.choice import choice
from flows.answers.city import city
from flows.answers.corrected import final, put_right, without_denied
from flows.answers.dates import any_date, date_of_birth, hijri_date
from flows.answers.dependents import dependents
from flows.answers.iban import iban
from flows.answers.identity import identity, iqama, national_id
from flows.answers.income import monthly_income
from flows.answers.mobile import mobile
from flows.answers.name import full_name
from flows.answers.parsed import ERRORS, Parsed, refuse
from flows.answers.plain import email, free_text, number
from flows.answers.yes_no import yes_no

__all__ = ["ERRORS", "KINDS", "Parsed", "as_written", "parse"]

_LONGEST = 1_000  # A form's answer that is longer is a story; "text" takes 2,000.
_LONGEST_TEXT = 2_000
_PARSERS: dict[str, Callable[[str, Sequence[str], date], Parsed]] = {
    "full_name": lambda text, options, today: full_name(text),
    "national_id": lambda text, options, today: national_id(text),
    "iqama": lambda text, options, today: iqama(text),
    "identity": lambda text, options, today: identity(text),
    "mobile": lambda text, options, today: mobile(text),
    "iban": lambda text, options, today: iban(text),
    "date": lambda text, options, today: any_date(text, today),
    "date_of_birth": lambda text, options, today: date_of_birth(text, today),
    "hijri_date": lambda text, options, today: hijri_date(text),
    "number_of_dependents": lambda text, options, today: dependents(text),
    "monthly_income": lambda text, options, today: monthly_income(text),
    "number": lambda text, options, today: number(text),
    "yes_no": lambda text, options, today: yes_no(text),
    "city": lambda text, options, today: city(text),
    "choice": lambda text, options, today: choice(text, options),
    "text": lambda text, options, today: free_text(text),
    "email": lambda text, options, today: email(text),
}
KINDS: tuple[str, ...] = tuple(_PARSERS)


def parse(kind: str, text: str, *, options: Sequence[str] = (), today: date) -> Parsed:
    """The value of an answer of this kind (one of `KINDS`, else KeyError); never raises for any text."""
    parser = _PARSERS[kind]
    limit = _LONGEST_TEXT if kind == "text" else _LONGEST
    # Cut before cleaning: nothing that long is ever read, whatever it is made of.
    cleaned = arabic.clean(text[: 4 * limit])
    if not cleaned:
        return refuse("empty")
    if len(text) > 4 * limit or len(cleaned) > limit:
        return refuse("too_long")
    if kind == "text":
        return parser(cleaned, options, today)
    ready = without_denied(kind, arabic.digits(cleaned))
    after = put_right(kind, ready)
    if after:
        corrected = parser(after, options, today)
        if corrected.value is not None or final(kind, ready, after):
            return corrected
    return parser(ready, options, today)


def as_written(kind: str, value: object) -> str:
    """A parsed value as people write it: a plus sign wanders about in right-to-left text."""
    text = str(value)
    return f"0{text.removeprefix('+966')}" if kind == "mobile" else text
