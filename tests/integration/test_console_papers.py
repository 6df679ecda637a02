"""Papers in the console: looked at under audit, attested, and deleted where they are only to be seen."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import voices
from bot.console import papers as pages
from storage.engine import Database
from tests import samples
from tests.console import Colleague, at_work
from tests.sender import Person, applied, open_house, rows, stored


@pytest.fixture
async def person(database: Database, tmp_path: Path) -> AsyncIterator[Person]:
    async with open_house(database, tmp_path) as opened:
        yield opened


async def attest(muna: Colleague, verdict: str = "matches", *, application: int = 1) -> int:
    answer = await muna.do(f"/a/{application}/papers/1", verdict=verdict)
    return answer.status_code


def audited(person: Person) -> list[str]:
    return [row[0] for row in rows(person, "SELECT action FROM audit_entries ORDER BY id")]


async def test_the_page_leads_to_each_file_and_looking_is_audited(person: Person) -> None:
    await applied(person, samples.picture(), samples.picture("PNG"))
    async with at_work(person.ports) as muna:
        shown = await muna.page("/console/a/1")
        links = re.findall(r'href="(/console/papers/\d+)"', shown)
        assert len(links) == 2
        answer = await muna.client.get(links[0])
    assert answer.content == samples.picture()
    assert audited(person).count("see") == 1


async def test_who_may_see_no_number_whole_sees_no_paper_either(person: Person) -> None:
    await applied(person, samples.picture())
    async with at_work(person.ports, "audi", role="auditor") as auditor:
        assert "/console/papers/" not in await auditor.page("/console/a/1")
        assert (await auditor.client.get("/console/papers/1")).status_code == 403
    assert "see" not in audited(person)


async def test_a_file_is_served_so_that_it_can_do_nothing_and_stays_nowhere(person: Person) -> None:
    await applied(person, samples.picture())
    async with at_work(person.ports) as muna:
        headers = (await muna.client.get("/console/papers/1")).headers
    assert headers["content-type"] == "image/jpeg"
    assert headers["content-disposition"] == 'inline; filename="paper-1.jpg"'
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["content-security-policy"].endswith("sandbox")
    assert headers["cross-origin-resource-policy"] == "same-origin"


async def test_a_photo_that_browsers_do_not_know_is_shown_as_one_they_do(person: Person) -> None:
    await applied(person, samples.heic())
    async with at_work(person.ports) as muna:
        answer = await muna.client.get("/console/papers/1")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.content.startswith(b"\xff\xd8\xff")


async def test_a_pdf_opens_in_the_browsers_own_viewer(person: Person) -> None:
    await applied(person)
    await person.say("وش الأوراق الناقصة")
    await person.send(samples.pdf())
    async with at_work(person.ports) as muna:
        answer = await muna.client.get("/console/papers/1")
    assert answer.content == samples.pdf()
    assert "sandbox" not in answer.headers["content-security-policy"]
    assert answer.headers["content-disposition"].startswith("inline")


async def test_nobody_else_sees_a_file(person: Person) -> None:
    await applied(person, samples.picture())
    async with at_work(person.ports, "sara", charities=("khamis",)) as sara:
        assert (await sara.client.get("/console/papers/1")).status_code == 404
        assert await attest(sara) == 404
        sara.client.cookies.clear()
        assert (await sara.client.get("/console/papers/1")).status_code in (303, 401)
    assert "see" not in audited(person)


async def test_attesting_deletes_a_paper_that_is_only_to_be_seen_at_once(person: Person) -> None:
    await applied(person, samples.picture())
    async with at_work(person.ports) as muna:
        assert await attest(muna) == 303
        assert stored(person) == []
        assert (await muna.client.get("/console/papers/1")).status_code == 404
        shown = await muna.page("/console/a/1")
    assert "مطابقة" in shown
    assert "حُذف" in shown
    assert "attest:matches" in audited(person)
    assert "لا تنقص" in await person.say("وش الأوراق الناقصة")


@pytest.mark.parametrize("verdict", ["differs", "expired"])
async def test_a_paper_found_wanting_is_asked_for_again(person: Person, verdict: str) -> None:
    await applied(person, samples.picture())
    async with at_work(person.ports) as muna:
        assert await attest(muna, verdict) == 303
    assert "الهوية" in await person.say("وش الأوراق الناقصة")
    await person.send(samples.pdf())
    assert len(stored(person)) == 1


async def test_a_verdict_needs_the_forms_token_a_known_word_and_the_right_application(person: Person) -> None:
    await applied(person, samples.picture())
    async with at_work(person.ports) as muna:
        assert await attest(muna, "perfect") == 400
        assert await attest(muna, application=2) == 404
        muna.csrf = "guess"
        assert await attest(muna) == 403
    assert len(stored(person)) == 1


async def test_a_committee_member_looks_but_does_not_attest(person: Person) -> None:
    await applied(person, samples.picture())
    async with at_work(person.ports, role="committee") as member:
        assert (await member.client.get("/console/papers/1")).status_code == 200
        assert await attest(member) == 403
    assert len(stored(person)) == 1


async def test_a_file_that_the_keys_do_not_open_is_not_there(person: Person) -> None:
    await applied(person, samples.picture())
    [name] = stored(person)
    (person.ports.settings.data_dir / "papers" / name).write_bytes(b"damaged")
    async with at_work(person.ports) as muna:
        assert (await muna.client.get("/console/papers/1")).status_code == 404


def test_every_kind_that_is_taken_has_a_name_for_its_file() -> None:
    recorded = {mime for *_, mime in voices._MARKS} | {"audio/mp4", "video/mp4"}
    assert {"image/jpeg", "image/png", "image/webp", "application/pdf"} | recorded == set(pages._ENDINGS)


async def test_a_voice_is_listened_to_in_the_transcript_under_audit(person: Person) -> None:
    await person.speak(b"OggS" + bytes(300))
    async with at_work(person.ports) as muna:
        shown = await muna.page("/console/c/1")
        [source] = re.findall(r'<audio [^>]*src="(/console/papers/\d+)"', shown)
        assert "see" not in audited(person)
        answer = await muna.client.get(source)
    assert answer.content == b"OggS" + bytes(300)
    assert answer.headers["content-type"] == "audio/ogg"
    assert audited(person).count("see") == 1
    async with at_work(person.ports, "sara", charities=("khamis",)) as sara:
        assert (await sara.client.get(source)).status_code == 404
