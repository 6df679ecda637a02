"""The embedded engine: no server, about a millisecond a message."""

from collections.abc import Mapping
from dataclasses import replace

from flows.message import Meaning
from flows.routes import ANSWERABLE
from nlu import emergency, retrieval
from nlu.catalogue import NO_CATALOGUE, Catalogue
from nlu.entities import Lexicon, entities
from nlu.features import MEANINGS, Floats, Vector, capped, core
from nlu.intents import EMERGENCY, OUT_OF_SCOPE
from nlu.keywords import keyword
from nlu.language import language
from nlu.mending import Mender
from nlu.model import Model
from nlu.personal import aside
from nlu.several import requests, states

_LISTED = 5
_KEYWORD = 0.99
# Said beside a request they ask for nothing; danger is never one request among several.
_NO_REQUEST = frozenset((
    OUT_OF_SCOPE, EMERGENCY, "greet", "goodbye", "thanks", "affirm", "deny", "help", "main_menu", "go_back", "cancel",
))  # fmt: skip
_NO_WORDS = 0.05  # confidence that a text without any word is out of scope: it is not known what it is


class Embedded:
    """An `Understander` over one trained model and each charity's catalogue."""

    def __init__(self, model: Model, catalogues: Mapping[str, Catalogue]) -> None:
        self._model = model
        self._mender = Mender(model.words, model.vectoriser.columns[MEANINGS])
        self._kinds = Lexicon.of(model.synonyms)
        self._services = {slug: Lexicon.of(known.services) for slug, known in catalogues.items()}
        self._questions = {slug: retrieval.Index.of(known.questions, model) for slug, known in catalogues.items()}
        self._no_services = Lexicon.of(NO_CATALOGUE.services)
        self._no_questions = retrieval.Index.of(NO_CATALOGUE.questions, model)

    def become(self, other: "Embedded") -> None:
        """Read as the other does from now on. Between two readings: none is half of each."""
        self.__dict__.update(other.__dict__)

    async def read(self, text: str, *, charity: str) -> Meaning:
        """What the text means; never raises, and a charity without a catalogue has no services and no questions."""
        return self.read_now(text, charity=charity)

    def read_now(self, text: str, *, charity: str) -> Meaning:
        """The same without waiting for anything: it only computes."""
        folded = core(text)
        if not any(char.isalpha() for char in folded):
            return _wordless(text)
        vector = self._model.vectoriser.vector(folded)
        told = emergency.words(text)
        likely, alarm = self._heard(told, vector)
        questions = self._questions.get(charity, self._no_questions)
        answers = questions.rank(folded, vector, likely)
        # Also as it may have been meant, which calls off no alarm and proves none; a pack's questions have words of
        # their own.
        if (mended := self._mender.mend(folded)) != folded:
            hints = replace(emergency.words(f"{text} {mended}"), proved=False)
            likely, alarmed = self._heard(hints, vector, self._model.vectoriser.vector(mended))
            alarm = max(alarm, alarmed)
        if likely.max() < self._model.thresholds.sure and (wanted := core(aside(text))):
            wished = self._model.likely(self._model.vectoriser.vector(wanted))
            likely = wished if wished.max() >= self._model.thresholds.sure else likely
        shares = dict(zip(self._model.intents, map(float, likely), strict=True))
        ranking = ranked(shares, keyword(text), alarm)
        intent, confidence = ranking[0]
        answered = "" if alarm > 0 else retrieval.answered(answers, foreign=intent == OUT_OF_SCOPE)
        parts = [] if alarm > 0 else self._parts(text, questions)
        others = [part for part in parts if part[0] != intent and (not part[1] or part[1] != answered)]
        # Two requests blur each other; where each is plain by itself, so is the message.
        plain = bool(others) and intent in [part[0] for part in parts]
        return Meaning(
            intent=intent,
            confidence=confidence,
            ranking=ranking,
            entities=entities(capped(text), self._services.get(charity, self._no_services), self._kinds),
            sure=alarm > 0 or plain or (intent != OUT_OF_SCOPE and confidence >= self._model.thresholds.sure),
            emergency=alarm > 0,
            certain=told.proved,
            language=language(capped(text)),
            answers=answers,
            answered=answered,
            also=tuple(dict.fromkeys(f"faq:{faq}" if faq else f"intent:{name}" for name, faq in others)),
        )

    def _heard(self, told: emergency.Words, *readings: Vector) -> tuple[Floats, float]:
        """The probabilities in the order of the model's intents, and the alarm (`emergency.alarm`)."""
        likely, danger = self._model.scores(told, *readings)
        alarm = emergency.alarm(
            told,
            score=danger,
            threshold=self._model.thresholds.emergency,
            share=float(likely[self._model.intents.index(EMERGENCY)]),
        )
        return likely, alarm

    def _parts(self, text: str, questions: retrieval.Index) -> list[tuple[str, str]]:
        """(intent, question) of every part of the text that surely is a request of its own, in the order told.

        To be offered after what is acted on, never acted on unasked: of lines with one request about one in sixty has
        a part that seems another.
        """
        parts = requests(text)
        told = [self._told(part, questions) for part in parts] if len(parts) > 1 else []
        return [(intent, faq) for intent, faq in told if intent or faq]

    def _told(self, part: str, questions: retrieval.Index) -> tuple[str, str]:
        """The intent that a part of a text surely states, and the approved question that it surely asks, or ""."""
        folded = core(part)
        vector = self._model.vectoriser.vector(folded)
        likely = self._model.likely(vector)
        best = int(likely.argmax())
        intent = self._model.intents[best]
        sure = likely[best] >= self._model.thresholds.sure and intent not in _NO_REQUEST
        # "I am divorced" asks nothing, although whoever asks whether they are entitled says so.
        sure = sure and not (intent == "check_eligibility" and states(part))
        ranked = questions.rank(folded, vector, likely) if intent in ANSWERABLE else ()
        return intent if sure else "", retrieval.answered(ranked, foreign=intent == OUT_OF_SCOPE)


def _wordless(text: str) -> Meaning:
    """Emoji, digits or nothing: a form may know what a number means, understanding does not."""
    found = entities(capped(text), Lexicon(()), Lexicon(()))
    return Meaning(OUT_OF_SCOPE, _NO_WORDS, ((OUT_OF_SCOPE, _NO_WORDS),), found)


def ranked(likely: dict[str, float], command: str, alarm: float) -> tuple[tuple[str, float], ...]:
    """The best five; the alarm alone says whether emergency comes first, then a keyword, then the classes."""
    danger = likely.pop(EMERGENCY, 0.0)
    if command:
        likely = {intent: value * (1 - _KEYWORD) for intent, value in likely.items()} | {command: _KEYWORD}
    ordered = sorted(likely.items(), key=lambda pair: (-pair[1], pair[0]))
    if alarm:
        ordered.insert(0, (EMERGENCY, max(danger, alarm)))
    else:
        place = max(1, sum(other > danger for _, other in ordered))
        ordered.insert(place, (EMERGENCY, min(danger, ordered[0][1])))
    return tuple((intent, round(value, 4)) for intent, value in ordered[:_LISTED])
