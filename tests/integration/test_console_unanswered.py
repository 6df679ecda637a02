"""What found no answer, in the console: each charity its own, the same words once, nobody's numbers."""

from pathlib import Path

from storage.engine import Database
from tests import console, line


async def test_the_same_words_stand_once_and_leave_the_list_together(database: Database, tmp_path: Path) -> None:
    ports = console.ports(database, tmp_path)
    await console.hear(ports, "غغغغ حضانه 0551234567", who="+966500000001")
    await console.hear(ports, "غغغغ حضانة 0559999999", who="+966500000002")
    await console.hear(ports, "<b>ششش</b>", who="+966500000003")
    async with console.at_work(ports) as muna:
        listed = await muna.page("/console/unanswered")
        assert listed.count('<li class="entry unanswered">') == 2
        assert "غغغغ حضانة *" in listed
        assert "التكرار: 2" in listed
        assert "المحادثات: 2" in listed
        assert "&lt;b&gt;ششش" in listed
        assert "0559999999" not in listed
        (number,) = line.rows(database, "SELECT min(id) FROM unanswered_questions")[0]
        done = await muna.do(f"/unanswered/{number}/settle")
        assert done.headers["location"].endswith("?notice=settled")
        left = await muna.page("/console/unanswered?notice=settled")
        assert left.count('<li class="entry unanswered">') == 1
        assert "غغغغ" not in left
    assert line.rows(database, "SELECT count(*) FROM unanswered_questions WHERE taught_at IS NULL") == [(1,)]
    assert line.rows(database, "SELECT count(*) FROM audit_entries WHERE action = 'settle'") == [(1,)]


async def test_other_charities_and_other_roles_may_not(database: Database, tmp_path: Path) -> None:
    ports = console.ports(database, tmp_path)
    await console.hear(ports, "غغغغ")
    (number,) = line.rows(database, "SELECT min(id) FROM unanswered_questions")[0]
    async with console.at_work(ports, charities=("najran",)) as stranger:
        assert "لا أسئلة هنا" in await stranger.page("/console/unanswered")
        await stranger.do(f"/unanswered/{number}/settle")
    async with console.at_work(ports, "audi", role="auditor") as auditor:
        listed = await auditor.page("/console/unanswered")
        assert "غغغغ" in listed
        assert "/settle" not in listed
        assert (await auditor.do(f"/unanswered/{number}/settle")).status_code == 403
    assert line.rows(database, "SELECT count(*) FROM unanswered_questions WHERE taught_at IS NULL") == [(1,)]
