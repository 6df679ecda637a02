"""People who apply for a family consultation, each with answers of their own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from channels.compose import Said
from flows.message import Media
from flows.redact import mask

# Made up of common words; the number in the need tells one from another.
_FIRST = ("نورة", "سارة", "منى", "هند", "ريم", "لمى", "أمل", "هدى", "مها", "عبير")
_CITIES = ("جدة", "الرياض", "تبوك", "الدمام", "أبها")
_TYPES = ("marital", "social", "parenting", "psychological", "play_therapy", "behaviour")
_REFERENCE = re.compile(r"YSR-\w{4}-\w")
# Known to the fake providers by this name; `Provider` writes it as theirs would. A PDF by itself is a whole paper.
PAPER = Media("paper", "application/pdf", "paper.pdf")
MEDIA = "(a paper)"


@dataclass(frozen=True)
class Applicant:
    """`number` is unique in a test; everything a person says follows from it."""

    number: int

    @property
    def address(self) -> str:
        return f"+9665{self.number:08d}"

    @property
    def answers(self) -> Mapping[str, str]:
        """What the application must hold, by field."""
        return {
            "full_name": f"{_FIRST[self.number % 10]} سعد القحطاني",
            "identity": _identity(self.number),
            "mobile": self.address,
            "city": _CITIES[self.number % 5],
            "consultation_type": _TYPES[self.number % 6],
            "need": f"أحتاج النصح في أمر رقمه {self.number}",
        }

    def script(self) -> list[str]:
        """The whole conversation in order; `MEDIA` stands for a picture of the identity paper."""
        said = self.answers
        form = [said["full_name"], said["identity"], f"05{self.number:08d}", said["city"]]
        form += [str(self.number % 6 + 1), said["need"], MEDIA]
        closing = ["صحيح، نكمل", "أقر وأوافق", said["full_name"], "وين وصل طلبي"]
        return ["السلام عليكم", "تقديم طلب", "الاستشارات الأسرية", "نعم", *form, *closing]

    def says(self, place: int) -> Said:
        """Line `place` of the script as an event with an id of its own."""
        text, key = self.script()[place], f"{self.number}-{place}"
        return Said(key, self.address, media=(PAPER,)) if text == MEDIA else Said(key, self.address, text)

    def anonymous(self, text: str) -> str:
        """A text of ours with everything particular to this person taken out, to compare one with another."""
        kinds = ("زوجية", "اجتماعية", "تربوية", "نفسية", "العلاج باللعب", "تعديل السلوك")
        said = self.answers
        own = {"mobile": said["mobile"], "local": f"05{self.number:08d}", "identity": mask(said["identity"])}
        own |= {"need": said["need"], "full_name": said["full_name"], "city": f": {said['city']}"}
        own["type"] = f"نوع الاستشارة: {kinds[self.number % 6]}"
        for name, value in own.items():
            text = text.replace(value, f"<{name}>")
        return _REFERENCE.sub("<reference>", text)


def _identity(number: int) -> str:
    """A made-up national id: ten digits that satisfy Luhn."""
    body = f"1{number:08d}"
    return next(f"{body}{check}" for check in range(10) if _luhn(f"{body}{check}"))


def _luhn(digits: str) -> bool:
    doubled = [sum(divmod(int(d) * 2, 10)) if place % 2 == 0 else int(d) for place, d in enumerate(digits)]
    return sum(doubled) % 10 == 0
