"""What staff do in the console, over real HTTP and a real database, against the real engine."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import staff as accounts
from channels.base import SendError
from storage.engine import Database
from storage.ownership import LEASE
from tests import console as desk
from tests.console import PASSWORD, Colleague, at_work, browser, deliver, fake, hear
from tests.line import rows

PERSON = "+966500000001"


@pytest.fixture
def ports(database: Database, tmp_path: Path) -> Any:
    return desk.ports(database, tmp_path)


def acts(database: Database) -> list[str]:
    """What the audit says was done, in order; the forms' own marks left out."""
    return [
        str(row[0]) for row in rows(database, "SELECT action FROM audit_entries WHERE action <> 'form' ORDER BY id")
    ]


# Signing in


async def test_nothing_is_shown_to_who_is_not_signed_in(ports: Any) -> None:
    conversation = await hear(ports, "موظف")
    async with browser(ports) as client:
        for address in ("/console/", "/console/all", f"/console/c/{conversation}", "/console/queue"):
            answer = await client.get(address)
            assert (answer.status_code, answer.headers["location"]) == (303, "/console/sign-in")
        part = await client.get("/console/queue", headers={"hx-request": "true"})
        assert (part.status_code, part.headers["hx-redirect"]) == (401, "/console/sign-in")


async def test_a_wrong_password_and_an_unknown_account_hear_the_same(ports: Any) -> None:
    accounts.add(ports.database, "Muna", "muna@sanad.example", PASSWORD, "researcher", ["yusr"])
    async with browser(ports) as client:
        known = await Colleague(client, "muna").sign_in("not her password")
        unknown = await Colleague(client, "nobody").sign_in()
    assert known.status_code == unknown.status_code == 401
    assert known.text.replace("muna", "nobody") == unknown.text


async def test_the_seventh_try_within_a_minute_is_refused_even_with_the_right_password(ports: Any) -> None:
    accounts.add(ports.database, "Muna", "muna@sanad.example", PASSWORD, "researcher", ["yusr"])
    async with browser(ports) as client:
        muna = Colleague(client, "muna")
        assert [(await muna.sign_in("wrong")).status_code for _ in range(6)] == [401] * 6
        assert (await muna.sign_in()).status_code == 429
        assert (await Colleague(client, "somebody").sign_in()).status_code == 401
        ports.clock.turn(61)
        assert (await muna.sign_in()).status_code == 303


async def test_the_cookie_is_a_new_token_that_is_stored_only_as_a_digest(ports: Any) -> None:
    async with at_work(ports) as muna:
        first = muna.client.cookies["sanad_console"]
        await muna.sign_in()
        second = muna.client.cookies["sanad_console"]
        stored = [row[0] for row in rows(ports.database, "SELECT token FROM staff_sessions")]
    assert first != second
    assert len(first) >= 43
    assert len(stored) == 2
    assert not {first, second} & set(stored)


async def test_over_https_the_cookie_is_bound_to_the_host(database: Database, tmp_path: Path) -> None:
    ports = desk.ports(database, tmp_path, settings={"public_url": "https://desk.example"})
    accounts.add(database, "Muna", "muna@sanad.example", PASSWORD, "researcher", ["yusr"])
    async with browser(ports, "https://desk.example") as client:
        answer = await Colleague(client, "muna").sign_in()
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("__host-sanad=")
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "domain" not in cookie


@pytest.mark.parametrize(("steps", "minutes"), [(1, 31), (25, 29)], ids=["idle", "absolute"])
async def test_a_session_ends_after_idling_and_after_a_day_of_work(ports: Any, steps: int, minutes: int) -> None:
    async with at_work(ports) as muna:
        statuses = []
        for _ in range(steps):
            ports.clock.turn(minutes * 60)
            statuses.append((await muna.client.get("/console/all")).status_code)
        assert statuses[-1] == 303
        assert set(statuses[:-1]) <= {200}
        # Ended on the server, whatever the clock says later.
        assert rows(ports.database, "SELECT count(*) FROM staff_sessions WHERE ended_at IS NULL") == [(0,)]


async def test_a_page_that_refreshes_itself_does_not_keep_the_session_open(ports: Any) -> None:
    async with at_work(ports) as muna:
        statuses = []
        for _ in range(4):
            ports.clock.turn(9 * 60)
            statuses.append((await muna.client.get("/console/queue")).status_code)
    assert statuses == [200, 200, 200, 303]


