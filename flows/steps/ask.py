"""`ask`: typed answers, one question at a time."""

from flows import ahead, beside, eligibility, papers, phrases, signs
from flows.answers import KINDS
from flows.answers.anothers import mobile_of_another
from flows.flow import Ask
from flows.interpret import NO, SKIP, TOLD, UNSURE, YES, read
from flows.items import Item, items_of
from flows.message import Kind
from flows.moves import WAIT, Miss, Move
from flows.play import Play, Said
from flows.session import Answer, stamp
from flows.values import tell


def enter(play: Play, step: Ask) -> Move:
    """Ask the next question that has no answer yet; when all have one, go on."""
    if step.each == "fields":
        beside.settle(play)
    items = items_of(play, step)
    item = next((n for n in range(play.frame.item, len(items)) if not _given(play, step, items[n])), None)
    if item is None:
        return step.next
    play.update(item=item)
    _put(play, step, items[item])
    return WAIT


def answer(play: Play, step: Ask, said: Said) -> Move:
    item = present(play, step)
    if said.message.kind is Kind.MEDIA:
        return _take_files(play, step, item, said)
    value, shown, error = read(play, item, said)
    if error:
        return Miss(error)
    if value == UNSURE:
        play.remember(condition=item.id)
        return step.unsure or Miss(play.text("error.text"))
    keep(play, item, Answer(value, said.how, stamp(play.world.now), shown, said.message.message))
    if item.kind == "mobile" and mobile_of_another(said.text):
        # It may be the only way to reach them; nobody should wonder whose it is taken for.
        play.say(play.text("mobile.anothers"))
    if item.condition and value != item.condition.needs:
        return _unmet(play, step, item)
    if item.kind != "text":
        ahead.take(play, said)
        ahead.warn(play, said)
    play.update(item=play.frame.item + 1)
    return enter(play, step)


def take_down(play: Play, step: Ask, said: Said) -> None:
    """Keep the words as the answer without asking on: something else comes first."""
    item = present(play, step)
    value, shown, error = read(play, item, said)
    if not error:
        keep(play, item, Answer(value, said.how, stamp(play.world.now), shown, said.message.message))
        trail = (*play.frame.trail, (play.frame.step, play.frame.item))
        play.update(item=play.frame.item + 1, trail=trail)


def _take_files(play: Play, step: Ask, item: Item, said: Said) -> Move:
    files = papers.sound(said.message.media)
    if not step.media or not files:
        return Miss(play.text(papers.problem(said.message.media) if step.media else "error.text"))
    keep(play, item, Answer({"files": files}, "document", stamp(play.world.now), play.text("document.received")))
    play.update(item=play.frame.item + 1)
    return enter(play, step)


def loose(play: Play, step: Ask) -> bool:
    """Does the present question take nearly any words as its answer?"""
    return present(play, step).kind in ("text", "full_name", "city")


def yes_or_no(play: Play, step: Ask) -> bool:
    return present(play, step).kind == "yes_no"


def agreed_in_words(play: Play, step: Ask, said: Said) -> bool:
    """Is it an answer to the open condition in words that the pack lists for it, and no question?"""
    return bool(phrases.verdict(present(play, step).condition, said.text)) and not signs.asks(said)


def free(play: Play, step: Ask) -> bool:
    """Does the present question take whatever is written?"""
    return present(play, step).kind == "text"


def attempts(play: Play, step: Ask, said: Said) -> bool:
    """Is it an answer of this kind, only not a certain one: "near Abha" where a town was asked for?"""
    kind = present(play, step).kind
    return kind in KINDS and said.read(kind, play.today).error.endswith(".ambiguous")


def present(play: Play, step: Ask) -> Item:
    """The question that is open now."""
    items = items_of(play, step)
    return items[min(play.frame.item, len(items) - 1)]


def _given(play: Play, step: Ask, item: Item) -> bool:
    return step.each != "changed" and item.id in play.frame.answers


def _put(play: Play, step: Ask, item: Item) -> None:
    asked = tell(play, step.text) if step.text else item.ask
    # Who asked why has just been told.
    told = any(item.why in reply.text for reply in play.replies)
    text = "\n".join(filter(None, (asked, "" if told else item.why)))
    share = play.text("share.mobile") if item.kind == "mobile" else ""
    play.offer(text, _choices(play, step, item), share=share)


def _choices(play: Play, step: Ask, item: Item) -> list[tuple[str, str]]:
    choices = [(o.id, o.label.say(play.session.language)) for o in item.options]
    if item.kind == "yes_no":
        choices = [(YES, play.text("answer.yes")), (NO, play.text("answer.no"))]
        if step.unsure:
            choices.append((UNSURE, play.text("answer.unsure")))
    if item.told or beside.offered(play, item.id):
        choices.append((TOLD, play.text("answer.told")))
    if item.optional:
        choices.append((SKIP, play.text(step.skip)))
    return choices


def keep(play: Play, item: Item, given: Answer) -> None:
    """Put the answer into the form."""
    given = beside.joined(play, item.id, given)
    play.put({item.id: given})
    if item.kind == "reference" and given.value is not None:
        told = str(given.value)
        play.remember(**{"number" if told.startswith("+") else "reference": told})


def _unmet(play: Play, step: Ask, item: Item) -> Move:
    assert item.condition is not None, "only a condition can be unmet"
    eligibility.tell_unmet(play, item.condition)
    # A second thought must be possible: the answer is asked again next time.
    play.drop(item.id)
    return step.unmet or step.next
