"""A receipt on paper: A4, in letters that a phone shows without zooming, from right to left in Arabic."""

import logging
from pathlib import Path
from typing import Any, Final, Literal

import fontpkg_ibm_plex_sans_arabic as plex
from fpdf import FPDF

from bot.receipt import Page, Part, Row

# One family for both scripts, so that a number looks the same wherever it stands.
FONTS: Final[Path] = plex.ROOT / "files"
_INK, _PALE, _RULE, _ACCENT = (28, 33, 40), (92, 100, 112), (208, 213, 221), (11, 92, 87)
_MARGIN, _GAP = 18.0, 5.0
# Points. A phone shows an A4 page at about two thirds of them.
_SMALL, _BODY, _HEAD, _NUMBER = 12.5, 15.5, 18.0, 34.0
_LEADING = 0.62  # millimetres of line a point
_LABELS = 0.34  # of the width
_ARABIC_LETTERS = ("\u0600", "\u06ff")

# They name the letters that a font lacks, and those are a person's.
for _name in ("fpdf", "fontTools"):
    logging.getLogger(_name).setLevel(logging.ERROR)


def draw(page: Page) -> bytes:
    """The PDF. About 0.1 s of processor time: not for the event loop."""
    paper = _Paper(page)
    paper.add_page()
    paper.crown()
    for part in page.parts:
        paper.part(part)
    return bytes(paper.output())


class _Paper(FPDF):
    def __init__(self, page: Page) -> None:
        super().__init__(format="A4")
        self.page_of = page
        self.rtl = page.language == "ar"
        self.start: Literal["R", "L"] = "R" if self.rtl else "L"
        for style, weight in (("", "Regular"), ("B", "Bold")):
            self.add_font("plex", style, FONTS / f"IBMPlexSansArabic-{weight}.ttf")
        self.set_margins(_MARGIN, _MARGIN, _MARGIN)
        self.set_auto_page_break(auto=True, margin=_MARGIN + 6)
        self.set_lang(page.language)
        self.set_title(f"{page.title} {page.reference}")

    def footer(self) -> None:
        self.set_y(-_MARGIN)
        self.line_of(self.page_of.footer.format(page=self.page_no()), _SMALL, color=_PALE, align="C")

    def crown(self) -> None:
        """The charity, what this is, and the number, large."""
        its = self.page_of
        self.line_of(its.heading, _HEAD, bold=True, color=_ACCENT, align="C")
        self.line_of(its.title, _HEAD, align="C")
        self.ln(2)
        self.line_of(its.label, _SMALL, color=_PALE, align="C")
        self.line_of(its.reference, _NUMBER, bold=True, align="C")

    def part(self, part: Part) -> None:
        self.ln(_GAP)
        if part.title:
            # A title never stands alone at the foot of a page.
            if self.will_page_break(3 * _BODY * _LEADING):
                self.add_page()
            self.rule()
            self.line_of(part.title, _HEAD, bold=True, color=_ACCENT)
        else:
            self.rule()
        if part.text:
            self.line_of(part.text, _BODY)
            self.ln(1)
        for row in part.rows:
            self.row(row)
        if part.note:
            self.ln(1)
            self.line_of(part.note, _SMALL, color=_PALE)

    def row(self, row: Row) -> None:
        """Label and value side by side, each as many lines as it needs."""
        label, value = self.epw * _LABELS, self.epw * (1 - _LABELS) - 3
        high = max(self.height(row.label, label, _SMALL), self.height(row.value, value, _BODY, bold=True))
        if self.will_page_break(high):
            self.add_page()
        top = self.get_y()
        left, right = _MARGIN, self.w - _MARGIN
        # A little lower, so that small and large letters stand on one line.
        self.set_xy(right - label if self.rtl else left, top + (_BODY - _SMALL) * _LEADING / 2)
        self.line_of(row.label, _SMALL, color=_PALE, width=label)
        self.set_xy(left if self.rtl else right - value, top)
        self.line_of(row.value, _BODY, bold=True, width=value)
        self.set_xy(left, top + high + 1)

    def height(self, text: str, width: float, size: float, *, bold: bool = False) -> float:
        self.letters(text, size, bold=bold)
        told: Any = self.multi_cell(width, size * _LEADING, text, align=self.start, dry_run=True, output="HEIGHT")
        return float(told)

    def line_of(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        color: tuple[int, int, int] = _INK,
        align: str = "",
        width: float = 0,
    ) -> None:
        self.letters(text, size, bold=bold)
        self.set_text_color(*color)
        self.multi_cell(width, size * _LEADING, text, align=align or self.start, new_x="LMARGIN", new_y="NEXT")

    def letters(self, text: str, size: float, *, bold: bool) -> None:
        """The font, and the direction of the paragraph: a number or a Latin name keeps its own in an Arabic paper."""
        arabic = any(_ARABIC_LETTERS[0] <= char <= _ARABIC_LETTERS[1] and char.isalpha() for char in text)
        self.set_text_shaping(True, direction="rtl" if arabic else "ltr")
        self.set_font("plex", "B" if bold else "", size)

    def rule(self) -> None:
        self.set_draw_color(*_RULE)
        self.line(_MARGIN, self.get_y(), self.w - _MARGIN, self.get_y())
        self.ln(2)
