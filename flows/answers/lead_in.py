"""The name of a shop or whoever is spoken of, out of the words that lead to it: "the shop's name is ..."."""

import re

_WHO = r"(?:ال)?(?:محل|متجر|شرك[ةه]|مؤسس[ةه]|معرض|مطعم|بائع|بايع|تاجر|موقع|حساب|ورش[ةه]|صيدلي[ةه]|صالون|مكتب)"
_WHO_ENGLISH = r"(?:shop|store|company|seller|restaurant|website|site|place|workshop|dealer)"
_LEAD = re.compile(
    rf"\W*(?:(?:على )?{_WHO} )?(?:هو )?(?:[اإ]سم[هو]ا?|يسم[ىو]ن?[هها]*)(?: هو| هي)?[ :]+"
    rf"|\W*(?:هو )?[اإ]سم {_WHO}(?: هو)?[ :]+"
    rf"|\W*(?:the |this )?{_WHO_ENGLISH}(?:'s|’s)?(?: name)? (?:is )?(?:called|named|name is)[ :]+"
    rf"|\W*(?:the |this )?{_WHO_ENGLISH}(?:'s|’s)? name(?: is)?[ :]+"
    r"|\W*(?:its|it's|it’s|the|his) name is[ :]+|\W*(?:it is|it's|it’s|they are) called[ :]+",
    re.IGNORECASE,
)


def without_lead_in(text: str) -> str:
    """The text from the name on; all of it where nothing is left."""
    led = _LEAD.match(text)
    return (text[led.end() :].strip() if led else "") or text
