"""Boxes, arrows and words as SVG. Right to left, the first option of a choice stands on the right."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from bot.drawing_layout import Layout, Point
from bot.drawing_words import width, wrapped

TEXT, CAPTION, TITLE = 14.0, 11.0, 20.0
LINE = 1.5
ROOM = 250.0
PAD = 12.0
MARGIN = 28.0
FONT = "'IBM Plex Sans Arabic', 'Noto Sans Arabic', 'Segoe UI', Tahoma, Arial, sans-serif"
# Fill and line of each shape; what a person decides is warm, what the bot says is cool, and a hand-off stands out.
COLOURS: Mapping[str, tuple[str, str]] = {
    "start": ("#1f2937", "#1f2937"),
    "end": ("#1f2937", "#1f2937"),
    "say": ("#eff6ff", "#3b82f6"),
    "choose": ("#fefce8", "#ca8a04"),
    "ask": ("#fff7ed", "#ea580c"),
    "document": ("#fff7ed", "#ea580c"),
    "declare": ("#fff7ed", "#ea580c"),
    "decide": ("#f5f3ff", "#7c3aed"),
    "act": ("#f3f4f6", "#6b7280"),
    "call": ("#ecfdf5", "#059669"),
    "hand_off": ("#fee2e2", "#dc2626"),
    "way": ("#ffffff", "#9ca3af"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One shape with its lines of text; `caption` says above them what the step is."""

    shape: str
    caption: str
    lines: tuple[str, ...]
    size: tuple[float, float]


def boxed(shape: str, caption: str, text: str) -> Box:
    """The box that the text fits into, however long it is."""
    room = {"decide": ROOM * 0.6, "way": ROOM * 0.6}.get(shape, ROOM)
    lines = wrapped(text, room, TEXT)
    wide = max((width(line, TEXT) for line in lines), default=0.0)
    wide, high = max(wide, width(caption, CAPTION)) + 2 * PAD, len(lines) * TEXT * LINE + PAD
    if caption:
        high += CAPTION * LINE
    if shape == "decide":
        # The corners of a diamond are of no use to words.
        wide, high = wide * 1.5, high * 2 + PAD
    return Box(shape, caption, tuple(lines), (wide, high))


def picture(
    boxes: Mapping[str, Box], layout: Layout, *, title: str, note: str, legend: Sequence[Box], rtl: bool
) -> str:
    """The whole drawing: title, graph, what each shape means."""
    inner = max(layout.size[0], width(title, TITLE), width(note, TEXT), 640.0)
    shift = (inner - layout.size[0]) / 2 + MARGIN
    top = MARGIN + TITLE * LINE + TEXT * LINE + PAD
    whole = inner + 2 * MARGIN

    def spot(point: Point) -> Point:
        x = point[0] + shift
        return (whole - x if rtl else x), point[1] + top

    parts = [_line(title, whole / 2, MARGIN + TITLE, size=TITLE, bold=True)]
    parts.append(_line(note, whole / 2, MARGIN + TITLE * LINE + TEXT, size=TEXT, colour="#6b7280"))
    parts += [_arrow([spot(point) for point in route], boxes, layout, number) for number, route in layout.routes.items()]
    parts += [part for name, box in boxes.items() for part in _box(box, spot(layout.middles[name]))]
    bottom = top + layout.size[1] + MARGIN
    foot, high = _legend(legend, whole, bottom, rtl=rtl)
    return "\n".join([*_head(whole, bottom + high + MARGIN, rtl=rtl), *parts, *foot, "</svg>", ""])
