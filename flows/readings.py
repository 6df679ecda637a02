"""A message is whatever the first reading in a table takes it for: the order of a table is the order of precedence."""

from collections.abc import Callable, Iterable

from flows.play import Play, Said

# Deals with the message and says True, or leaves it to the next one, with nothing changed.
Reading = Callable[[Play, Said], bool]


def first(play: Play, said: Said, readings: Iterable[Reading]) -> bool:
    """Has one of them taken the message? None is tried after it."""
    return any(reading(play, said) for reading in readings)