async def test_signing_out_ends_the_session_for_whoever_kept_the_cookie(ports: Any) -> None:
    async with at_work(ports) as muna:
        token = muna.client.cookies["sanad_console"]
        assert (await muna.do("/sign-out")).status_code == 303
        kept = {"cookie": f"sanad_console={token}"}
        assert (await muna.client.get("/console/", headers=kept)).status_code == 303


async def test_every_form_needs_the_sessions_own_token(ports: Any) -> None:
    conversation = await hear(ports, "موظف")
    async with at_work(ports) as muna:
        for action in ("claim", "release", "reply", "note", "hand-back", "reveal", "keep"):
            address = f"/console/c/{conversation}/{action}"
            assert (await muna.client.post(address, data={"text": "x", "form": "f"})).status_code == 403
            assert (await muna.client.post(address, data={"csrf": "guess", "form": "f"})).status_code == 403
        assert (await muna.client.post("/console/sign-out")).status_code == 403
        assert (await muna.client.get("/console/")).status_code == 200
    assert rows(ports.database, "SELECT owner FROM conversations") == [("queue",)]


async def test_a_sign_in_sent_from_another_site_is_refused(ports: Any) -> None:
    form = {"login": "muna@sanad.example", "password": PASSWORD}
    async with browser(ports) as client:
        for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
            assert (await client.post("/console/sign-in", data=form, headers=headers)).status_code == 403
        for headers in ({"origin": desk.BASE}, {"origin": "null", "sec-fetch-site": "same-origin"}):
            assert (await client.post("/console/sign-in", data=form, headers=headers)).status_code == 401


async def test_every_answer_carries_the_headers_that_guard_it(ports: Any) -> None:
    async with at_work(ports) as muna:
        for address in ("/console/", "/console/sign-in", "/console/c/999", "/console/c/none", "/console/none"):
            headers = (await muna.client.get(address)).headers
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert "unsafe" not in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["cache-control"] == "no-store"


# The queue


async def test_the_queue_is_ordered_by_urgency_then_age_and_patience_has_an_end(ports: Any) -> None:
    async with at_work(ports) as muna:
        assert "لا أحد في الانتظار" in await muna.page("/console/")
        unclear = await hear(ports, "غغغغ", "غغغغ", "غغغغ", who="+966500000004")
        ports.clock.turn(60)
        asked = await hear(ports, "موظف", who="+966500000002")
        ports.clock.turn(60)
        emergency = await hear(ports, "أنقذوني", who="+966500000003")
        assert rows(ports.database, "SELECT priority FROM cases ORDER BY id") == [(3,), (2,), (1,)]
        page = await muna.page("/console/")
        assert order(page) == [emergency, asked, unclear]
        assert (page.count("طارئة"), page.count("خطر محتمل")) == (1, 1), "urgent, and a guess as a guess"
        ports.clock.turn(2 * 60 * 60 - 90)
        await muna.sign_in()
        assert order(await muna.page("/console/")) == [emergency, unclear, asked]


