"""Boxes, arrows and words as SVG. Right to left, the first option of a choice stands on the right."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from bot.drawing_layout import Arrow, Layout, Point
from bot.drawing_words import width, wrapped

TEXT, CAPTION, TITLE = 14.0, 11.0, 20.0
LINE = 1.5
ROOM = 250.0
PAD = 12.0
MARGIN = 28.0
LEAST = 640.0
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


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the graph: the title, a line under it, and a box for each shape that is to be explained."""

    title: str
    note: str
    legend: Sequence[Box]
    rtl: bool


def picture(boxes: Mapping[str, Box], arrows: Sequence[Arrow], layout: Layout, around: Around) -> str:
    """The whole drawing."""
    inner = max(layout.size[0], width(around.title, TITLE), width(around.note, TEXT), LEAST)
    top = MARGIN + TITLE * LINE + TEXT * LINE + 2 * PAD
    whole = inner + 2 * MARGIN

    def spot(point: Point) -> Point:
        x = point[0] + (whole - layout.size[0]) / 2
        return (whole - x if around.rtl else x), point[1] + top

    parts = [_line(around.title, whole / 2, MARGIN + TITLE, size=TITLE, bold=True)]
    parts.append(_line(around.note, whole / 2, MARGIN + TITLE + TEXT * LINE + PAD, size=TEXT, colour="#6b7280"))
    for number, (_, target) in enumerate(arrows):
        parts.append(_arrow([spot(point) for point in layout.routes[number]], head=boxes[target].shape != "way"))
    parts += [part for name, box in boxes.items() for part in _box(box, spot(layout.middles[name]))]
    foot, bottom = _legend(around, whole, top + layout.size[1] + 1.5 * MARGIN)
    return "\n".join([*_head(whole, bottom + MARGIN, rtl=around.rtl), *parts, *foot, "</svg>", ""])


def _head(wide: float, high: float, *, rtl: bool) -> Iterator[str]:
    size = f'width="{wide:.0f}" height="{high:.0f}" viewBox="0 0 {wide:.0f} {high:.0f}"'
    direction = "rtl" if rtl else "ltr"
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} direction="{direction}" font-family="{FONT}">'
    yield '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    yield '<path d="M0 0 L8 4 L0 8 z" fill="#4b5563"/></marker></defs>'
    yield f'<rect width="{wide:.0f}" height="{high:.0f}" fill="#ffffff"/>'


def _line(text: str, x: float, y: float, *, size: float, colour: str = "#111827", bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="middle"'
    return f'<text {place} font-size="{size:g}" fill="{colour}"{weight}>{escape(text)}</text>'


def _arrow(points: Sequence[Point], *, head: bool) -> str:
    """A smooth line that leaves and arrives upright."""
    (x, y), *rest = points
    path = [f"M{x:.1f} {y:.1f}"]
    for to_x, to_y in rest:
        middle = (y + to_y) / 2
        path.append(f"C{x:.1f} {middle:.1f} {to_x:.1f} {middle:.1f} {to_x:.1f} {to_y:.1f}")
        x, y = to_x, to_y
    end = ' marker-end="url(#head)"' if head else ""
    return f'<path d="{" ".join(path)}" fill="none" stroke="#4b5563" stroke-width="1.4"{end}/>'


def _box(box: Box, middle: Point) -> Iterator[str]:
    (x, y), (wide, high) = middle, box.size
    fill, stroke = COLOURS[box.shape]
    yield _shape(box, x - wide / 2, y - high / 2, f'fill="{fill}" stroke="{stroke}" stroke-width="1.6"')
    tall = len(box.lines) * TEXT * LINE + (CAPTION * LINE if box.caption else 0)
    at = y - tall / 2
    if box.caption:
        at += CAPTION * LINE
        yield _line(box.caption, x, at - CAPTION * 0.4, size=CAPTION, colour=stroke, bold=True)
    colour = "#ffffff" if box.shape in ("start", "end") else "#111827"
    for number, line in enumerate(box.lines, start=1):
        yield _line(line, x, at + number * TEXT * LINE - TEXT * 0.45, size=TEXT, colour=colour)


def _shape(box: Box, left: float, top: float, style: str) -> str:
    wide, high = box.size
    if box.shape == "decide":
        corners = (
            (left + wide / 2, top),
            (left + wide, top + high / 2),
            (left + wide / 2, top + high),
            (left, top + high / 2),
        )
        return f'<polygon points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in corners)}" {style}/>'
    round_by = {"start": high / 2, "end": high / 2, "way": 9.0, "act": 0.0, "hand_off": 0.0}.get(box.shape, 8.0)
    place = f'x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="{round_by:.1f}"'
    if box.shape == "call":
        # A second frame: there is a drawing of its own behind this box.
        inner = f'x="{left + 4:.1f}" y="{top + 4:.1f}" width="{wide - 8:.1f}" height="{high - 8:.1f}" rx="5"'
        return f'<rect {place} {style}/><rect {inner} fill="none" stroke="{COLOURS["call"][1]}"/>'
    dashes = ' stroke-dasharray="5 4"' if box.shape == "act" else ""
    return f"<rect {place} {style}{dashes}/>"


def _legend(around: Around, whole: float, top: float) -> tuple[list[str], float]:
    """Rows of one box for each shape, and where they end."""
    rows: list[list[Box]] = [[]]
    for box in around.legend:
        if rows[-1] and _row_width([*rows[-1], box]) > whole - 2 * MARGIN:
            rows.append([])
        rows[-1].append(box)
    parts = [f'<path d="M{MARGIN} {top:.1f} H{whole - MARGIN:.1f}" stroke="#e5e7eb"/>']
    for row in rows:
        high = max(box.size[1] for box in row)
        x, y = (whole - _row_width(row)) / 2, top + MARGIN / 2 + high / 2
        for box in row:
            middle = x + box.size[0] / 2
            parts += _box(box, (whole - middle if around.rtl else middle, y))
            x += box.size[0] + PAD
        top += high + MARGIN / 2
    return parts, top


def _row_width(row: Sequence[Box]) -> float:
    return sum(box.size[0] for box in row) + PAD * (len(row) - 1)
