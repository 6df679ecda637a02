"""People who apply for a family consultation, and what each of them says, signed as Twilio would sign it."""

from dataclasses import dataclass

from channels.base import Request
from channels.compose import Said, compose
from channels.twilio import TwilioSettings, Whatsapp

CHARITY = "yusr"
ACCOUNT = "AC" + "b" * 32
TOKEN = "token-of-the-bench"  # noqa: S105  signs nothing but traffic of our own
SENDER = "+966110000009"
HOOK = f"/hooks/{CHARITY}/whatsapp"

# Made up of common words.
_FIRST = ("نورة", "سارة", "منى", "هند", "ريم", "لمى", "أمل", "هدى", "مها", "عبير")
_FATHER = ("سعد", "محمد", "خالد", "فهد", "صالح")
_CITIES = ("الرياض", "تبوك", "أبها", "بريدة", "مكة")
_KINDS = 6


@dataclass(frozen=True, slots=True)
class Person:
    """`number` (0 to 9,999,999) is unique in a run; everything a person says follows from it."""

    number: int

    @property
    def address(self) -> str:
        return f"+96655{self.number:07d}"

    @property
    def name(self) -> str:
        return f"{_FIRST[self.number % len(_FIRST)]} {_FATHER[self.number % len(_FATHER)]} القحطاني"

    def script(self) -> list[str]:
        """The whole conversation in order: greeting, menu, every answer, the paper later, consent, status."""
        form = [self.name, identity(self.number), f"055{self.number:07d}", _CITIES[self.number % len(_CITIES)]]
        form += [str(self.number % _KINDS + 1), f"أحتاج النصح في أمر رقمه {self.number}", "أرسلها لاحقًا"]
        closing = ["صحيح، نكمل", "أقر وأوافق", self.name, "وين وصل طلبي"]
        return ["السلام عليكم", "تقديم طلب", "الاستشارات الأسرية", "نعم", *form, *closing]

    def requests(self, server: str) -> list[Request]:
        """The script as webhooks to `server` (a URL without a trailing slash), in order."""
        line = Whatsapp(TwilioSettings(ACCOUNT, TOKEN, SENDER))
        return [
            compose(line, Said(f"{self.number}-{place}", self.address, text, name=self.name), server + HOOK)
            for place, text in enumerate(self.script())
        ]


def identity(number: int) -> str:
    """A made-up national id: ten digits that begin with 1 and satisfy Luhn."""
    body = f"1{number:08d}"
    doubled = [sum(divmod(int(digit) * 2, 10)) if place % 2 == 0 else int(digit) for place, digit in enumerate(body)]
    return f"{body}{-sum(doubled) % 10}"
