"""Requests that staff take down for somebody who is not in the chat: real HTTP, a real database, Yusr's own pack."""

import asyncio
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.console import intake_words
from flows import session as sessions
from flows.part import Words
from flows.service import Condition
from flows.session import Answer
from flows.signing import answers_digest, text_digest
from storage.engine import Database
from tests import console as desk
from tests.console import IDENTITY, Colleague, at_work, browser, deliver, fake, hear
from tests.integration.test_applications import do
from tests.line import rows

NAME, MOBILE, PHONE = "سارة تجربة الاختبار", "٠٥٠٠٠٠٠٠٠٧", "+966500000007"
CONSULTATION, SKILLS = "/intake/yusr/family_consultation", "/intake/yusr/skills_programmes"
FILLED = {
    "way": "phone",
    "c:residence": "نعم",
    "f:full_name": NAME,
    "f:identity": IDENTITY,
    "f:mobile": MOBILE,
    "f:city": "جده",
    "f:consultation_type": "نفسية",
    "f:need": "",
    "d:identity_paper": "seen",
    "signing": "read_out",
    "signed_name": NAME,
    "signed_on": "2026-11-01",
}
OTHER_IDENTITY = "1000000016"


@pytest.fixture
def ports(database: Database, tmp_path: Path) -> Any:
    return desk.ports(database, tmp_path, channel="sms")