def order(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="entry-(\d+)"', page)]


async def test_staff_see_only_their_own_charities(ports: Any) -> None:
    other = sorted(ports.packs)[0] if sorted(ports.packs)[0] != "yusr" else sorted(ports.packs)[-1]
    conversation = await hear(ports, "موظف")
    async with at_work(ports, "far", role="admin", charities=(other if other != "yusr" else "elsewhere",)) as far:
        assert "لا أحد في الانتظار" in await far.page("/console/")
        assert "لا محادثات هنا" in await far.page("/console/all")
        for address in (f"/c/{conversation}", f"/c/{conversation}/live", f"/c/{conversation}/events", "/c/999"):
            assert (await far.client.get(f"/console{address}")).status_code == 404, address
        for action in ("claim", "release", "reply", "note", "hand-back", "reveal", "keep"):
            answer = await far.do(f"/c/{conversation}/{action}", text="مرحبا", answer="s0:identity")
            assert answer.status_code == 404, action
    assert rows(ports.database, "SELECT owner, epoch FROM conversations") == [("queue", 1)]


async def test_all_conversations_are_listed_in_pages(ports: Any) -> None:
    for number in range(32):
        await hear(ports, "السلام عليكم", who=f"+9665000001{number:02}")
        ports.clock.turn(1)
    async with at_work(ports) as muna:
        first, second = await muna.page("/console/all"), await muna.page("/console/all?number=2")
    assert first.count('class="entry') == 30
    assert second.count('class="entry') == 2
    assert "/console/c/32" in first
    assert '/console/c/1"' in second
    assert 'rel="next"' not in second


# Claiming


async def test_of_two_claims_at_once_exactly_one_wins_and_the_other_hears_who(ports: Any) -> None:
    conversation = await hear(ports, "موظف")
    async with at_work(ports, "muna") as muna, at_work(ports, "huda") as huda:
        answers = await asyncio.gather(*(who.do(f"/c/{conversation}/claim") for who in (muna, huda)))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    winner, loser = ("Muna", answers[1]) if answers[0].status_code == 303 else ("Huda", answers[0])
    assert f"المحادثة في عهدة {winner} الآن." in loser.text
    assert rows(ports.database, "SELECT owner, epoch FROM conversations") == [("staff", 2)]
    assert rows(ports.database, "SELECT state FROM cases") == [("claimed",)]
    assert acts(ports.database).count("claim") == 1


async def test_the_bot_keeps_quiet_while_a_person_holds_the_conversation(ports: Any) -> None:
    conversation = await hear(ports, "موظف")
    before = len(fake(ports).sent)
    async with at_work(ports) as muna:
        await muna.do(f"/c/{conversation}/claim")
        await hear(ports, "هل من أحد؟", "القائمة")
        page = await muna.page(f"/console/c/{conversation}")
    assert len(fake(ports).sent) == before
    assert "هل من أحد؟" in page


async def test_a_lease_that_ran_out_lets_another_claim_and_activity_renews_it(ports: Any) -> None:
    conversation = await hear(ports, "موظف")
    async with at_work(ports, "muna") as muna, at_work(ports, "huda") as huda:
        await muna.do(f"/c/{conversation}/claim")
        ports.clock.turn(LEASE.total_seconds() - 60)
        assert (await huda.do(f"/c/{conversation}/claim")).status_code == 409
        assert (await muna.do(f"/c/{conversation}/keep")).status_code == 204
        ports.clock.turn(LEASE.total_seconds() - 60)
        assert (await huda.do(f"/c/{conversation}/claim")).status_code == 409
        ports.clock.turn(61)
        assert (await huda.do(f"/c/{conversation}/claim")).status_code == 303
        refused = await muna.do(f"/c/{conversation}/reply", text="مرحبا")
    assert refused.status_code == 422
    assert "مرحبا" in refused.text
    assert rows(ports.database, "SELECT count(*) FROM messages WHERE author = 'staff'") == [(0,)]


async def test_a_supervisor_takes_over_and_a_researcher_cannot(ports: Any) -> None:
    conversation = await hear(ports, "موظف")
    async with (
        at_work(ports, "muna") as muna,
        at_work(ports, "huda") as huda,
        at_work(ports, "layla", role="supervisor") as layla,
    ):
        await muna.do(f"/c/{conversation}/claim")
        assert (await huda.do(f"/c/{conversation}/claim", over="yes")).status_code == 409
        assert "تولّي المحادثة" in await layla.page(f"/console/c/{conversation}")
        assert (await layla.do(f"/c/{conversation}/claim", over="yes")).status_code == 303
    assert [act for act in acts(ports.database) if act in ("claim", "take_over")] == ["claim", "take_over"]
    assert rows(ports.database, "SELECT epoch FROM conversations") == [(3,)]


async def test_what_the_bot_decided_before_the_claim_is_not_sent_after_it(ports: Any) -> None:
    fake(ports).fail(SendError("transient"))
    conversation = await hear(ports, "موظف")
    assert fake(ports).sent == []
    async with at_work(ports) as muna:
        await muna.do(f"/c/{conversation}/claim")
        ports.clock.turn(120)
        await deliver(ports, conversation)
        page = await muna.page(f"/console/c/{conversation}")
    assert fake(ports).sent == []
    assert "أُلغيت لأن موظفًا تولّى المحادثة" in page


async def test_a_conversation_without_a_case_gets_one_when_somebody_steps_in(ports: Any) -> None:
    conversation = await hear(ports, "السلام عليكم")
    async with at_work(ports) as muna:
        assert "لا أحد في الانتظار" in await muna.page("/console/")
        await muna.do(f"/c/{conversation}/claim")
        assert order(await muna.page("/console/")) == [conversation]
        assert (await muna.do(f"/c/{conversation}/release")).headers["location"].startswith("/console/?")
        page = await muna.page("/console/")
    assert "لم يستلمها أحد" in page
    assert rows(ports.database, "SELECT owner, owner_staff_id, epoch FROM conversations") == [("queue", None, 2)]


# Replying


async def test_a_reply_reaches_the_person_on_their_own_channel(ports: Any) -> None:
    conversation = await hear(ports, "موظف")
    async with at_work(ports) as muna:
        await muna.do(f"/c/{conversation}/claim")
        answer = await muna.do(f"/c/{conversation}/reply", text="وعليكم السلام\nكيف نساعدك؟")
        assert answer.status_code == 303
        assert ports.wake.lost[-1] == conversation
        await deliver(ports, conversation)
        page = await muna.page(f"/console/c/{conversation}")
    assert fake(ports).texts(PERSON)[-1] == "وعليكم السلام\nكيف نساعدك؟"
    assert "وعليكم السلام\nكيف نساعدك؟" in page
    stored = rows(ports.database, "SELECT author, epoch, state FROM deliveries WHERE author = 'staff'")
    assert stored == [("staff", 2, "sent")]
    assert rows(ports.database, "SELECT answered_at IS NOT NULL FROM cases") in ([(True,)], [(1,)])


async def test_a_form_sent_twice_is_one_reply(ports: Any) -> None:
    conversation = await hear(ports, "موظف")
    async with at_work(ports) as muna:
        await muna.do(f"/c/{conversation}/claim")
        again = [muna.do(f"/c/{conversation}/reply", text="مرة واحدة", form="same") for _ in range(3)]
        assert {answer.status_code for answer in await asyncio.gather(*again)} == {303}
        await muna.do(f"/c/{conversation}/reply", text="مرة واحدة", form="another")
        await deliver(ports, conversation)
    assert fake(ports).texts().count("مرة واحدة") == 2


async def test_only_who_holds_the_conversation_replies(ports: Any) -> None:
    conversation = await hear(ports, "موظف")
    before = len(fake(ports).sent)
    async with at_work(ports, "muna") as muna, at_work(ports, "huda", role="admin") as huda:
        assert (await muna.do(f"/c/{conversation}/reply", text="قبل الاستلام")).status_code == 422
        await muna.do(f"/c/{conversation}/claim")
        assert (await huda.do(f"/c/{conversation}/reply", text="من غير صاحبتها")).status_code == 422
        assert (await huda.do(f"/c/{conversation}/hand-back")).headers["location"].endswith("notice=not_yours")
        await deliver(ports, conversation)
    assert len(fake(ports).sent) == before
    assert rows(ports.database, "SELECT owner FROM conversations") == [("staff",)]


@pytest.mark.parametrize("text", ["", "  \n ", "م" * 4001], ids=["empty", "blank", "too long"])
async def test_what_cannot_be_sent_is_refused_and_kept(ports: Any, text: str) -> None:
    conversation = await hear(ports, "موظف")
    async with at_work(ports) as muna:
        await muna.do(f"/c/{conversation}/claim")
        answer = await muna.do(f"/c/{conversation}/reply", text=text)
    assert answer.status_code == 422
    assert text.strip() in answer.text
    assert rows(ports.database, "SELECT count(*) FROM messages WHERE author = 'staff'") == [(0,)]


async def test_on_whatsapp_a_reply_after_24_hours_waits_for_the_person(database: Database, tmp_path: Path) -> None:
    ports = desk.ports(database, tmp_path, channel="whatsapp")
    conversation = await hear(ports, "موظف")
    async with at_work(ports) as muna:
        await muna.do(f"/c/{conversation}/claim")
        assert (
            "نافذة واتساب: بقي 24 ساعة" in (page := await muna.page(f"/console/c/{conversation}")) or "بقي يوم" in page
        )
        ports.clock.turn(timedelta(hours=24).total_seconds())
        await muna.sign_in()
        assert "نافذة واتساب مغلقة" in await muna.page(f"/console/c/{conversation}")
        assert "مضت 24 ساعة على آخر رسالة" in await muna.page(f"/console/c/{conversation}")
        assert (await muna.do(f"/c/{conversation}/reply", text="متأخر")).status_code == 303
        before = fake(ports).texts()
        await deliver(ports, conversation)
        assert fake(ports).texts() == before
        assert "تنتظر رسالة من المستفيد" in await muna.page(f"/console/c/{conversation}")
        await hear(ports, "ما زلت هنا")
        await deliver(ports, conversation)
    assert fake(ports).texts()[-1] == "متأخر"


async def test_a_message_that_was_not_delivered_says_so(ports: Any) -> None:
    conversation = await hear(ports, "موظف")
    async with at_work(ports) as muna:
        await muna.do(f"/c/{conversation}/claim")
        fake(ports).fail(SendError("blocked"))
        await muna.do(f"/c/{conversation}/reply", text="أول", form="1")
        await deliver(ports, conversation)
        fake(ports).fail(SendError("unknown"))
        await muna.do(f"/c/{conversation}/reply", text="ثانٍ", form="2")
        await deliver(ports, conversation)
        page = await muna.page(f"/console/c/{conversation}")
    assert 'class="fate bad">لم تُرسل: حظر الشخص الرسائل أو أوقفها' in page
    assert 'class="fate doubtful">لا نعلم هل وصلت' in page
    assert "حظر المستفيد رسائلنا" in page


# Notes, privacy, the person's words


async def test_a_note_never_leaves_the_house(ports: Any) -> None:
    conversation = await hear(ports, "موظف")
    async with at_work(ports) as muna, at_work(ports, "huda") as huda:
        await muna.do(f"/c/{conversation}/claim")
        await muna.do(f"/c/{conversation}/note", text="الأسرة تحتاج زيارة سرية", form="n")
        await muna.do(f"/c/{conversation}/note", text="الأسرة تحتاج زيارة سرية", form="n")
        await muna.do(f"/c/{conversation}/hand-back", close="yes")
        await deliver(ports, conversation)
        assert (await huda.page(f"/console/c/{conversation}")).count("الأسرة تحتاج زيارة سرية") == 1
    assert not [text for text in fake(ports).texts() if "سرية" in text]
    assert rows(ports.database, "SELECT count(*) FROM messages WHERE text LIKE '%سرية%'") == [(0,)]
    # Stored encrypted, beside everything that may be sent.
    assert "سرية" not in str(rows(ports.database, "SELECT text FROM case_notes"))


async def test_an_identity_number_is_hidden_until_somebody_answers_for_looking(ports: Any) -> None:
    conversation = await hear(ports, "أريد التقديم", *desk.FORM, "موظف")
    async with at_work(ports) as muna:
        page = await muna.page(f"/console/c/{conversation}")
        assert desk.IDENTITY not in page
        assert "********08" in page
        key = re.search(r'name="answer" value="([^"]+)"', page)
        assert key
        shown = await muna.do(f"/c/{conversation}/reveal", answer=key.group(1))
        assert desk.IDENTITY in shown.text
        assert desk.IDENTITY not in await muna.page(f"/console/c/{conversation}")
    who = rows(ports.database, "SELECT staff_id, charity, subject FROM audit_entries WHERE action = 'reveal:identity'")
    assert who == [(1, "yusr", f"conversation:{conversation}")]


async def test_reading_a_conversation_is_written_down_once_a_visit(ports: Any) -> None:
    conversation = await hear(ports, "موظف")
    async with at_work(ports) as muna:
        await muna.page(f"/console/c/{conversation}")
        await muna.page(f"/console/c/{conversation}/live?mode=claim")
        await muna.do(f"/c/{conversation}/claim")
    assert acts(ports.database) == ["sign_in_try", "sign_in", "read", "claim"]


async def test_what_a_person_writes_is_shown_as_text_and_nothing_else(ports: Any) -> None:
    conversation = await hear(ports, "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "موظف")
    async with at_work(ports) as muna:
        page = await muna.page(f"/console/c/{conversation}")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


async def test_no_address_of_the_console_carries_personal_data(ports: Any) -> None:
    conversation = await hear(ports, "أريد التقديم", *desk.FORM, "موظف")
    async with at_work(ports) as muna:
        pages = [await muna.page(path) for path in ("/console/", "/console/all", f"/console/c/{conversation}")]
    found = {link for page in pages for link in re.findall(r'(?:href|action|hx-get|hx-post|data-\w+)="(/[^"]*)"', page)}
    assert f"/console/c/{conversation}" in found
    allowed = re.compile(
        r"/console/(static/[\w.]+|all|applications|intake|unanswered|undelivered|sign-out|queue|events\?seen=\w+|c/\d+[\w/-]*(\?seen=\w+)?)?"
    )
    assert [link for link in found if not allowed.fullmatch(link)] == []


# Handing back


async def test_a_hand_back_goes_on_at_the_first_unanswered_question(ports: Any) -> None:
    conversation = await hear(ports, "أريد التقديم", *desk.FORM)
    waiting_for = fake(ports).texts()[-1]
    await hear(ports, "موظف")
    async with at_work(ports) as muna:
        await muna.do(f"/c/{conversation}/claim")
        await muna.do(f"/c/{conversation}/hand-back", close="yes")
        await deliver(ports, conversation)
        page = await muna.page("/console/")
    thanks = ports.packs["yusr"].texts["handback"].ar
    assert fake(ports).texts()[-2:] == [thanks, waiting_for]
    assert "لا أحد في الانتظار" in page
    assert rows(ports.database, "SELECT state, outcome, claimed_by FROM cases") == [("closed", "handed_back", 1)]
    assert rows(ports.database, "SELECT owner, owner_staff_id, epoch FROM conversations") == [("bot", None, 3)]
    # The bot listens again: the next answer is taken for the question.
    await hear(ports, "0500000001")
    assert fake(ports).texts()[-1] not in (waiting_for, thanks)


async def test_a_case_may_stay_open_after_the_hand_back(ports: Any) -> None:
    conversation = await hear(ports, "موظف")
    async with at_work(ports) as muna:
        await muna.do(f"/c/{conversation}/claim")
        answer = await muna.do(f"/c/{conversation}/hand-back")
        assert answer.headers["location"].endswith("notice=handed_back_open")
        assert "مع المساعد الآلي" in await muna.page("/console/")
    assert rows(ports.database, "SELECT state, claimed_by FROM cases") == [("open", None)]


async def test_a_hand_back_is_no_message_of_the_person(ports: Any) -> None:
    """Else an SMS line on which nobody ever wrote would pass for a talk, and news would be told there in full."""
    conversation = await hear(ports, "موظف")
    ports.database.write_now(lambda made: made.exec_driver_sql("UPDATE conversations SET last_inbound_at = NULL"))
    async with at_work(ports) as muna:
        await muna.do(f"/c/{conversation}/claim")
        await muna.do(f"/c/{conversation}/hand-back", close="yes")
    assert rows(ports.database, "SELECT owner, last_inbound_at FROM conversations") == [("bot", None)]


async def test_who_asked_for_no_more_messages_hears_none_at_the_hand_back(ports: Any) -> None:
    conversation = await hear(ports, "موظف")
    async with at_work(ports) as muna:
        await muna.do(f"/c/{conversation}/claim")
        ports.database.write_now(mute, conversation)
        before = len(fake(ports).sent)
        await muna.do(f"/c/{conversation}/hand-back", close="yes")
        await deliver(ports, conversation)
    assert len(fake(ports).sent) == before
    assert rows(ports.database, "SELECT owner FROM conversations") == [("bot",)]


def mute(connection: Any, conversation: int) -> None:
    from sqlalchemy import select, update

    from storage.tables import Conversation, table

    its = table(Conversation)
    session = connection.execute(select(its.c.session).where(its.c.id == conversation)).scalar_one()
    connection.execute(update(its).where(its.c.id == conversation).values(session={**session, "muted": True}))


async def test_the_history_tells_who_took_it_and_gave_it_away(ports: Any) -> None:
    conversation = await hear(ports, "موظف")
    async with at_work(ports) as muna:
        await muna.do(f"/c/{conversation}/claim")
        await muna.do(f"/c/{conversation}/release")
        page = await muna.page(f"/console/c/{conversation}")
    assert "استلم المحادثة" in page
    assert "أعادها إلى قائمة الانتظار" in page


# Live pages


async def test_a_part_that_refreshes_leaves_what_is_being_written_alone(ports: Any) -> None:
    conversation = await hear(ports, "موظف")
    async with at_work(ports) as muna:
        await muna.do(f"/c/{conversation}/claim")
        assert 'id="composer"' not in await muna.page(f"/console/c/{conversation}/live?mode=write")
        assert 'id="composer"' in await muna.page(f"/console/c/{conversation}/live?mode=claim")
        sent = {"csrf": muna.csrf, "form": "f", "text": "مرحبا"}
        answer = await muna.client.post(f"/console/c/{conversation}/reply", data=sent, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert 'id="transcript"' in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("address", ["/console/events", "/console/c/{}/events"], ids=["queue", "conversation"])
async def test_a_change_is_announced_and_the_end_of_the_session_too(ports: Any, address: str) -> None:
    conversation = await hear(ports, "موظف")
    async with at_work(ports) as muna:
        page = await muna.page("/console/" if "{}" not in address else f"/console/c/{conversation}")
        seen = re.search(r"seen=(\w+)", page)
        assert seen
        events: list[str] = []
        scope = listening(ports, muna, address.format(conversation), seen.group(1), events)
        task = asyncio.create_task(scope)
        await asyncio.sleep(0.5)
        assert not [event for event in events if "changed" in event]
        ports.clock.turn(1)
        await hear(ports, "هل من أحد؟")
        await until(lambda: any("changed" in event for event in events))
        await muna.do("/sign-out")
        await until(lambda: any("gone" in event for event in events))
        await asyncio.wait_for(task, 10)


async def until(holds: Any) -> None:
    """Wait for what another task brings about."""
    for _ in range(400):
        if holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not happen")


async def listening(ports: Any, who: Colleague, address: str, seen: str, events: list[str]) -> None:
    """Read the stream chunk by chunk: httpx's own transport would wait for its end."""
    from fastapi import FastAPI

    from bot.console import install

    app = FastAPI()
    install(app, ports)
    token = f"sanad_console={who.client.cookies['sanad_console']}"
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": address,
        "raw_path": address.encode(),
        "query_string": f"seen={seen}".encode(),
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1"), (b"cookie", token.encode())],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    asked = False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if not asked:
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            events.append(message.get("body", b"").decode())

    await app(scope, receive, send)


# Accounts


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"email": "nobody"}, "e-mail"),
        ({"role": "king"}, "no role"),
        ({"charities": []}, "charity"),
        ({"password": "short"}, "12 characters"),
        ({"name": " "}, "name"),
    ],
)
def test_an_account_that_cannot_be_made_says_why(database: Database, change: dict[str, Any], why: str) -> None:
    told = {"name": "Muna", "email": "muna@sanad.example", "password": PASSWORD, "role": "researcher"}
    with pytest.raises(accounts.StaffError, match=why):
        accounts.add(database, **{**told, "charities": ["yusr"], **change})


def test_an_address_has_one_account(database: Database) -> None:
    assert accounts.add(database, "Muna", "Muna@sanad.example ", PASSWORD, "researcher", ["yusr"]) == 1
    with pytest.raises(accounts.StaffError, match="already"):
        accounts.add(database, "Muna", "muna@sanad.example", PASSWORD, "researcher", ["yusr"])


async def test_the_demo_accounts_get_new_passwords_at_each_start(ports: Any) -> None:
    (first, member), (second, _) = (accounts.demo(ports.database, ["yusr"]) for _ in range(2))
    assert member.role == "committee"
    assert first.login == second.login
    async with browser(ports) as client:
        answers = [
            await client.post("/console/sign-in", data={"login": account.login, "password": account.password})
            for account in (first, second)
        ]
    assert [answer.status_code for answer in answers] == [401, 303]
    assert first.password not in repr(first)


async def test_the_console_finds_the_ports_of_an_application_that_starts_later(ports: Any) -> None:
    from fastapi import FastAPI

    from bot.console import install

    app = FastAPI()
    install(app)
    app.state.ports = ports
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=desk.BASE) as client:
        assert (await client.get("/console")).headers["location"] == "/console/"
        assert (await client.get("/console/")).headers["location"] == "/console/sign-in"
