"""The lists that a `choose` step can offer: (value, label) pairs made from the pack and the session."""

from collections.abc import Callable, Mapping

from flows.arabic import is_arabic
from flows.items import fields_of
from flows.pack import Question
from flows.play import Play

Pairs = list[tuple[str, str]]


def services(play: Play) -> Pairs:
    return [(s.id, s.name.say(play.session.language)) for s in play.pack.services]


def answers(play: Play) -> Pairs:
    """The form's answers, by field."""
    given = play.frame.answers
    return [(f.id, f.label.say(play.session.language)) for f in fields_of(play) if f.id in given]


def parked(play: Play) -> Pairs:
    """The forms put aside, newest first, by their place in the session."""
    language = play.session.language
    pairs = []
    for place, frame in enumerate(play.session.parked):
        service = play.pack.service(frame.service)
        label = service.name.say(language) if service else play.text("form.unnamed")
        pairs.append((f"parked:{place}", label))
    return pairs[::-1]


def guesses(play: Play) -> Pairs:
    """What the person may have meant: intents and questions, as the engine noted them."""
    pairs = []
    for guess in filter(None, play.frame.memo.get("guesses", "").split(" ")):
        kind, _, name = guess.partition(":")
        if kind == "intent":
            pairs.append((guess, play.text(f"intent.{name}")))
        elif question := play.pack.question(name):
            pairs.append((guess, _title(question, play.session.language)))
    return pairs


def _title(question: Question, language: str) -> str:
    """The first phrasing in the person's language; a pack puts a clean one first."""
    arabic = language == "ar"
    return next((phrase for phrase in question.ask if is_arabic(phrase) == arabic), question.ask[0])


SOURCES: Mapping[str, Callable[[Play], Pairs]] = {
    "services": services,
    "answers": answers,
    "parked": parked,
    "guesses": guesses,
}
