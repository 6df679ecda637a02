"""Rasa as an engine: it ranks the intents and may add an entity. Whatever is a decision of safety stays ours.

Danger, answers, agreed words, the pack's names and the language are read by the embedded engine, which also
answers alone whenever Rasa does not.
"""

import logging
from dataclasses import replace

from flows.message import Entity, Meaning
from nlu import retrieval
from nlu.embedded import ranked
from nlu.evaluate import Engine
from nlu.features import core
from nlu.intents import OUT_OF_SCOPE
from nlu.keywords import keyword
from nlu.rasa_models import RasaError
from nlu.rasa_server import Parsed, RasaServer

logger = logging.getLogger(__name__)
# A reference is known by its checksum and a service by the pack: here Rasa could only guess.
_ADDED = "consultation_type"


class Rasa:
    """An `Understander` over a Rasa server and our own engine.

    With `alone` it raises `RasaError` where it would fall back: what is measured must be Rasa's.
    """

    def __init__(self, own: Engine, server: RasaServer, *, alone: bool = False) -> None:
        self._own, self._server, self._alone = own, server, alone

    async def read(self, text: str, *, charity: str) -> Meaning:
        """What the text means; a message in danger never waits for the network."""
        own, asked = await self._own.read(text, charity=charity), core(text)
        if own.emergency or keyword(text) or not any(char.isalpha() for char in asked):
            return own
        try:
            parsed = await self._server.parse(asked)
        except RasaError as error:
            if self._alone:
                raise
            logger.warning("the embedded engine answers instead of Rasa", extra={"why": str(error)})
            return own
        return _with(own, parsed)

    async def close(self) -> None:
        """Close what is kept open to the server."""
        await self._server.close()


def _with(own: Meaning, parsed: Parsed) -> Meaning:
    """Our own reading with Rasa's ranking; there was no alarm, so danger does not lead it."""
    ranking = ranked(dict(parsed.likely), "", 0.0)
    intent, confidence = ranking[0]
    foreign = intent == OUT_OF_SCOPE
    answered = retrieval.answered(own.answers, foreign=foreign)
    # Two requests blur each other; where each is plain by itself, so is the message.
    plain = bool(own.also) and own.sure and intent == own.intent
    return replace(
        own,
        intent=intent,
        confidence=confidence,
        ranking=ranking,
        entities=(*own.entities, *_added(own, parsed)),
        sure=plain or (not foreign and confidence >= parsed.metadata.sure),
        answered=answered,
        also=tuple(other for other in own.also if other not in (f"intent:{intent}", f"faq:{answered}")),
    )


def _added(own: Meaning, parsed: Parsed) -> list[Entity]:
    """Kinds of consultation that only Rasa saw."""
    if own.entity(_ADDED):
        return []
    kinds = parsed.metadata.kinds
    return [Entity(name, value, share) for name, value, share in parsed.entities if name == _ADDED and value in kinds]
