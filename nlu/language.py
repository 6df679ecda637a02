"""Which of our two languages an answer should be in. Arabic in Latin letters (Arabizi) is Arabic."""

import re

from flows import reference
from flows.arabic import script

_DIGIT_LETTER = re.compile(r"[a-z][2356789](?![0-9])|(?<![0-9])[2356789]'?[a-z]")
_ARABIZI_WORDS = """
abi abgha abgi aby abee wesh wsh esh eish wain wein meta mata kam bekam keef kaif kayf meen leesh laish ana enta antom
entom ma mo la wallah inshallah salam assalam assalamu alaykom alaikum hala ahlan marhaba marhaban shukran shokran
mashkoor mashkooreen yeslamo tamam aywa akeed na3am mowafeg yalla khalas talab talabi raqam rasayel lugha arabi el al
fi min men hatha hathi hoa elli elly jazak allah awraq awraag dawam dawamkom zawji abooy wladi asajjel agaddem
estshara lail bait shay slm slam salamu mar7aba bokra bukra mafi mafeeh bas tayeb tayyeb khair jawal moshkela mushkila
resom roosom
"""
_ENGLISH_WORDS = """
the i my is are am to you your how what when where who which do does did can could would please want need a an of for in
on at it this that with not no yes and or me we our us he she they her his have has been was will if
"""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_ARABIZI, _ENGLISH = frozenset(_ARABIZI_WORDS.split()), frozenset(_ENGLISH_WORDS.split())


def language(text: str) -> str:
    """Either "ar" or "en"."""
    # The words of an address are no words of the writer.
    text = _ADDRESS.sub(" ", reference.without(text))
    written = script(text)
    if written == "arabic" or not written:
        return "ar"
    words = re.findall(r"[a-z0-9']+", text.lower())
    english = sum(word in _ENGLISH for word in words)
    arabizi = sum(word in _ARABIZI or bool(_DIGIT_LETTER.search(word)) for word in words)
    return "ar" if arabizi > english else "en"
