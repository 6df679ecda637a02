"""`ask`: typed answers, one question at a time."""

from flows.answers import parse
from flows.flow import Ask
from flows.items import Item, items_of
from flows.moves import WAIT, Miss, Move
from flows.play import Play, Said
from flows.reference import find as find_references
from flows.session import Answer, stamp
from flows.steps.choose import find
from flows.values import tell

YES, NO, UNSURE, SKIP = "yes", "no", "unsure", "skip"


def enter(play: Play, step: Ask) -> Move:
    """Ask the next question that has no answer yet; when all have one, go on."""
    items = items_of(play, step)
    item = next((n for n in range(play.frame.item, len(items)) if not _given(play, step, items[n])), None)
    if item is None:
        return step.next
    play.update(item=item)
    _put(play, step, items[item])
    return WAIT


def answer(play: Play, step: Ask, said: Said) -> Move:
    items = items_of(play, step)
    item = items[min(play.frame.item, len(items) - 1)]
    value, shown, error = _read(play, item, said)
    if error:
        return Miss(error)
    if value == UNSURE and step.unsure:
        play.remember(condition=item.id)
        return step.unsure
    _keep(play, item, Answer(value, said.how, stamp(play.world.now), shown))
    if item.condition and value != item.condition.needs:
        return _unmet(play, step, item)
    play.update(item=play.frame.item + 1)
    return enter(play, step)


def loose(play: Play, step: Ask) -> bool:
    """Does the present question take nearly any words as its answer?"""
    items = items_of(play, step)
    return items[min(play.frame.item, len(items) - 1)].kind in ("text", "full_name", "city")


def _given(play: Play, step: Ask, item: Item) -> bool:
    return step.each != "changed" and item.id in play.frame.answers


def _put(play: Play, step: Ask, item: Item) -> None:
    text = "\n".join(filter(None, (item.ask, item.why)))
    choices = _choices(play, step, item)
    play.offer(text, choices)


def _choices(play: Play, step: Ask, item: Item) -> list[tuple[str, str]]:
    choices = [(o.id, o.label.say(play.session.language)) for o in item.options]
    if item.kind == "yes_no":
        choices = [(YES, play.text("answer.yes")), (NO, play.text("answer.no"))]
        if step.unsure:
            choices.append((UNSURE, play.text("answer.unsure")))
    if item.optional:
        choices.append((SKIP, play.text("answer.skip")))
    return choices


def _read(play: Play, item: Item, said: Said) -> tuple[object, str, str]:
    """(value, as shown, what was wrong): exactly one of value and error counts."""
    choice = said.chosen or (find(play, said) if play.session.offered and item.kind != "text" else None)
    if choice is None and item.optional and find(play, said) == _skip(play):
        choice = _skip(play)
    if choice is not None:
        return _chosen(choice.value), "" if choice.value == SKIP else choice.label, ""
    if item.kind == "reference":
        references = find_references(said.text)
        return (references[0], references[0], "") if references else (None, "", play.text("error.reference"))
    if item.kind == "choice":
        return None, "", play.text("error.choose")
    parsed = parse(item.kind, said.text, today=play.world.now.date())
    if parsed.value is None:
        return None, "", play.text(parsed.error)
    return parsed.value, str(parsed.value), ""


def _skip(play: Play) -> object:
    return next((c for c in play.session.offered if c.value == SKIP), None)


def _chosen(value: str) -> object:
    return {YES: True, NO: False, SKIP: None}.get(value, value)


def _keep(play: Play, item: Item, given: Answer) -> None:
    play.update(answers={**play.frame.answers, item.id: given})
    if item.kind == "reference":
        play.remember(reference=str(given.value))


def _unmet(play: Play, step: Ask, item: Item) -> Move:
    """Say kindly which condition is not met and what else can be done."""
    condition = item.condition
    assert condition is not None, "only a condition can be unmet"
    language = play.session.language
    instead = condition.instead.say(language) if condition.instead else play.text("eligibility.instead")
    play.say(tell(play, "eligibility.unmet", condition=condition.says.say(language), instead=instead))
    # A second thought must be possible: the answer is asked again next time.
    answers = {key: a for key, a in play.frame.answers.items() if key != item.id}
    play.update(answers=answers, memo={**play.frame.memo, "unmet": item.id})
    return step.unmet or step.next