class Fields(HTMLParser):
    """What a browser would send of the page's intake form."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self._inside = False
        self._area = self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside = given.get("class") == "intake" if tag == "form" else self._inside
        if not self._inside:
            return
        name, ticked = given.get("name", ""), "checked" in given or given.get("type") not in ("radio", "checkbox")
        if tag == "input" and ticked:
            self.sent[name] = given.get("value", "")
        elif tag == "textarea":
            self._area, self.sent[name] = name, ""
        elif tag == "select":
            self._select, self.sent[name] = name, ""
        elif tag == "option" and "selected" in given:
            self.sent[self._select] = given["value"]

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area] += data


async def fill(muna: Colleague, address: str = CONSULTATION, **typed: str) -> dict[str, str]:
    """Open the form and fill it in; what a browser would send."""
    return {**Fields(await muna.page(f"/console{address}")).sent, **FILLED, **typed}


async def send(muna: Colleague, sent: dict[str, str], address: str = CONSULTATION) -> httpx.Response:
    return await muna.client.post(f"/console{address}", data=sent)


async def file(muna: Colleague, address: str = CONSULTATION, **typed: str) -> httpx.Response:
    """Fill the form in and send it."""
    return await send(muna, await fill(muna, address, **typed), address)


def count(ports: Any, table: str = "applications") -> int:
    return int(rows(ports.database, f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608  a name of this file


def stored(ports: Any, column: str) -> Any:
    """A column of the only application, decrypted."""
    [value] = rows(ports.database, f"SELECT {column} FROM applications")[0]  # noqa: S608  a name of this file
    return ports.database.keyring.decrypt_json(value) if column == "answers" else value


def wrong(html: str) -> dict[str, str]:
    """What is said beside each field, by its id."""
    return {name: unescape(said) for name, said in re.findall(r'class="wrong" id="([\w-]+)-wrong">([^<]+)<', html)}


# What it makes


async def test_it_makes_the_same_records_as_a_conversation(ports: Any) -> None:
    async with at_work(ports) as muna:
        answer = await file(muna)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/console/a/1/intake"
    application = rows(ports.database, "SELECT charity, service, status, origin, conversation_id FROM applications")
    assert application == [("yusr", "family_consultation", "submitted", f"phone:{PHONE}", None)]
    answers = stored(ports, "answers")
    said = {name: (given["value"], given["how"], given["shown"]) for name, given in answers.items()}
    assert said == {
        "residence": (True, "staff", "نعم"),
        "full_name": (NAME, "staff", NAME),
        "identity": (IDENTITY, "staff", IDENTITY),
        "mobile": (PHONE, "staff", "0500000007"),
        "city": ("جدة", "staff", "جدة"),
        "consultation_type": ("psychological", "staff", "نفسية"),
        "need": (None, "staff", ""),
    }
    assert answers["city"]["at"] == sessions.stamp(ports.clock())
    events = rows(ports.database, 'SELECT actor, move, "before", after, detail, note FROM application_events')
    assert events == [("staff:1", "submit", "draft", "submitted", "phone", None)]
    blind = ports.database.keyring.blind("yusr", "identity", IDENTITY)
    assert rows(ports.database, "SELECT identity_index FROM people") == [(blind,)]
    assert count(ports, "conversations") == 0
    assert count(ports, "deliveries") == 0


async def test_the_declaration_is_kept_with_its_words_the_name_the_day_and_how_it_was_given(ports: Any) -> None:
    async with at_work(ports) as muna:
        assert ports.packs["yusr"].declaration.text.ar in await muna.page(f"/console{CONSULTATION}")
        await file(muna, signing="on_paper", signed_on="2026-10-28")
        html = await muna.page("/console/a/1")
    columns = "channel, way, text_version, text_digest, form_digest, inbox_id"
    [row] = rows(ports.database, f"SELECT {columns} FROM declarations")  # noqa: S608  a name of this file
    pack = ports.packs["yusr"]
    version = f"{pack.declaration.version}@{pack.version}"
    answers = {name: Answer(**given) for name, given in stored(ports, "answers").items()}
    assert row == ("intake", "on_paper", version, text_digest(pack.declaration.text.ar), answers_digest(answers), None)
    [at] = rows(ports.database, "SELECT at FROM declarations")[0]
    assert str(at)[:16] == "2026-10-27 21:00", "midnight in Riyadh"
    assert "وقّعه صاحب الطلب على ورق" in html
    assert ">2026-10-28</time>" in html
    assert "يطابق الإجابات الحالية" in html


async def test_a_paper_that_was_seen_is_attested_and_one_to_come_is_wanted(ports: Any) -> None:
    typed = {
        "c:divorced_or_widow": "نعم",
        "c:status_proof": "نعم",
        "f:marital_status": "أرملة",
        "d:identity_paper": "seen",
        "d:marital_status_proof": "later",
    }
    async with at_work(ports) as muna:
        assert (await file(muna, SKILLS, **typed)).status_code == 303
        html = await muna.page("/console/a/1")
        done = await muna.page("/console/a/1/intake")
    papers = rows(ports.database, "SELECT kind, wanted, verdict, seen_by FROM documents ORDER BY id")
    assert sorted(papers) == [("identity_paper", 0, "matches", 1), ("marital_status_proof", 1, "", None)]
    assert count(ports, "paper_files") == 0
    assert "اطُّلع عليه" in html
    assert "لم يصل بعد" in html
    assert "بقي من الأوراق: " in done
    assert "إثبات" in done or "يثبت" in done


async def test_it_can_be_asked_for_by_sms_from_the_persons_number_at_once(ports: Any) -> None:
    async with at_work(ports) as muna:
        await file(muna, **{"d:identity_paper": "later"})
    await hear(ports, "وش الأوراق الناقصة", who="+966500000008")
    assert "الهوية الوطنية أو الإقامة" not in fake(ports).texts()[-1]
    await hear(ports, "وش الأوراق الناقصة", who=PHONE)
    assert "الهوية الوطنية أو الإقامة" in fake(ports).texts()[-1]
    conversation = rows(ports.database, "SELECT max(id) FROM conversations")[0][0]
    async with at_work(ports, "layla") as layla:
        assert 'href="/console/a/1"' in await layla.page(f"/console/c/{conversation}")


async def test_whoever_has_no_mobile_is_not_sent_home(ports: Any) -> None:
    async with at_work(ports) as muna:
        assert (await file(muna, **{"f:mobile": ""})).status_code == 303
        done = await muna.page("/console/a/1/intake")
    assert stored(ports, "origin") == ""
    assert stored(ports, "answers")["mobile"]["value"] is None
    assert "سؤال موظف الجمعية برقم الطلب" in done


async def test_what_to_tell_the_person_is_shown_with_the_number(ports: Any) -> None:
    async with at_work(ports) as muna:
        await file(muna)
        html = await muna.page("/console/a/1/intake")
    reference = stored(ports, "reference")
    assert f'class="reference"><bdi dir="ltr">{reference}</bdi>' in html
    pack = ports.packs["yusr"]
    assert f"تدرس {pack.committee.name.ar} الطلب" in html
    assert "خلال مدة لا تقل عن أسبوعين" in html
    assert "رسالة نصية من رقم الجوال نفسه" in html, "the charity has no WhatsApp here"
    assert "لا محادثة بعد مع صاحب الطلب" in html


async def test_where_the_policy_names_no_period_none_is_told(ports: Any) -> None:
    typed = {"f:safe_contact": "", "d:identity_paper": "later"}
    async with at_work(ports, charities=("aoun",)) as muna:
        html = await muna.page("/console/intake/aoun/support_request")
        choices = re.findall(r'<option value="([^"]+)"', html)
        answer = await file(muna, "/intake/aoun/support_request", **{**typed, "f:safe_contact": unescape(choices[0])})
        assert answer.status_code == 303
        done = await muna.page("/console/a/1/intake")
    assert "الإدارة المختصة" in done
    assert "ولا تحدد سياسة الجمعية مدة لذلك" in done


async def test_the_application_page_names_who_took_it_down_and_how_it_came(ports: Any) -> None:
    async with at_work(ports) as muna:
        await file(muna, way="letter")
        html = await muna.page("/console/a/1")
    assert "أدخله موظف · <bdi>Muna</bdi>" in html
    assert '<span class="tag">الخطابات</span>' in html


# What is asked


@pytest.mark.parametrize("slug", ["aoun", "khamis", "najran", "rida", "yusr"])
async def test_every_service_of_every_charity_is_asked_in_full_and_every_option_can_be_chosen(
    ports: Any, slug: str
) -> None:
    pack = ports.packs[slug]
    async with at_work(ports, charities=(slug,)) as muna:
        offered = await muna.page("/console/intake")
        for service in pack.services:
            address = f"/console/intake/{slug}/{service.id}"
            assert (f'href="{address}"' in offered) is (service.intake == "form")
            if service.intake != "form":
                assert (await muna.client.get(address)).status_code == 404
                continue
            html = unescape(await muna.page(address))
            names = set(re.findall(r'name="([cfd]:\w+)"', html))
            asked = {f"c:{c.id}" for c in service.conditions if c.ask}
            assert names == asked | {f"f:{f}" for f in service.fields} | {f"d:{d}" for d in service.documents}
            for field in (pack.field(name) for name in service.fields):
                for option in field.options:
                    typed = {f"f:{field.id}": option.label.ar}
                    page = await file(muna, address.removeprefix("/console"), way="", **typed)
                    assert f"f-{field.id}" not in wrong(page.text), option.label.ar


async def test_the_ways_are_named_as_the_charitys_own_policy_names_them(ports: Any) -> None:
    async with at_work(ports) as muna:
        html = await muna.page(f"/console{CONSULTATION}")
    for channel in ("المقابلة", "الاتصالات الهاتفية", "الخطابات", "مناديب المكاتب الفرعية"):
        assert f"> {channel}</label>" in html
    assert intake_words.ways(ports.packs["aoun"])["delegate"] == "مندوب", "its policy names no delegates"


async def test_every_error_stands_beside_its_field_and_nothing_typed_is_lost(ports: Any) -> None:
    typed = {
        "way": "",
        "c:residence": "unsure",
        "f:full_name": "أم محمد",
        "f:identity": "1000000009",
        "f:mobile": "+14155550100",
        "f:city": "",
        "f:need": "كلام طويل\nفي سطرين",
        "d:identity_paper": "",
        "signed_name": "سارة",
        "signed_on": "2027-01-01",
    }
    async with at_work(ports) as muna:
        sent = await fill(muna, **typed)
        answer = await send(muna, sent)
    texts = ports.packs["yusr"].texts
    assert answer.status_code == 422
    assert wrong(answer.text) == {
        "way": intake_words.REQUIRED,
        "f-full_name": texts["error.name.kunya"].ar,
        "f-identity": texts["error.identity.checksum"].ar,
        "f-mobile": texts["error.mobile.foreign"].ar,
        "f-city": intake_words.REQUIRED,
        "d-identity_paper": intake_words.REQUIRED,
        "signed_name": texts["error.name.incomplete"].ar,
        "signed_on": intake_words.SIGNED_ON,
    }
    again = Fields(answer.text).sent
    unchosen = {"way", "d:identity_paper"}
    assert again == {name: value for name, value in sent.items() if name not in unchosen}
    assert count(ports) == 0


@pytest.mark.parametrize("day", ["", "x", "0001-01-01", "2025-10-31", "2026-11-02"])
async def test_a_day_of_signing_that_cannot_be_is_refused(ports: Any, day: str) -> None:
    async with at_work(ports) as muna:
        answer = await file(muna, signed_on=day)
    assert wrong(answer.text) == {"signed_on": intake_words.SIGNED_ON}


async def test_hostile_words_are_shown_as_words(ports: Any) -> None:
    async with at_work(ports) as muna:
        answer = await file(muna, **{"f:need": '</textarea><script>alert("x")</script>\0', "f:city": '"><b>'})
    assert "<script>alert" not in answer.text
    assert "<b>" not in answer.text
    assert wrong(answer.text) == {"f-city": ports.packs["yusr"].texts["error.city.missing"].ar}


# What speaks against it


async def test_a_condition_not_met_needs_a_reason_which_the_history_keeps(ports: Any) -> None:
    async with at_work(ports) as muna:
        answer = await file(muna, **{"c:residence": "لا"})
        assert answer.status_code == 422
        assert "شرط لم يتحقق: أن تكون الجنسية سعودية" in answer.text
        assert count(ports) == 0
        sent = Fields(answer.text).sent
        without = await send(muna, sent)
        assert wrong(without.text) == {"reason": intake_words.REQUIRED}
        assert (await send(muna, sent | {"reason": "إقامته قيد التجديد"})).status_code == 303
        assert "إقامته قيد التجديد" in await muna.page("/console/a/1")
    [note] = rows(ports.database, "SELECT note FROM application_events")[0]
    assert ports.database.keyring.decrypt_json(note) == "إقامته قيد التجديد"


async def test_a_condition_that_is_not_clear_is_left_to_the_review(ports: Any) -> None:
    async with at_work(ports) as muna:
        assert (await file(muna, **{"c:residence": "unsure"})).status_code == 303
        html = await muna.page("/console/a/1")
    assert stored(ports, "answers")["residence"]["value"] is None
    assert "لم يتضح" in html


async def test_a_rule_not_met_needs_a_reason_too(ports: Any) -> None:
    rule = Condition(id="kind", says=Words(ar="للاستشارة التربوية"), rule="consultation_type in [educational]")
    ruled(ports, rule)
    async with at_work(ports) as muna:
        answer = await file(muna)
        assert "شرط لم يتحقق: للاستشارة التربوية" in answer.text
        sent = Fields(answer.text).sent | {"reason": "حالة خاصة"}
        assert (await send(muna, sent)).status_code == 303


async def test_a_reason_counts_only_for_what_staff_have_seen(ports: Any) -> None:
    async with at_work(ports) as muna:
        answer = await file(muna, **{"c:residence": "لا"})
        sent = Fields(answer.text).sent | {"reason": "سبب", "signed_name": "فهد تجربة الاختبار"}
        answer = await send(muna, sent)
        assert answer.status_code == 422
        assert intake_words.OTHER_SIGNER in answer.text
        assert (await send(muna, Fields(answer.text).sent)).status_code == 303


def ruled(ports: Any, *conditions: Condition) -> None:
    """As if Yusr's consultation had these conditions."""
    pack = ports.packs["yusr"]
    services = [
        s.model_copy(update={"conditions": [*s.conditions, *conditions]}) if s.id == "family_consultation" else s
        for s in pack.services
    ]
    ports.packs["yusr"] = pack.model_copy(update={"services": services, "version": "ruled"})


