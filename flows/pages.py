"""Long lists a page at a time: one picker of WhatsApp holds ten rows, and few people read more at once."""

from collections.abc import Sequence

from flows.play import Play
from flows.session import Choice

PAGE = 10
_FROM = "page:"


def page(
    play: Play, items: Sequence[tuple[str, str]], ways: Sequence[tuple[str, str]], start: int = 0
) -> list[tuple[str, str]]:
    """The items from `start` on, a way to the next ones where not all fit, and the step's own ways."""
    if len(items) + len(ways) <= PAGE:
        return [*items, *ways]
    end = start + max(PAGE - 1 - len(ways), 1)
    onward, label = (end, "page.more") if end < len(items) else (0, "page.again")
    return [*items[start:end], (f"{_FROM}{onward}", play.text(label)), *ways]


def turned_to(choice: Choice) -> int | None:
    """Where the page begins to which the choice leads; None for a choice that is no way to another page."""
    return int(choice.value.removeprefix(_FROM)) if choice.value.startswith(_FROM) else None
