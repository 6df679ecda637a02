"""What was not delivered, in the console: seen by its own charity, sent again once, written down."""

from pathlib import Path

from channels.base import SendError
from storage.engine import Database
from tests import console, line


async def test_what_failed_is_listed_and_sent_again_once(database: Database, tmp_path: Path) -> None:
    ports = console.ports(database, tmp_path)
    fake = console.fake(ports)
    fake.fail(SendError("invalid"))
    key = await console.hear(ports, "أريد التقديم")
    (number,) = line.rows(database, "SELECT id FROM deliveries WHERE state = 'failed'")[0]
    async with console.at_work(ports) as muna:
        listed = await muna.page("/console/undelivered")
        assert "لم تُرسل: رفضت القناة الرسالة" in listed
        assert f"/console/c/{key}" in listed
        lost = [sent for sent in fake.sent if sent.payload["text"] in listed]
        assert lost == [], "nobody's words stand in the list"
        for notice in ("retried", "not_retried"):
            done = await muna.do(f"/undelivered/{number}/retry")
            assert done.headers["location"].endswith(notice)
        before = len(fake.sent)
        await console.deliver(ports, key)
        assert len(fake.sent) == before + 1
        assert "لا رسائل هنا" in await muna.page("/console/undelivered?notice=retried")
        assert "أُرسلت" in await muna.page(f"/console/c/{key}")
    assert line.rows(database, "SELECT count(*) FROM audit_entries WHERE action = 'retry'") == [(1,)]


async def test_other_charities_and_other_roles_may_not(database: Database, tmp_path: Path) -> None:
    ports = console.ports(database, tmp_path)
    console.fake(ports).fail(SendError("unknown"))
    await console.hear(ports, "أريد التقديم")
    (number,) = line.rows(database, "SELECT id FROM deliveries WHERE state = 'unknown'")[0]
    async with console.at_work(ports, charities=("najran",)) as stranger:
        assert "لا رسائل هنا" in await stranger.page("/console/undelivered")
        assert (await stranger.do(f"/undelivered/{number}/retry")).headers["location"].endswith("not_retried")
    async with console.at_work(ports, "audi", role="auditor") as auditor:
        listed = await auditor.page("/console/undelivered")
        assert "لا نعلم هل وصلت" in listed
        assert "/retry" not in listed
        assert (await auditor.do(f"/undelivered/{number}/retry")).status_code == 403
    assert line.rows(database, "SELECT count(*) FROM deliveries WHERE state = 'retried'") == [(0,)]
