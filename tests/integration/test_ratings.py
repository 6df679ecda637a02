"""The page of ratings: who sees it, and what of it."""

from pathlib import Path
from typing import Any

import pytest

from flows.events import Rated, RatedWords
from storage import records, turns
from storage.engine import Database
from tests import console as desk
from tests.console import at_work, hear
from tests.line import rows

PAGE = "/console/ratings"
NAME = "سارة تجربة الاختبار"


@pytest.fixture
def ports(database: Database, tmp_path: Path) -> Any:
    return desk.ports(database, tmp_path)


async def rated(ports: Any, *stars: int, service: str = "family_consultation", words: str = "", **more: Any) -> int:
    """Somebody who said hello rated a service, once for each number; the conversation."""
    conversation = await hear(ports, f"السلام عليكم {len(stars)}{service}", **more)
    pack = ports.packs[more.get("charity", desk.CHARITY)]

    def inside(connection: Any) -> None:
        events = [e for number in stars for e in (Rated(number, service, "YSR-4K7Q-G"), RatedWords(words))]
        records.record(connection, turns.hold(connection, conversation), events, pack=pack, now=ports.clock())

    ports.database.write_now(inside)
    return conversation


@pytest.mark.parametrize("role", ["supervisor", "committee", "admin", "auditor"])
async def test_management_sees_the_ratings_and_the_audit_says_so(ports: Any, role: str) -> None:
    await rated(ports, 5, 5, 4, 2, 1)
    async with at_work(ports, role=role) as muna:
        assert f'href="{PAGE}"' in await muna.page("/console/applications")
        html = await muna.page(PAGE)
    assert "3.4 من 5" in html
    assert "40%" in html
    assert "الاستشارات" in html
    assert rows(ports.database, "SELECT charity, action FROM audit_entries WHERE subject = 'ratings'") == [
        ("yusr", "read")
    ]


@pytest.mark.parametrize("role", ["researcher", "delegate"])
async def test_the_others_neither_see_it_nor_are_led_to_it(ports: Any, role: str) -> None:
    async with at_work(ports, role=role) as muna:
        assert (await muna.client.get(PAGE)).status_code == 403
        assert PAGE not in await muna.page("/console/applications")
    assert rows(ports.database, "SELECT count(*) FROM audit_entries WHERE subject = 'ratings'") == [(0,)]


async def test_nothing_on_the_page_leads_to_a_person_or_an_employee(ports: Any) -> None:
    conversation = await rated(ports, 5, 4, 3, 2, 1, words="خدمة طيبة، وجوالي 0500000001 وطلبي YSR-4K7Q-G")
    async with at_work(ports, "layla") as layla, at_work(ports, role="supervisor") as muna:
        await layla.do(f"/c/{conversation}/claim")
        html = await muna.page(PAGE)
    assert "خدمة طيبة" in html
    for hidden in (
        "0500000001",
        "YSR-4K7Q-G",
        "Layla",
        "/console/c/",
        "/console/a/",
        ports.clock().strftime("%Y-%m-%d"),
    ):
        assert hidden not in html, hidden


async def test_a_small_group_is_few_and_its_words_are_not_shown(ports: Any) -> None:
    await rated(ports, 1, 1, service="skills_programmes", words="كلمة واحدة تكفي")
    async with at_work(ports, role="supervisor") as muna:
        assert "عدد قليل" in await muna.page(PAGE)
        await rated(ports, 5, 5, 5, 5, 5, 5)
        await rated(ports, 4, 4, 4, 4, 4, 4, 4, service="awareness_meetings")
        html = await muna.page(PAGE)
    assert "كلمة واحدة تكفي" not in html
    assert html.count("عدد قليل") == 2, "the next smallest too: what is left of the whole would be the small one"
    assert "التقييمات: 15" in html


async def test_before_the_first_rating_the_page_says_so(ports: Any) -> None:
    async with at_work(ports, role="supervisor") as muna:
        assert "لا تقييمات بعد" in await muna.page(PAGE)


async def test_one_charity_at_a_time_and_only_hers(ports: Any) -> None:
    await rated(ports, 1, 1, 1, 1, 1)
    async with at_work(ports, role="supervisor", charities=("khamis", "yusr")) as muna:
        assert "لا تقييمات بعد" in await muna.page(PAGE)
        assert "1.0 من 5" in await muna.page(f"{PAGE}?charity=yusr")
        assert (await muna.client.get(f"{PAGE}?charity=najran")).status_code == 404
