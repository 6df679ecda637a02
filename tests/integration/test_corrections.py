"""A person corrects a submitted application: the records afterwards."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from channels.fake import Fake
from flows.signing import answers_digest
from storage import receipts
from storage.engine import Database
from storage.tables import Application, ApplicationEvent, Declaration, table
from tests import line
from tests.applying import CHARITY, NAME, UPDATE, Applicant, ports

CORRECTION = (UPDATE, "تعديل إجابة في الطلب", "المدينة", "مكة", "صحيح، نكمل", "أقر وأوافق")


def stored(database: Database, model: Any) -> list[Any]:
    rows = table(model)
    return database.read_now(lambda connection: list(connection.execute(select(rows).order_by(rows.c.id)).all()))


async def test_the_answer_is_replaced_the_old_one_kept_and_the_whole_declared_anew(
    database: Database, tmp_path: Path
) -> None:
    clock = line.Clock()
    house = ports(database, tmp_path, lambda _: Fake(), clock=clock)
    person = Applicant(house)
    reference = await person.applies()
    clock.turn(3600)
    heard = await person.says(*CORRECTION, NAME)
    assert reference in heard[-1]
    [application] = stored(database, Application)
    assert ("مك" in application.answers["city"]["shown"], application.status) == (True, "submitted")
    submitted, corrected = stored(database, ApplicationEvent)
    assert (submitted.move, corrected.move, corrected.detail, corrected.actor) == (
        "submit",
        "correct",
        "city",
        "person",
    )
    assert (corrected.before, corrected.after, corrected.note["shown"]) == ("submitted", "submitted", "جدة")
    first, second = stored(database, Declaration)
    assert first.form_digest != second.form_digest == second.answers_digest
    assert (second.signed_name, second.channel, second.at) == (NAME, "fake", clock.at)
    assert second.inbox_id > first.inbox_id
    filed = database.read_now(lambda c: receipts.find(c, CHARITY, reference))
    assert filed is not None
    assert (filed.digest, filed.declared_at) == (answers_digest(dict(filed.answers)), clock.at)
    await house.close()


async def test_another_name_than_the_applicants_does_not_sign_it(database: Database, tmp_path: Path) -> None:
    house = ports(database, tmp_path, lambda _: Fake())
    person = Applicant(house)
    await person.applies()
    heard = await person.says(*CORRECTION, "سارة علي الشهري")
    assert "لا يطابق" in heard[-1]
    assert len(stored(database, Declaration)) == 1
    await house.close()


async def test_another_identity_number_is_another_person(database: Database, tmp_path: Path) -> None:
    house = ports(database, tmp_path, lambda _: Fake())
    person = Applicant(house)
    await person.applies()
    [before] = stored(database, Application)
    change = (UPDATE, "تعديل إجابة في الطلب", "رقم الهوية أو الإقامة", "2000000006", "صحيح، نكمل", "أقر وأوافق", NAME)
    await person.says(*change)
    [after] = stored(database, Application)
    assert after.answers["identity"]["value"] == "2000000006"
    assert after.person_id != before.person_id
    assert "1526018153" not in str(line.rows(database, "SELECT detail, note FROM application_events"))
    await house.close()


@pytest.mark.parametrize("status", ["interview", "committee", "rejected"])
async def test_an_application_that_moved_on_is_not_changed(database: Database, tmp_path: Path, status: str) -> None:
    house = ports(database, tmp_path, lambda _: Fake())
    person = Applicant(house)
    await person.applies()
    await person.says(*CORRECTION)
    database.write_now(lambda c: c.execute(text("UPDATE applications SET status = :now"), {"now": status}))
    heard = await person.says(NAME)
    assert "لا تُعدَّل" in heard[-1]
    [application] = stored(database, Application)
    assert (application.answers["city"]["shown"], len(stored(database, Declaration))) == ("جدة", 1)
    await house.close()
