"""A breaker opens, waits ever longer, lets one call through, and closes when that worked."""

from bot.breaker import Breaker


class Watch:
    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def broken(watch: Watch, failures: int = 3) -> Breaker:
    made = Breaker(failures=failures, seconds=2.0, most=8.0, patience=30.0, now=watch)
    for _ in range(failures):
        made.failed()
    return made


def test_it_lets_everything_through_until_so_many_failed_in_a_row() -> None:
    made = Breaker(failures=3, now=Watch())
    assert [made.failed(), made.failed()] == [False, False]
    made.worked()
    assert [made.failed(), made.failed(), made.failed()] == [False, False, True]
    assert made.wait() > 0


def test_after_the_pause_one_call_is_the_probe_and_the_others_wait_for_it() -> None:
    watch = Watch()
    made = broken(watch)
    watch.at += 2
    assert made.wait() == 0
    assert made.wait() == 2
    made.worked()
    assert made.wait() == 0


def test_each_failed_probe_doubles_the_pause_up_to_a_limit() -> None:
    watch = Watch()
    made, pauses = broken(watch), []
    for _ in range(4):
        pauses.append(made.wait())
        watch.at += pauses[-1]
        assert made.wait() == 0
        made.failed()
    assert pauses == [2, 4, 8, 8]


def test_calls_that_were_under_way_when_it_opened_do_not_prolong_it() -> None:
    made = broken(Watch())
    for _ in range(20):
        made.failed()
    assert made.wait() == 2


def test_a_probe_that_never_ends_is_followed_by_another() -> None:
    watch = Watch()
    made = broken(watch)
    watch.at += 2
    assert made.wait() == 0
    watch.at += 30
    assert made.wait() == 0