@pytest.fixture(autouse=True)
def own_packs(ports: Any) -> Iterator[None]:
    """The loaded packs are shared between tests: what one changes, it puts back."""
    before = dict(ports.packs)
    yield
    ports.packs.update(before)


async def test_an_open_application_of_the_same_number_is_shown_and_needs_a_tick(ports: Any) -> None:
    async with at_work(ports) as muna:
        await file(muna)
        answer = await file(muna)
        assert answer.status_code == 422
        assert stored(ports, "reference") in answer.text
        assert 'href="/console/a/1"' in answer.text
        assert count(ports) == 1
        sent = Fields(answer.text).sent
        assert (await send(muna, sent)).status_code == 422, "not ticked"
        assert (await send(muna, sent | {"twins": stored(ports, "reference")})).status_code == 303
    assert count(ports) == 2
    assert count(ports, "people") == 1
    assert rows(ports.database, "SELECT count(*) FROM audit_entries WHERE action = 'twin'") == [(2,)]


async def test_other_services_other_people_and_ended_applications_are_no_duplicates(ports: Any) -> None:
    async with at_work(ports) as muna:
        await file(muna)
        assert (await file(muna, **{"f:identity": OTHER_IDENTITY})).status_code == 303
        await do(muna, "withdraw")
        assert (await file(muna)).status_code == 303
    assert count(ports) == 3


