"""Numbers that stay readable in right-to-left text.

After an Arabic letter digits run from left to right, but a hyphen or a space between two groups, or a plus before them,
follows the text: 2026-03-05 is shown as 05-03-2026 and +966 as 966+. A left-to-right mark before the number keeps it
together. One mark does what a pair of isolates does, costs one unit instead of two, and old phones know it.
"""

import re

from flows.arabic import script

MARK = "\u200e"
_GROUPED = re.compile(
    r"(?<![\w\u200e\u2066+/=.:?&@#%-])(?:\+[0-9][0-9 -]*[0-9]|[0-9]+(?:-[0-9]+)+|[0-9]{2,}(?: [0-9]{2,})+)(?![\w-])"
)


def readable(text: str) -> str:
    """The text with a mark before each number that its direction would tear apart; Latin text as it is."""
    if script(text) == "latin":
        return text
    return _GROUPED.sub(lambda found: MARK + found[0], text)
