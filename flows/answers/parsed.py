"""What a parser hands back, and every reason it may give for asking again."""

from dataclasses import dataclass

ERRORS: dict[str, str] = {
    "error.choice.ambiguous": "The answer names more than one option, none for certain, or rules one out.",
    "error.choice.missing": "The answer names none of the options.",
    "error.choice.range": "The number is not one of the options.",
    "error.city.ambiguous": "The answer names several places, or only a place near it.",
    "error.city.missing": "The answer names no Saudi city or governorate; a region or a district is not enough.",
    "error.date.ambiguous": "Several dates, a date the writer is unsure of, or a calendar that does not fit the year.",
    "error.date.future": "The date of birth lies in the future.",
    "error.date.gregorian": "A Gregorian date where a Hijri date was asked.",
    "error.date.impossible": "There is no such day in that month.",
    "error.date.incomplete": "Day, month or year is missing.",
    "error.date.missing": "There is no date in the answer.",
    "error.date.others": "The day is said to be of somebody or something else.",
    "error.date.too_old": "The date of birth lies more than 120 years back.",
    "error.date.two_digit_year": "The year has two digits, so its century and calendar are unknown.",
    "error.dependents.ambiguous": "A range, an incomplete count or figures that contradict one another.",
    "error.dependents.implausible": "Negative, not whole, or too many to believe without asking again.",
    "error.dependents.missing": "There is no count in the answer.",
    "error.email.invalid": "There is no single well-formed e-mail address in the answer.",
    "error.empty": "The answer is empty.",
    "error.iban.ambiguous": "The answer gives several IBANs, or the writer is unsure of it.",
    "error.iban.checksum": "The check digits do not fit: a digit is wrong or two are swapped.",
    "error.iban.foreign": "The IBAN is not Saudi.",
    "error.iban.length": "A Saudi IBAN is SA and 22 digits.",
    "error.iban.missing": "There is no IBAN in the answer.",
    "error.iban.others": "The account is said to be somebody else's.",
    "error.identity.ambiguous": "The answer gives several numbers, or the writer is unsure of it.",
    "error.identity.checksum": "The check digit does not fit: a digit is wrong or two are swapped.",
    "error.identity.length": "The number does not have ten digits.",
    "error.identity.missing": "There is no number in the answer.",
    "error.identity.others": "The number is said to be somebody else's.",
    "error.identity.prefix": "A national ID starts with 1 and an iqama with 2.",
    "error.income.ambiguous": "A range, a limit, a day's pay, deductions or figures that do not add up to one amount.",
    "error.income.currency": "The amount is in another currency.",
    "error.income.implausible": "Negative, or too large or too small for a monthly income in riyals.",
    "error.income.missing": "There is no amount in the answer.",
    "error.iqama.is_national_id": "A citizen's national ID where an iqama was asked.",
    "error.mobile.ambiguous": "The answer gives several mobiles, or the writer is unsure of it.",
    "error.mobile.foreign": "The number is not Saudi.",
    "error.mobile.invalid": "Not a Saudi mobile: ten digits that start with 05.",
    "error.mobile.missing": "There is no number in the answer.",
    "error.name.incomplete": "A name needs two words at least.",
    "error.name.kunya": "A kunya (father of, mother of) is not the name in the papers.",
    "error.name.missing": "There is no name in the answer.",
    "error.national_id.is_iqama": "An iqama where a citizen's national ID was asked.",
    "error.number.ambiguous": "Several numbers or a range.",
    "error.number.missing": "There is no number in the answer.",
    "error.number.negative": "The number is negative.",
    "error.too_long": "The answer is too long to be one.",
    "error.yes_no.unclear": "Neither a clear yes nor a clear no.",
}


@dataclass(frozen=True)
class Parsed:
    """`value` is None exactly when `error`, a key of `ERRORS`, says why. Dates are ISO; a choice counts from 1."""

    value: str | int | float | bool | None
    error: str = ""


def refuse(reason: str) -> Parsed:
    """Ask again for this reason: "iban.length" is the key "error.iban.length"."""
    key = f"error.{reason}"
    assert key in ERRORS, key
    return Parsed(None, key)