# Once


async def test_a_form_sent_twice_makes_one_application(ports: Any) -> None:
    async with at_work(ports) as muna:
        sent = await fill(muna)
        answers = [await send(muna, sent) for _ in range(2)]
    assert [answer.headers.get("location") for answer in answers] == ["/console/a/1/intake"] * 2
    assert count(ports) == 1


async def test_a_form_sent_many_times_at_once_makes_one_application(ports: Any) -> None:
    async with at_work(ports) as muna:
        sent = await fill(muna)
        answers = await asyncio.gather(*(send(muna, sent) for _ in range(6)))
    assert {answer.headers.get("location") for answer in answers} == {"/console/a/1/intake"}
    assert count(ports) == 1


async def test_of_two_colleagues_who_file_the_same_at_once_one_is_told(ports: Any) -> None:
    async with at_work(ports) as muna, at_work(ports, "layla") as layla:
        sent = [await fill(muna), await fill(layla)]
        answers = await asyncio.gather(send(muna, sent[0]), send(layla, sent[1]))
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert count(ports) == 1


async def test_a_form_drawn_by_an_older_pack_is_shown_again_by_the_new_one(ports: Any) -> None:
    async with at_work(ports) as muna:
        sent = await fill(muna)
        ruled(ports, Condition(id="more", says=Words(ar="شرط جديد"), ask=Words(ar="سؤال جديد؟")))
        answer = await send(muna, sent)
        assert answer.status_code == 409
        assert intake_words.CHANGED in answer.text
        assert "سؤال جديد؟" in answer.text
        assert Fields(answer.text).sent["f:full_name"] == NAME
        assert (await send(muna, Fields(answer.text).sent | {"c:more": "نعم"})).status_code == 303


