"""Moving windows in this process: exact, and gone when nobody needs them."""

import pytest

from storage.windows import Windows


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_no_window_of_the_length_holds_more_than_the_amount(clock: Clock) -> None:
    windows, granted = Windows(clock), []
    for _ in range(300):
        clock.at += 0.01
        granted += [clock.at] if not windows.take("a", 5, 1) else []
    assert all(sum(start <= at < start + 1 for at in granted) <= 5 for start in granted)
    assert len(granted) == 15


def test_the_wait_is_until_as_many_places_are_free_as_are_asked_for(clock: Clock) -> None:
    windows = Windows(clock)
    for _ in range(4):
        assert windows.take("a", 4, 10) == 0
        clock.at += 1
    assert windows.take("a", 4, 10) == pytest.approx(6)
    assert windows.take("a", 4, 10, cost=3) == pytest.approx(8)
    clock.at += 8
    assert windows.take("a", 4, 10, cost=3) == 0


def test_what_is_refused_takes_nothing(clock: Clock) -> None:
    windows = Windows(clock)
    windows.take("a", 2, 1)
    assert windows.take("a", 2, 1, cost=2) > 0
    assert windows.take("a", 2, 1) == 0


def test_a_chat_that_fell_silent_is_forgotten(clock: Clock) -> None:
    windows = Windows(clock)
    for chat in range(1000):
        windows.take(f"chat {chat}", 5, 5)
        clock.at += 0.1
    assert len(windows) <= 51
