"""Ratings in numbers, on SQLite and on PostgreSQL alike."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.clock import RIYADH
from bot.console.ratings import beginnings
from flows.events import Rated, RatedWords
from flows.message import Incoming, Kind
from storage import console_ratings, inbox, records, turns
from storage.console_ratings import MONTHS, Ratings, Tally, large_enough, unnamed
from storage.engine import Database
from tests import line

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def rate(
    database: Database,
    stars: Sequence[int],
    *,
    service: str = "food",
    at: datetime = NOW,
    charity: str = "",
    words: str = "",
) -> None:
    """One rating for each number of stars."""
    slug = charity or line.CHARITY
    message = Incoming(Kind.TEXT, f"{slug}{service}{at}{words}", "+966500000001", "مرحبا")
    conversation = database.write_now(inbox.accept, slug, "whatsapp", [message], NOW).waiting[0]

    def inside(connection: Connection) -> None:
        held = turns.hold(connection, conversation)
        events = [event for number in stars for event in (Rated(number, service), RatedWords(words))]
        records.record(connection, held, events, pack=line.pack(), now=at)

    database.write_now(inside)


def read(database: Database) -> Ratings:
    begun = beginnings(NOW)
    return database.read_now(console_ratings.ratings, line.CHARITY, begun[:-1], begun[-1])


def test_ratings_are_counted_by_service_and_month(database: Database) -> None:
    rate(database, [5, 5, 4, 1, 2])
    rate(database, [3] * 5, service="rent", at=NOW - timedelta(days=40))
    found = read(database)
    assert found.services == {"food": Tally((2, 1, 0, 1, 1)), "rent": Tally((0, 0, 5, 0, 0))}
    assert found.months[-2:] == (Tally((0, 0, 5, 0, 0)), Tally((2, 1, 0, 1, 1)))
    assert len(found.months) == MONTHS
    assert found.whole == Tally((2, 1, 5, 1, 1))
    assert (found.whole.number, found.whole.average, found.whole.low) == (10, 3.2, 0.2)


def test_a_month_begins_at_midnight_in_riyadh(database: Database) -> None:
    first = datetime(2026, 11, 1, tzinfo=RIYADH)
    rate(database, [1] * 5, at=first - timedelta(seconds=1))
    rate(database, [5] * 5, at=first)
    assert read(database).months[-2:] == (Tally((0, 0, 0, 0, 5)), Tally((5, 0, 0, 0, 0)))


def test_what_is_older_than_twelve_months_is_left_out(database: Database) -> None:
    oldest = beginnings(NOW)[0]
    rate(database, [1] * 5, at=oldest - timedelta(seconds=1))
    assert read(database).whole == Tally()
    rate(database, [5] * 5, at=oldest)
    assert read(database).months[0] == Tally((5, 0, 0, 0, 0))


def test_another_charitys_ratings_do_not_count(database: Database) -> None:
    rate(database, [1] * 5, charity="khamis", words="كلمة")
    assert read(database) == Ratings(Tally(), {}, (Tally(),) * MONTHS, {})


def test_fewer_than_five_are_never_shown(database: Database) -> None:
    rate(database, [1] * 4, words="كلمة")
    found = read(database)
    assert found == Ratings(None, {"food": None}, (Tally(),) * (MONTHS - 1) + (None,), {})


def test_a_small_group_cannot_be_found_by_taking_the_others_from_the_whole(database: Database) -> None:
    rate(database, [1] * 2, service="rent")
    rate(database, [5] * 6)
    rate(database, [4] * 9, service="skills")
    assert read(database).services == {"food": None, "rent": None, "skills": Tally((0, 9, 0, 0, 0))}


def test_groups_that_are_many_enough_together_hide_nobody_else() -> None:
    few, many = Tally((3, 0, 0, 0, 0)), Tally((7, 0, 0, 0, 0))
    assert large_enough({"one": few, "two": few, "three": many}) == {"one": None, "two": None, "three": many}
    assert large_enough({"one": Tally(), "two": many}) == {"one": Tally(), "two": many}


def test_words_come_redacted_and_in_no_order_of_time(database: Database) -> None:
    for words in ("ياليت أسرع", "الله يجزاكم خير", "رقمي 0500000001 كلموني"):
        rate(database, [2, 5], words=words)
    rate(database, [1], service="rent", words="لا يُعرض")
    rate(database, [1] * 4, service="skills", words="ولا هذا")
    (lines,) = read(database).words.values()
    assert lines == sorted(lines)
    assert len(lines) == 6
    assert "رقمي *** كلموني" in lines


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("جوالي ٠٥٠ ٠٠٠ ٠٠٠١ شكرا", "جوالي *** شكرا"),
        ("طلبي YSR-4K7Q-G تأخر", "طلبي *** تأخر"),
        ("طلبي ysr 4k7q g تأخر", "طلبي *** تأخر"),
        ("you are the best I know", "you are the best I know"),
        ("راسلوني a@b.example أو https://c.example/d", "راسلوني *** أو ***"),
        ("انتظرت 15 يومًا", "انتظرت 15 يومًا"),
    ],
)
def test_what_leads_to_a_person_is_hidden_in_their_words(said: str, shown: str) -> None:
    assert unnamed(said) == shown