# Who may


@pytest.mark.parametrize(("role", "status"), [("committee", 403), ("auditor", 403), ("delegate", 200), ("admin", 200)])
async def test_the_roles_are_kept_on_the_server(ports: Any, role: str, status: int) -> None:
    async with at_work(ports) as muna:
        sent = await fill(muna)
    async with at_work(ports, "noura", role=role) as noura:
        for address in ("/console/intake", f"/console{CONSULTATION}"):
            assert (await noura.client.get(address)).status_code == status
        answer = await send(noura, sent | {"csrf": noura.csrf})
        assert answer.status_code == (303 if status == 200 else status)
        assert ("/console/intake" in await noura.page("/console/applications")) is (status == 200)
    assert count(ports) == (status == 200)


async def test_a_delegate_begins_with_their_own_way(ports: Any) -> None:
    async with at_work(ports, role="delegate") as fahd:
        assert Fields(await fahd.page(f"/console{CONSULTATION}")).sent["way"] == "delegate"


async def test_nothing_is_filed_without_the_token_a_sign_in_or_the_charity(ports: Any) -> None:
    async with at_work(ports) as muna:
        sent = await fill(muna)
        assert (await send(muna, sent | {"csrf": "guess"})).status_code == 403
        assert (await send(muna, sent | {"form": ""})).status_code == 400
    async with browser(ports) as client:
        assert (await client.post(f"/console{CONSULTATION}", data=sent)).headers["location"] == "/console/sign-in"
    async with at_work(ports, "layla", charities=("rida",)) as layla:
        assert (await send(layla, sent | {"csrf": layla.csrf})).status_code == 404
        assert "/console/intake/yusr" not in await layla.page("/console/intake")
    assert count(ports) == 0


