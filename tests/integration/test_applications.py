"""What staff do with an application in the console, over real HTTP and a real database, against the real engine."""

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from bot.clock import RIYADH
from channels.fake import Fake
from flows.pack import Pack
from flows.part import Words
from flows.service import Condition
from storage import packs
from storage.engine import Database
from storage.tables import Address, Application, Conversation, table
from tests import console as desk
from tests import samples
from tests.console import IDENTITY, Colleague, at_work, browser, deliver, fake, hear
from tests.line import rows
from tests.sender import ALL, Person, applied, open_house

NAME = desk.FORM[1]
# Conditions, name, identity, mobile, city, kind of consultation, need, paper later, confirm, agree, signature.
WHOLE = ("أريد التقديم", *desk.FORM, "0500000001", "جدة", "نفسية", "تخطي", "لاحقا", "1", "1", NAME)
PERSON, OTHER = "+966500000001", "1000000016"
PAGE = "/console/a/1"


class Phone(Fake):
    """A recording channel under another name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


@pytest.fixture
def ports(database: Database, tmp_path: Path) -> Any:
    return desk.ports(database, tmp_path)


@pytest.fixture
async def person(database: Database, tmp_path: Path) -> AsyncIterator[Person]:
    async with open_house(database, tmp_path) as opened:
        yield opened


async def file_one(ports: Any) -> int:
    """The person applies for a consultation; the conversation."""
    conversation = await hear(ports, *WHOLE)
    assert rows(ports.database, "SELECT count(*) FROM applications") == [(1,)]
    return conversation


async def file_another(ports: Any) -> None:
    """Somebody else applies, with another identity number."""
    await hear(ports, *(OTHER if text == IDENTITY else text for text in WHOLE), who="+966500000002")
    assert rows(ports.database, "SELECT count(*) FROM applications") == [(2,)]


async def do(colleague: Colleague, move: str, application: int = 1, **fields: str) -> Any:
    """Open the page, fill in the form of the move and send it."""
    html = await colleague.page(f"/console/a/{application}")
    seen = re.search(r'name="seen" value="(\d+)"', html)
    sent = {"seen": seen[1] if seen else "", **fields}
    return await colleague.do(f"/a/{application}/move", move=move, **sent)


def later(ports: Any, days: int = 2) -> dict[str, str]:
    at = (ports.clock() + timedelta(days=days)).astimezone(RIYADH)
    return {"date": at.strftime("%Y-%m-%d"), "time": "10:30", "place": "مقر الجمعية"}


def mark(database: Database, column: str, at: datetime) -> None:
    database.write_now(lambda connection: connection.execute(update(table(Address)).values({column: at})))


def of_another_service(database: Database) -> None:
    """As if it had been filed for the skills programmes."""
    other = update(table(Application)).values(service="skills_programmes")
    database.write_now(lambda connection: connection.execute(other))


def speak(database: Database, language: str) -> None:
    """As if the person had asked for this language."""

    def inside(connection: Connection) -> None:
        conversation = table(Conversation)
        session = connection.execute(select(conversation.c.session)).scalar_one()
        connection.execute(update(conversation).values(session={**session, "language": language}))

    database.write_now(inside)


def status(ports: Any) -> str:
    return str(rows(ports.database, "SELECT status FROM applications")[0][0])


def said(ports: Any) -> str:
    return "\n".join(fake(ports).texts())


# The list


async def test_the_list_shows_who_has_waited_longest_first_and_filters(ports: Any) -> None:
    await file_one(ports)
    ports.clock.turn(3600)
    await file_another(ports)
    ports.clock.turn(3600)
    async with at_work(ports) as muna:
        html = await muna.page("/console/applications")
        assert re.findall(r"/console/a/(\d+)", html) == ["1", "2"]
        assert "على هذه الحال منذ ساعتين" in html
        await do(muna, "check")
        assert re.findall(r"/console/a/(\d+)", await muna.page("/console/applications")) == ["2", "1"]
        assert re.findall(r"/console/a/(\d+)", await muna.page("/console/applications?status=checking")) == ["1"]
        assert "لا طلبات هنا" in await muna.page("/console/applications?status=committee")
        assert "لا طلبات هنا" in await muna.page("/console/applications?service=skills_programmes")


async def test_the_committee_begins_with_what_waits_for_it_and_not_with_the_queue(ports: Any) -> None:
    await file_one(ports)
    async with at_work(ports, "saad", role="committee") as saad:
        answer = await saad.sign_in()
        assert answer.headers["location"] == "/console/applications"
        assert "لا طلبات هنا" in await saad.page("/console/applications")
        assert "/console/a/1" in await saad.page("/console/applications?status=")


async def test_nothing_is_shown_of_another_charity_or_without_signing_in(ports: Any) -> None:
    await file_one(ports)
    async with browser(ports) as client:
        for address in ("/console/applications", PAGE):
            assert (await client.get(address)).headers["location"] == "/console/sign-in"
    async with at_work(ports, charities=("elsewhere",)) as muna:
        assert "/console/a/1" not in await muna.page("/console/applications")
        assert (await muna.client.get(PAGE)).status_code == 404
        for action in ("move", "correct", "reveal"):
            assert (await muna.do(f"/a/1/{action}", move="check", field="city", value="جدة")).status_code == 404
    assert status(ports) == "submitted"


# The page


async def test_the_page_shows_the_application_with_where_each_answer_came_from(ports: Any) -> None:
    conversation = await file_one(ports)
    async with at_work(ports) as muna:
        html = await muna.page(PAGE)
        reference = rows(ports.database, "SELECT reference FROM applications")[0][0]
        for shown in (reference, NAME, "رقم الهوية أو الإقامة", "0500000001", "نفسية", "كتابةً", "شروط الخدمة", "متحقق"):
            assert shown in html, shown
        assert "يطابق الإجابات الحالية" in html
        assert "لم يصل بعد" in html, "the paper that was put off"
        assert f'href="/console/c/{conversation}"' in html
        assert 'href="/console/a/1"' in await muna.page(f"/console/c/{conversation}")


async def test_conditions_are_judged_by_the_version_of_the_pack_that_the_application_was_made_under(ports: Any) -> None:
    """By the answers, asked or computed, on the day of the application."""
    await file_one(ports)
    old = with_conditions(
        ports.packs["yusr"],
        met="consultation_type in [psychological]",
        unmet="consultation_type in [educational]",
        unclear="need in [educational]",
        told="",
    )
    ports.database.write_now(packs.keep, old, ports.clock())
    async with at_work(ports) as muna:
        assert "الشرط" not in await muna.page(PAGE), "the present version"
        made_under = update(table(Application)).values(pack=old.version)
        ports.database.write_now(lambda connection: connection.execute(made_under))
        html = await muna.page(PAGE)
    shown = dict(re.findall(r'<li>الشرط (\w+) <span class="tag[^"]*">([^<]+)</span>', html))
    assert shown == {"met": "متحقق", "unmet": "غير متحقق", "unclear": "لم يتضح", "told": "ينظر فيه الموظف"}


def with_conditions(pack: Pack, **rules: str) -> Pack:
    """An older version of the pack, whose consultation has these conditions."""
    conditions = [Condition(id=name, says=Words(ar=f"الشرط {name}"), rule=rule) for name, rule in rules.items()]
    services = [
        s.model_copy(update={"conditions": conditions}) if s.id == "family_consultation" else s for s in pack.services
    ]
    return pack.model_copy(update={"version": "older", "services": services})


async def test_the_identity_number_is_masked_and_every_look_at_it_is_written_down(ports: Any) -> None:
    await file_one(ports)
    async with at_work(ports) as muna:
        assert IDENTITY not in await muna.page(PAGE)
        assert IDENTITY in (await muna.do("/a/1/reveal", field="identity")).text
    done = rows(ports.database, "SELECT action FROM audit_entries WHERE subject = 'application:1' ORDER BY id")
    assert done == [("read",), ("reveal:identity",)]


async def test_other_applications_of_the_same_number_are_shown(ports: Any) -> None:
    await file_one(ports)
    await file_another(ports)
    async with at_work(ports) as muna:
        assert "/console/a/2" not in await muna.page(PAGE)
        await muna.do("/a/2/correct", field="identity", value=IDENTITY)
        html = await muna.page(PAGE)
    assert "طلبات أخرى برقم الهوية نفسه" in html
    assert 'href="/console/a/2"' in html


# Moves


async def test_a_move_is_made_told_and_written_in_the_history(ports: Any) -> None:
    conversation = await file_one(ports)
    async with at_work(ports) as muna:
        answer = await do(muna, "check")
        assert answer.headers["location"] == f"{PAGE}?notice=moved_told"
        assert ports.wake.lost[-1] == conversation
        await deliver(ports, conversation)
        html = await muna.page(PAGE)
    assert status(ports) == "checking"
    assert "بدأنا مراجعة بيانات طلبك" in said(ports)
    assert "بدأت المراجعة" in html
    assert "Muna" in html
    assert "أُرسلت" in html


async def test_the_whole_way_through_the_committee_needs_two_people(ports: Any) -> None:
    conversation = await file_one(ports)
    async with at_work(ports, role="supervisor") as muna, at_work(ports, "saad", role="committee") as saad:
        await do(muna, "check")
        await do(muna, "recommend", way="accept", reason="تنطبق الشروط")
        html = await muna.page(PAGE)
        assert "القرار لشخص آخر" in html
        assert 'value="accept"' not in html
        refused = await do(muna, "accept")
        assert (refused.status_code, "القرار لشخص آخر" in refused.text) == (409, True)
        assert "توصية الباحث: <strong>القبول" in await saad.page(PAGE)
        assert (await do(saad, "accept")).status_code == 303
        assert (await do(saad, "serve")).status_code == 409, "the committee decides, it does not serve"
        await do(muna, "serve")
    assert status(ports) == "served"
    await deliver(ports, conversation)
    assert "نبشرك بقبول طلبك" in said(ports)
    assert "قُدمت لك خدمة" in said(ports)
    assert "تنطبق الشروط" not in said(ports), "the reason of a recommendation is for the committee"


@pytest.mark.parametrize("role", ["delegate", "auditor"])
async def test_delegates_and_auditors_only_read(ports: Any, role: str) -> None:
    conversation = await file_one(ports)
    async with at_work(ports, role=role) as muna:
        html = await muna.page(PAGE)
        assert "الاطلاع فقط" in html
        assert "/a/1/move" not in html
        assert "/a/1/correct" not in html
        assert (await do(muna, "check")).status_code == 409
        assert (await muna.do("/a/1/correct", field="city", value="الرياض")).status_code == 409
        assert (await muna.do("/a/1/reveal", field="identity")).status_code == 403
        assert "الاطلاع فقط" in await muna.page(f"/console/c/{conversation}")
        for action in ("claim", "reply", "note", "reveal", "hand-back", "release", "keep"):
            assert (await muna.do(f"/c/{conversation}/{action}", text="x")).status_code == 403
    assert status(ports) == "submitted"
    assert rows(ports.database, "SELECT owner FROM conversations") == [("bot",)]


async def test_every_form_needs_the_sessions_own_token(ports: Any) -> None:
    await file_one(ports)
    async with at_work(ports) as muna:
        for action in ("move", "correct", "reveal"):
            fields = {"move": "check", "field": "city", "value": "الرياض", "csrf": "guess"}
            assert (await muna.client.post(f"{PAGE}/{action}", data=fields)).status_code == 403
    assert status(ports) == "submitted"


async def test_a_raced_move_says_so_and_loses_no_word(ports: Any) -> None:
    await file_one(ports)
    async with at_work(ports) as muna, at_work(ports, "layla") as layla:
        await do(muna, "check")
        page = await muna.page(PAGE)
        seen = re.search(r'name="seen" value="(\d+)"', page)
        assert seen
        await do(layla, "recommend", way="accept", reason="تنطبق")
        answer = await muna.do("/a/1/move", move="ask_information", reason="صورة من العقد", seen=seen[1])
    assert answer.status_code == 409
    assert "تغيّر الطلب بعد فتح هذه الصفحة" in answer.text
    assert "صورة من العقد" in answer.text
    assert status(ports) == "committee"


async def test_a_form_sent_twice_is_one_move(ports: Any) -> None:
    await file_one(ports)
    async with at_work(ports) as muna:
        seen = re.search(r'name="seen" value="(\d+)"', await muna.page(PAGE))
        assert seen
        answers = [await muna.do("/a/1/move", move="check", seen=seen[1]) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert rows(ports.database, "SELECT count(*) FROM application_events WHERE move = 'check'") == [(1,)]


async def test_what_is_missing_in_a_form_is_said_and_what_was_typed_stays(ports: Any) -> None:
    await file_one(ports)
    async with at_work(ports) as muna:
        await do(muna, "check")
        for fields, why in (
            ({"way": "", "reason": "كلام كُتب"}, "يلزم اختيار التوصية"),
            ({"way": "accept", "reason": " "}, "يلزم كتابة السبب"),
            ({"way": "accept", "reason": "ك" * 2001}, "النص طويل"),
        ):
            answer = await do(muna, "recommend", **fields)
            assert answer.status_code == 409
            assert why in answer.text
            assert fields["reason"].strip() in answer.text


async def test_an_interview_is_planned_told_and_recorded(ports: Any) -> None:
    """On the skills programmes, which ask for one."""
    conversation = await file_one(ports)
    of_another_service(ports.database)
    async with at_work(ports) as muna:
        await do(muna, "check")
        assert "قبل التوصية يلزم: مقابلة" in await muna.page(PAGE)
        past = await do(muna, "interview", date="2020-01-01", time="10:00", place="المقر")
        assert "يلزم للموعد تاريخ ووقت قادمان" in past.text
        assert 'value="2020-01-01"' in past.text
        await do(muna, "interview", **later(ports))
        await deliver(ports, conversation)
        assert "يوم الثلاثاء 3 نوفمبر 2026، الساعة 10:30 صباحًا" in said(ports)
        assert "مقر الجمعية" in said(ports)
        await do(muna, "record_visit", way="missed", reason="لم تحضر")
        assert "قبل التوصية يلزم: مقابلة" in await muna.page(PAGE)
        await do(muna, "interview", **later(ports, 4))
        await do(muna, "record_visit", way="held", reason="تمت بخير")
        html = await muna.page(PAGE)
    assert "قبل التوصية يلزم" not in html
    assert "تمت بخير" in html


async def test_an_interview_without_an_appointment_is_recorded_and_nobody_is_told(ports: Any) -> None:
    conversation = await file_one(ports)
    of_another_service(ports.database)
    visit = {"way": "held", "kind": "interview", "place": "مقر الجمعية", "reason": "حضرت بلا موعد"}
    async with at_work(ports) as muna:
        await do(muna, "check")
        await deliver(ports, conversation)
        sent = len(fake(ports).sent)
        assert "تسجيل مقابلة أو زيارة تمت دون موعد" in await muna.page(PAGE)
        early = await do(muna, "record_visit", **(visit | later(ports)))
        assert "تاريخ ووقت مضيا" in early.text
        assert "حضرت بلا موعد" in early.text
        past = {"date": ports.clock().astimezone(RIYADH).strftime("%Y-%m-%d"), "time": "08:30"}
        assert (await do(muna, "record_visit", **visit, **past)).status_code == 303
        html = await muna.page(PAGE)
    assert "سُجِّلت مقابلة أو زيارة تمت دون موعد" in html
    assert "قبل التوصية يلزم" not in html
    await deliver(ports, conversation)
    assert len(fake(ports).sent) == sent


async def test_a_service_without_visits_offers_none_to_record(ports: Any) -> None:
    await file_one(ports)
    async with at_work(ports) as muna:
        await do(muna, "check")
        assert 'value="record_visit"' not in await muna.page(PAGE)


@pytest.mark.parametrize(("language", "told"), [("ar", "أما الموعد السابق"), ("en", "The earlier appointment")])
async def test_who_had_an_appointment_hears_that_it_is_cancelled(ports: Any, language: str, told: str) -> None:
    conversation = await file_one(ports)
    of_another_service(ports.database)
    speak(ports.database, language)
    async with at_work(ports) as muna:
        await do(muna, "check")
        await do(muna, "interview", **later(ports))
        await deliver(ports, conversation)
        assert told not in said(ports)
        await do(muna, "ask_information", reason="صورة من العقد")
        await deliver(ports, conversation)
    notice = next(text for text in fake(ports).texts() if told in text)
    assert "10:30" in notice


async def test_a_paper_that_staff_tick_is_asked_for_by_its_name(ports: Any) -> None:
    conversation = await file_one(ports)
    async with at_work(ports) as muna:
        await do(muna, "check")
        assert "الهوية" in await muna.page(PAGE)
        await do(muna, "ask_information", reason="الصورة غير واضحة", **{"paper:identity_paper": "yes"})
        assert "لا تُرسل" not in (html := await muna.page(PAGE))
        assert html.count('<span class="tag">الهوية') == 1, "the history names the paper"
    await deliver(ports, conversation)
    notice, asked = fake(ports).texts()[-2:]
    assert "الصورة غير واضحة" in notice
    assert "والأوراق المطلوبة" not in notice, "the next message lists them"
    assert "بقي لطلب" in notice
    assert "نحتاج صورة أو ملف PDF: الهوية الوطنية" in asked
    assert rows(ports.database, "SELECT kind, wanted FROM documents") == [("identity_paper", 1)]


async def asked_again(person: Person) -> None:
    """An application whose identity paper came, and is asked for again."""
    await applied(person, samples.picture())
    async with at_work(person.ports) as muna:
        await do(muna, "check")
        await do(muna, "ask_information", reason="الصورة غير واضحة", **{"paper:identity_paper": "yes"})
        assert "طُلب من جديد" in await muna.page(PAGE)
    await deliver(person.ports, 1)


async def test_once_the_papers_asked_for_are_in_the_application_goes_back_to_its_researcher(person: Person) -> None:
    await asked_again(person)
    await person.send(samples.picture("PNG"))
    assert "وهل بقي شيء آخر" in await person.say(ALL)
    assert status(person.ports) == "needs_information"
    assert "أُضيف ما أرسلته" in await person.say(ALL)
    assert status(person.ports) == "checking"
    assert rows(person.ports.database, "SELECT kind, wanted FROM documents") == [("identity_paper", 0)]


async def test_whoever_has_more_to_send_after_the_papers_is_asked_in_the_words_of_staff(person: Person) -> None:
    await asked_again(person)
    await person.send(samples.picture("PNG"))
    await person.say(ALL)
    assert "الصورة غير واضحة" in await person.say("بقي شيء أرسله")


async def test_a_paper_put_off_leaves_the_application_where_it_waits(person: Person) -> None:
    await asked_again(person)
    assert "نستقبلها هنا" in await person.say("لاحقا")
    assert status(person.ports) == "needs_information"
    assert "الهوية" in await person.say("وش الأوراق الناقصة")


async def test_a_file_outside_the_services_papers_that_was_found_wanting_is_not_asked_for_by_name(
    person: Person,
) -> None:
    """It has no name. Staff ask for another one in words."""
    await applied(person, samples.picture())
    async with at_work(person.ports) as muna:
        await do(muna, "check")
        await do(muna, "ask_information", reason="صورة العقد")
        await deliver(person.ports, 1)
        await person.send(samples.picture("PNG"))
        await person.say(ALL)
        assert rows(person.ports.database, "SELECT count(*) FROM documents WHERE kind LIKE 'extra%'") == [(1,)]
        assert (await muna.do("/a/1/papers/2", verdict="differs")).status_code == 303
    assert "لا تنقص طلباتك" in await person.say("وش الأوراق الناقصة")


async def test_an_open_form_is_not_left_for_papers_which_the_notice_then_lists(ports: Any) -> None:
    conversation = await file_one(ports)
    of_another_service(ports.database)
    ports.clock.turn(60)
    await hear(ports, "أريد التقديم", "نعم")
    async with at_work(ports) as muna:
        await do(muna, "check")
        await do(muna, "ask_information", reason="إثبات أوضح", **{"paper:marital_status_proof": "yes"})
    await deliver(ports, conversation)
    last = fake(ports).texts()[-1]
    assert "إثبات أوضح" in last
    assert "والأوراق المطلوبة:\n•" in last


async def test_a_paper_that_is_none_of_the_services_is_refused(ports: Any) -> None:
    await file_one(ports)
    async with at_work(ports) as muna:
        await do(muna, "check")
        answer = await do(muna, "ask_information", reason="كلام كُتب", **{"paper:passport": "yes"})
    assert (answer.status_code, "ليست من أوراق الخدمة" in answer.text) == (409, True)
    assert "كلام كُتب" in answer.text
    assert status(ports) == "checking"


async def test_what_is_missing_is_asked_for_in_the_words_of_staff(ports: Any) -> None:
    conversation = await file_one(ports)
    async with at_work(ports) as muna:
        await do(muna, "check")
        await do(muna, "ask_information", reason="صورة من عقد الإيجار")
        await deliver(ports, conversation)
        assert "صورة من عقد الإيجار" in said(ports)
        assert (await do(muna, "supply")).headers["location"].endswith("moved")
    assert status(ports) == "checking"


async def test_a_refusal_tells_its_reason_and_what_can_be_done_now(ports: Any) -> None:
    conversation = await file_one(ports)
    async with at_work(ports) as muna, at_work(ports, "saad", role="committee") as saad:
        await do(muna, "check")
        await do(muna, "recommend", way="reject", reason="رأي الباحث")
        assert "يلزم كتابة السبب" in (await do(saad, "reject")).text
        await do(saad, "reject", reason="الخدمة لغير هذه الحالة")
    await deliver(ports, conversation)
    assert "الخدمة لغير هذه الحالة" in said(ports)
    assert "رأي الباحث" not in said(ports)
    assert any(sent.payload["buttons"] for sent in fake(ports).sent[-2:])


# Corrections


async def test_a_correction_is_parsed_marked_and_asks_for_a_new_declaration(ports: Any) -> None:
    await file_one(ports)
    async with at_work(ports) as muna:
        answer = await muna.do("/a/1/correct", field="city", value="الرياض", how="visit")
        assert answer.headers["location"] == f"{PAGE}?notice=corrected"
        html = await muna.page(PAGE)
        assert "يحتاج إقرارًا جديدًا" in html
        assert "من زيارة" in html
        assert "كانت: <bdi>جدة</bdi>" in html
        await muna.do("/a/1/correct", field="city", value="جدة")
        assert "يطابق الإجابات الحالية" in await muna.page(PAGE)


async def test_a_correction_that_the_chat_would_refuse_is_refused_with_its_words_kept(ports: Any) -> None:
    await file_one(ports)
    async with at_work(ports) as muna:
        wrong = await muna.do("/a/1/correct", field="identity", value="1000000009")
        assert wrong.status_code == 422
        assert 'value="1000000009"' in wrong.text
        assert (await muna.do("/a/1/correct", field="nothing", value="x")).status_code == 409
        same = await muna.do("/a/1/correct", field="consultation_type", value="نفسية")
        assert same.headers["location"].endswith("unchanged")
        other = await muna.do("/a/1/correct", field="consultation_type", value="تربوية")
        assert other.headers["location"].endswith("corrected")
    assert rows(ports.database, "SELECT detail FROM application_events WHERE move = 'correct'") == [
        ("consultation_type",)
    ]


async def test_a_corrected_identity_number_stays_masked_in_the_history(ports: Any) -> None:
    await file_one(ports)
    async with at_work(ports) as muna:
        await muna.do("/a/1/correct", field="identity", value=OTHER)
        html = await muna.page(PAGE)
    assert IDENTITY not in html
    assert OTHER not in html


# Telling the person


async def test_after_whatsapps_window_the_person_hears_by_sms(database: Database, tmp_path: Path) -> None:
    ports: Any = desk.ports(database, tmp_path, channel="whatsapp")
    sms = Phone("sms")
    ports.channels["yusr", "sms"] = sms
    await file_one(ports)
    ports.clock.turn(24 * 3600)
    async with at_work(ports) as muna:
        await do(muna, "check")
        await deliver(ports, 2)
        assert "رسائل نصية" in await muna.page(PAGE)
    assert [sent.address for sent in sms.sent] == [PERSON]
    # What it says, and who hears the whole of it: test_private.py.
    assert "وصل خبر عن طلبك" in sms.texts()[0]


@pytest.mark.parametrize("column", ["blocked_at", "opted_out_at"])
async def test_who_cannot_be_told_is_not_written_to_and_staff_see_it(
    database: Database, tmp_path: Path, column: str
) -> None:
    ports: Any = desk.ports(database, tmp_path, channel="whatsapp")
    await file_one(ports)
    sent = len(fake(ports).sent)
    mark(database, column, ports.clock())
    async with at_work(ports) as muna:
        assert (await do(muna, "check")).headers["location"].endswith("moved_untold")
        assert "لم يُبلَّغ المستفيد" in await muna.page(PAGE)
    await deliver(ports, 1)
    assert len(fake(ports).sent) == sent
    assert status(ports) == "checking"


async def test_whoever_opted_out_on_a_channel_of_ours_still_hears_of_their_application(ports: Any) -> None:
    await file_one(ports)
    mark(ports.database, "opted_out_at", ports.clock())
    async with at_work(ports) as muna:
        await do(muna, "check")
    await deliver(ports, 1)
    assert "بدأنا مراجعة" in said(ports)


async def test_a_notice_is_sent_although_a_colleague_takes_the_conversation_over(ports: Any) -> None:
    conversation = await file_one(ports)
    async with at_work(ports) as muna:
        await do(muna, "check")
        await muna.do(f"/c/{conversation}/claim")
    await deliver(ports, conversation)
    assert "بدأنا مراجعة" in said(ports)


async def test_an_open_form_is_not_disturbed_by_a_notice(ports: Any) -> None:
    conversation = await file_one(ports)
    # While one is open, a second one for the same service is not begun.
    of_another_service(ports.database)
    ports.clock.turn(60)
    await hear(ports, "أريد التقديم", "نعم")
    async with at_work(ports) as muna:
        await do(muna, "check")
        await deliver(ports, conversation)
    await hear(ports, NAME)
    assert "رقم هويتك" in fake(ports).texts()[-1]
