"""A flow drawn for a manager to read: the bot's words in boxes, decisions in plain words, options on the arrows."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.drawing_layout import Arrow, place
from bot.drawing_svg import Around, Box, boxed, picture
from bot.drawing_words import Speaker
from flows.flow import Act, Ask, Call, Choose, Decide, Declare, Flow, HandOff, Say, Step

# (what stands on the arrow, the step it leads to)
_Way = tuple[str, str]


@dataclass(slots=True)
class _Sketch:
    """Boxes by name, and arrows between them. What stands on an arrow is a small box of its own: nothing hides it."""

    speaker: Speaker
    boxes: dict[str, Box] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)

    def lead(self, source: str, words: str, target: str) -> None:
        if not words:
            self.arrows.append((source, target))
            return
        name = f"{source}>{len(self.boxes)}"
        self.boxes[name] = boxed("way", "", words)
        self.arrows += [(source, name), (name, target)]

    def copy(self, name: str, box: Box) -> str:
        """A box of its own for one arrow."""
        made = f"{name}#{len(self.boxes)}"
        self.boxes[made] = box
        return made


def draw(flow: Flow, speaker: Speaker) -> str:
    """The flow as SVG, right to left in Arabic. A step that nothing leads to is not drawn: `sanad check` tells it."""
    sketch = _Sketch(speaker)
    boxes = {name: _box(flow.steps[name], speaker) for name in _reached(flow, speaker)}
    sketch.boxes |= {name: box for name, box in boxes.items() if name == flow.start or not _closes(flow.steps[name])}
    for name in list(sketch.boxes):
        for words, target in _ways(flow.steps[name], speaker):
            closes = _closes(flow.steps[target])
            sketch.lead(name, words, sketch.copy(target, boxes[target]) if closes else target)
        if not _closes(flow.steps[name]) and not any(_ways(flow.steps[name], speaker)):
            sketch.lead(name, "", sketch.copy("end", boxed("end", "", speaker.say("draw.end"))))
    sketch.boxes["start>"] = boxed("start", "", speaker.say("draw.start"))
    sketch.arrows.insert(0, ("start>", flow.start))
    layout = place({name: box.size for name, box in sketch.boxes.items()}, sketch.arrows, "start>")
    legend = [boxed(shape, "", speaker.say(f"draw.{shape}")) for shape in _LEGEND]
    title = f"{speaker.say(f'flow.{flow.id}')} ({flow.id})"
    around = Around(title, speaker.say("draw.always"), legend, speaker.language == "ar")
    return picture(sketch.boxes, sketch.arrows, layout, around)


_LEGEND = ("say", "choose", "ask", "document", "declare", "decide", "act", "call", "hand_off", "end")


def _closes(step: Step) -> bool:
    """Does nothing of this flow come after it? Then it is drawn anew at every arrow, or long arrows would cross all."""
    return isinstance(step, HandOff) or (isinstance(step, Call) and not step.next)


def _reached(flow: Flow, speaker: Speaker) -> list[str]:
    """The steps that the start leads to, nearest first."""
    met = [flow.start]
    for name in met:
        met += [target for _, target in _ways(flow.steps[name], speaker) if target not in met]
    return list(dict.fromkeys(met))


def _box(step: Step, speaker: Speaker) -> Box:
    return boxed(step.kind, _caption(step, speaker), _told(step, speaker))


def _caption(step: Step, speaker: Speaker) -> str:
    if isinstance(step, Decide):
        return ""
    if isinstance(step, Say) and step.file:
        return f"{speaker.say('draw.say')} · {speaker.say('draw.file')}"
    return speaker.say(f"draw.{step.kind}")


def _told(step: Step, speaker: Speaker) -> str:
    """What stands in the step's box."""
    match step:
        case Decide():
            fact = speaker.say(f"fact.{step.when[0].fact}")
            return _asked(fact, speaker) if len(step.when) == 1 else speaker.say("draw.which")
        case Act():
            return speaker.say(f"act.{step.do}")
        case Call():
            return speaker.say(f"flow.{step.flow}")
        case Ask(each=str(each)):
            return speaker.say(f"draw.each_{each}")
        case Ask(text=str(key), optional=True):
            return f"{speaker.told(key)}\n({speaker.say('draw.skip')})"
        case Say(text=key) | Choose(text=key) | Declare(text=key) | HandOff(text=key) | Ask(text=str(key)):
            return speaker.told(key)
    return speaker.say("draw.papers")


def _asked(words: str, speaker: Speaker) -> str:
    return f"{words}{'؟' if speaker.language == 'ar' else '?'}"


def _ways(step: Step, speaker: Speaker) -> Iterator[_Way]:
    """The arrows that leave the step, in the order in which they are offered or tried."""
    if isinstance(step, Decide):
        yield from _decided(step, speaker)
        return
    if isinstance(step, Choose) and step.source and step.next:
        yield speaker.say(f"list.{step.source}"), step.next
    for way in step.options if isinstance(step, Choose) else ():
        only = speaker.say("draw.only").format(fact=speaker.say(f"fact.{way.when}")) if way.when else ""
        yield "\n".join(filter(None, (speaker.told(way.label), only))), way.next
    if not isinstance(step, Choose | HandOff) and step.next:
        yield speaker.say("draw.signed") if isinstance(step, Declare) else "", step.next
    for name in ("unmet", "unsure", "refused"):
        if target := getattr(step, name, None):
            yield speaker.say(f"draw.{name}"), target


def _decided(step: Decide, speaker: Speaker) -> Iterator[_Way]:
    if len(step.when) == 1:
        yield speaker.say("draw.yes"), step.when[0].next
        yield speaker.say("draw.no"), step.otherwise
        return
    yield from ((speaker.say(f"fact.{when.fact}"), when.next) for when in step.when)
    yield speaker.say("draw.otherwise"), step.otherwise