async def test_filing_is_audited_and_says_nothing_of_the_person(ports: Any) -> None:
    async with at_work(ports) as muna:
        await file(muna)
    audited = rows(ports.database, "SELECT action, subject FROM audit_entries WHERE subject = 'application:1'")
    assert ("intake", "application:1") in audited
    assert NAME not in str(audited)
    assert IDENTITY not in str(audited)


async def test_writing_keeps_the_session_alive(ports: Any) -> None:
    async with at_work(ports) as muna:
        sent = await fill(muna)
        for _ in range(3):
            ports.clock.turn(20 * 60)
            assert (await muna.do("/intake/keep")).status_code == 204
        assert (await send(muna, sent)).status_code == 303


# Its life


async def test_a_move_says_that_nobody_could_be_told_until_the_person_writes(ports: Any) -> None:
    async with at_work(ports) as muna:
        await file(muna)
        assert (await do(muna, "check")).headers["location"] == "/console/a/1?notice=moved_untold"
        assert "لم يُبلَّغ المستفيد: لا محادثة معه" in await muna.page("/console/a/1")
        conversation = await hear(ports, "السلام عليكم", who=PHONE)
        assert "لا محادثة بعد" not in await muna.page("/console/a/1/intake")
        answer = await do(muna, "ask_information", reason="صورة من العقد")
        assert answer.headers["location"] == "/console/a/1?notice=moved_told"
        await deliver(ports, conversation)
    assert "صورة من العقد" in "\n".join(fake(ports).texts())


async def test_nobody_elses_number_hears_of_it(ports: Any) -> None:
    async with at_work(ports) as muna:
        await file(muna)
        await hear(ports, "السلام عليكم", who="+966500000008")
        assert (await do(muna, "check")).headers["location"] == "/console/a/1?notice=moved_untold"


# The receipt


async def test_the_receipt_is_downloaded_from_the_page_and_audited(ports: Any) -> None:
    async with at_work(ports) as muna:
        await file(muna)
        assert 'href="/console/a/1/receipt"' in await muna.page("/console/a/1")
        answer = await muna.client.get("/console/a/1/receipt")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        assert stored(ports, "reference") in answer.headers["content-disposition"]
    async with at_work(ports, "layla", charities=("rida",)) as layla:
        assert (await layla.client.get("/console/a/1/receipt")).status_code == 404
        assert (await layla.client.get("/console/a/1/intake")).status_code == 404
    assert rows(ports.database, "SELECT count(*) FROM audit_entries WHERE action = 'receipt'") == [(1,)]
