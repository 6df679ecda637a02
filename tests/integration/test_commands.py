"""The commands of the house as an operator runs them: what is printed, and what is told when something is wrong."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from bot import packs, understanding
from bot.cli import app
from bot.ports import Understander
from bot.settings import Settings
from bot.staff import fits
from flows import library
from storage.crypto import open_keyring
from storage.engine import Database
from tests.models import data_folder

ROOT = Path(__file__).resolve().parents[2]
CHANNELS = ("web", "telegram", "whatsapp", "sms")
OUT = {"in", "out", "intent", "confidence", "events", "owner"}
PASSWORD = "a long enough password"
SECRET = "geheim-4711"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of these tests, with the model of the present data."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "models").symlink_to(data_folder() / "models")
    return folder


@pytest.fixture(scope="module")
def understander(data: Path) -> Understander:
    read = Settings(data_dir=data, charities_dir=ROOT / "charities")
    return understanding.understander(read, packs.load_all(read.charities_dir, library.texts()))


@pytest.fixture(autouse=True)
def surroundings(data: Path, understander: Understander, monkeypatch: pytest.MonkeyPatch) -> None:
    # Read once for the module; the commands that are run as processes read it themselves.
    monkeypatch.setattr(understanding, "understander", lambda *_, **__: understander)
    for name in [name for name in os.environ if name.startswith("SANAD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SANAD_DATA_DIR", str(data))
    monkeypatch.chdir(ROOT)


def sanad(*words: str, said: str = "") -> Result:
    return CliRunner().invoke(app, words, input=said)


def told(result: Result) -> str:
    """The one clear line of a command that failed."""
    assert result.exit_code == 1, result.output
    assert not isinstance(result.exception, Exception) or isinstance(result.exception, SystemExit), result.exception
    [line] = result.stderr.splitlines()
    assert line.startswith("sanad: ")
    return line


def lines(*objects: object) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)


def replayed(channel: str, *objects: object) -> list[dict[str, Any]]:
    result = sanad("replay", "--charity", "yusr", "--channel", channel, said=lines(*objects))
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


# --- check ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "charities", tmp_path / "charities")
    monkeypatch.setenv("SANAD_CHARITIES_DIR", str(tmp_path / "charities"))
    return tmp_path / "charities"


@pytest.mark.parametrize(
    ("file", "added", "words"),
    [
        ("pack.yaml", "nonsense: true\n", "nonsense"),
        ("pack.yaml", "prefix: YSR\n", "prefix"),
        ("faq.yaml", "  - id: [\n", ""),
        ("texts/en.yaml", "extra.text: Only English\n", "extra.text"),
    ],
)
def test_a_broken_pack_fails_the_check_with_file_and_line(copied: Path, file: str, added: str, words: str) -> None:
    path = copied / "yusr" / file
    path.write_text(path.read_text("utf-8") + added, "utf-8")
    result = sanad("check")
    last = len(path.read_text("utf-8").splitlines())
    assert result.exit_code == 1
    found = [line for line in result.stdout.splitlines() if line.startswith(f"yusr/{file}:") and ": error" in line]
    assert any(words in line and last - 1 <= int(line.split(":")[1]) <= last + 1 for line in found), result.stdout


def test_a_folder_without_charities_fails_the_check(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        monkeypatch.setenv("SANAD_CHARITIES_DIR", str(folder))
        result = sanad("check")
        assert (result.exit_code, "no charity here" in result.stdout) == (1, True)


def test_a_broken_pack_stops_every_command_that_needs_it(copied: Path) -> None:
    (copied / "yusr" / "faq.yaml").write_text("questions: 5\n")
    for words in (["replay", "--charity", "yusr"], ["chat", "--charity", "yusr"], ["nlu", "parse"]):
        result = sanad(*words, said="{}\n")
        assert result.exit_code == 1
        assert isinstance(result.exception, SystemExit)
        assert "yusr/faq.yaml:1: error" in result.stderr


# --- replay -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_line_read_gives_one_line_of_the_same_shape(channel: str, tmp_path: Path) -> None:
    (tmp_path / "paper.jpg").write_bytes(b"\xff\xd8\xff")
    other = "700100999" if channel == "telegram" else "+966500000009"
    said: list[dict[str, Any]] = [
        {"text": "السلام عليكم"},
        {"tap": "خدمات الجمعية"},
        {"tap": 1},
        {"tap": "2"},
        {"media": str(tmp_path / "paper.jpg"), "caption": "هذي الورقة"},
        {"from": other, "text": "السلام عليكم"},
        {"after": 3600},
        {"channel": "sms", "text": "السلام عليكم"},
        {"text": "أبغى أكلم موظف", "after": 5},
    ]
    heard = replayed(channel, *said)
    assert [line["in"] for line in heard] == said
    assert all(line.keys() == OUT for line in heard)
    sent = [out for line in heard for out in line["out"]]
    assert all(out.keys() == {"channel", "to", "text", "buttons"} for out in sent)
    assert all(out["text"].strip() for out in sent)
    assert all(isinstance(line["intent"], str) and 0 <= line["confidence"] <= 1 for line in heard)
    assert all({*map(type, line["events"])} <= {str} for line in heard)
    assert [bool(line["out"]) for line in heard] == [True] * 6 + [False] + [True] * 2
    assert {out["channel"] for out in heard[0]["out"]} == {channel}
    assert {out["to"] for out in heard[5]["out"]} == {other}
    assert {out["channel"] for out in heard[7]["out"]} == {"sms"}
    assert [line["owner"] for line in heard] == ["bot"] * 8 + ["queue"]


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_tap_by_number_is_the_tap_by_label(channel: str) -> None:
    one, other = ({"from": "700100901"}, {"from": "700100902"})
    menu, by_number, _, by_label = replayed(
        channel,
        one | {"text": "القائمة"},
        one | {"tap": 2},
        other | {"text": "القائمة"},
        other | {"tap": "تقديم طلب"},
    )
    assert menu["out"][-1]["buttons"][1] == "تقديم طلب"
    assert [out["text"] for out in by_number["out"]] == [out["text"] for out in by_label["out"]] != []
    assert by_number["events"] == by_label["events"]


def test_blank_lines_are_passed_over_and_numbers_of_lines_still_count_them() -> None:
    result = sanad("replay", "--charity", "yusr", said='\n{"text": "القائمة"}\n  \n{"text": \n')
    assert len(result.stdout.splitlines()) == 1
    assert told(result).startswith("sanad: line 4: ")


def test_two_people_and_two_replays_know_nothing_of_one_another() -> None:
    first, second = replayed("web", {"text": "أبغى أكلم موظف"}, {"from": "another", "text": "القائمة"})
    assert (first["owner"], second["owner"]) == ("queue", "bot")
    assert replayed("web", {"text": "القائمة"})[0]["owner"] == "bot"


@pytest.mark.parametrize(
    ("channel", "line", "words"),
    [
        ("web", "{nonsense", "line 2: "),
        ("web", "[1]", "line 2: not a JSON object"),
        ("web", '"text"', "line 2: not a JSON object"),
        ("web", '{"txt": "x"}', "nobody does anything"),
        ("web", '{"channel": "fax", "text": "x"}', "no channel 'fax'"),
        ("web", '{"after": "soon"}', "after 'soon'"),
        ("web", '{"after": null}', "after None"),
        ("web", '{"after": 1e400}', "after inf"),
        ("web", '{"after": 1e18}', "after 1e+18"),
        ("web", '{"after": NaN}', "after nan"),
        ("web", '{"text": ""}', "web cannot carry this"),
        ("telegram", '{"from": "somebody", "text": "x"}', "telegram cannot carry this"),
    ],
)
def test_a_line_that_cannot_be_replayed_is_named_by_its_number(channel: str, line: str, words: str) -> None:
    said = f'{{"text": "القائمة"}}\n{line}\n{{"text": "القائمة"}}\n'
    result = sanad("replay", "--charity", "yusr", "--channel", channel, said=said)
    # What came before it was answered, what comes after it is not.
    assert len(result.stdout.splitlines()) == 1
    assert told(result).startswith("sanad: line 2: ")
    assert words in told(result)


@pytest.mark.parametrize("tap", ['"أبغى أكلم موظف"', "99", "0"])
def test_a_tap_on_what_was_not_offered_is_written_instead_and_told(tap: str) -> None:
    said = f'{{"text": "القائمة"}}\n{{"tap": {tap}, "after": 60}}\n{{"text": "القائمة"}}\n'
    result = sanad("replay", "--charity", "yusr", "--channel", "web", said=said)
    assert result.exit_code == 0
    assert result.stderr.startswith("sanad: line 2: no button ")
    menu, other, again = map(json.loads, result.stdout.splitlines())
    assert (other["in"], bool(other["out"])) == ({"tap": json.loads(tap), "after": 60}, True)
    assert (menu["owner"], other["owner"]) == ("bot", "queue" if "موظف" in tap else "bot")
    assert again["out"]


@pytest.mark.parametrize("command", ["replay", "chat"])
def test_an_unknown_charity_is_told(command: str) -> None:
    assert told(sanad(command, "--charity", "nobody", said="{}\n")) == "sanad: there is no charity 'nobody'"


def test_an_unknown_channel_is_told() -> None:
    result = sanad("replay", "--charity", "yusr", "--channel", "fax", said='{"text": "x"}\n')
    assert told(result) == "sanad: line 1: no channel 'fax': telegram, whatsapp, sms, web"


def test_the_command_itself_reads_arabic_and_ends_with_a_clear_line(data: Path) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("SANAD_")}
    done = subprocess.run(
        [str(Path(sys.executable).parent / "sanad"), "replay", "--charity", "yusr", "--channel", "sms"],
        cwd=ROOT, env=env | {"SANAD_DATA_DIR": str(data)}, input=lines({"text": "السلام عليكم"}, 5), text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "sanad: line 2: not a JSON object\n")
    [line] = done.stdout.splitlines()
    assert "السلام" in line
    assert json.loads(line)["owner"] == "bot"


# --- chat -------------------------------------------------------------------------------------------------------------


def test_a_chat_from_a_pipe_answers_taps_and_sends_files_and_ends_at_an_empty_line() -> None:
    result = sanad("chat", "--charity", "yusr", said="السلام عليكم\n/tap 1\n/tap لا يوجد\n/send paper.jpg\n\nالقائمة\n")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "وعليكم السلام" in result.stdout
    assert "[تقديم طلب]" in result.stdout
    assert "هذه خدمات" in result.stdout
    assert "(no button 'لا يوجد'; there are: " in result.stdout
    assert result.stdout.rstrip().endswith("]")


# --- answers and understanding ----------------------------------------------------------------------------------------


def test_answers_are_parsed_from_standard_input_and_from_a_file(tmp_path: Path) -> None:
    asked = [
        {"kind": "yes_no", "text": "اي نعم"},
        {"kind": "national_id", "text": "١٥٢٦٠١٨١٥٣"},
        {"kind": "national_id", "text": "1526018154"},
        {"kind": "choice", "text": "الثاني", "options": ["جدة", "مكة"]},
        {"kind": "city", "text": "جده", "options": None},
        {"kind": "monthly_income", "text": 4000},
    ]
    (tmp_path / "asked.jsonl").write_text("\n" + lines(*asked), "utf-8")
    for result in (
        sanad("answers", "parse", said=lines(*asked)),
        sanad("answers", "parse", str(tmp_path / "asked.jsonl")),
    ):
        assert result.exit_code == 0
        read = [json.loads(line) for line in result.stdout.splitlines()]
        assert [one["value"] for one in read][:4] == [True, "1526018153", None, 2]
        assert read[2]["error"] == "error.identity.checksum"
        assert all((one["value"] is None) != (one["error"] is None) for one in read)
        assert read[5]["value"] == 4000


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("nonsense", "line 2: not an object with kind and text"),
        ("[]", "line 2: not an object with kind and text"),
        ('{"kind": "yes_no"}', "line 2: not an object with kind and text"),
        ('{"kind": "poem", "text": "x"}', "line 2: no kind 'poem'; there are full_name, "),
        ('{"kind": "choice", "text": "x", "options": 5}', "line 2: not an object with kind and text"),
    ],
)
def test_an_answer_that_cannot_be_asked_is_named_by_its_line(line: str, words: str) -> None:
    assert words in told(sanad("answers", "parse", said=f'{{"kind": "yes_no", "text": "لا"}}\n{line}\n'))


def test_understanding_gives_one_line_a_text() -> None:
    result = sanad("nlu", "parse", said="أبغى أكلم موظف\n\nوش شروط الاستشارات الأسرية؟\n")
    assert result.exit_code == 0, result.output
    read = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["text"] for one in read] == ["أبغى أكلم موظف", "وش شروط الاستشارات الأسرية؟"]
    assert all(one.keys() == {"text", "intent", "confidence", "ranking", "entities"} for one in read)
    assert read[0]["intent"] == "talk_to_human"
    for one in read:
        assert one["ranking"][0] == [one["intent"], one["confidence"]]
        assert [share for _, share in one["ranking"]] == sorted((share for _, share in one["ranking"]), reverse=True)
    assert [found["entity"] for found in read[1]["entities"]] == ["service"]


@pytest.fixture
def labelled(tmp_path: Path) -> str:
    rows = [
        {"text": "أبغى أكلم موظف", "intent": "talk_to_human", "style": "gulf"},
        {"text": "شكرا جزيلا لكم", "intent": "thanks", "style": "msa"},
        {"text": "السلام عليكم", "intent": "thanks", "style": "msa"},
        {"text": "زوجي يضربني الحين وأنا خايفة على عيالي", "intent": "emergency", "style": "gulf"},
    ]
    (tmp_path / "labelled.jsonl").write_text(lines(*rows) + "\n", "utf-8")
    return str(tmp_path / "labelled.jsonl")


def test_the_measure_as_data_counts_right_and_wrong(labelled: str) -> None:
    result = sanad("nlu", "evaluate", labelled, "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert (report["lines"], report["accuracy"], report["emergency_recall"]) == (4, 0.75, 1.0)
    assert report["confusions"] == [["thanks", "greet", 1]]
    assert report["styles"] == {"gulf": 1.0, "msa": 0.5}
    assert {"macro_f1", "false_alarms", "coverage", "rows"} <= report.keys()


def test_the_measure_as_a_page_says_the_same(labelled: str) -> None:
    result = sanad("nlu", "evaluate", labelled)
    assert result.exit_code == 0
    assert result.stdout.startswith("lines 4   accuracy 0.750 ")
    assert "emergency recall 1.000" in result.stdout
    assert "thanks read as greet: 1" in result.stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "nothing to evaluate"),
        ('{"text": "x"}', "bad.jsonl:1: "),
        ("\nnonsense", "bad.jsonl:2: "),
        (None, "No such file"),
    ],
)
def test_a_file_that_cannot_be_measured_is_told(tmp_path: Path, content: str | None, words: str) -> None:
    if content is not None:
        (tmp_path / "bad.jsonl").write_text(content)
    assert words in told(sanad("nlu", "evaluate", str(tmp_path / "bad.jsonl")))


def test_an_unknown_engine_is_told() -> None:
    assert "'embedded' or 'rasa'" in told(sanad("nlu", "parse", "--engine", "oracle", said="x\n"))


# --- staff, database, settings ----------------------------------------------------------------------------------------


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test alone."""
    monkeypatch.setenv("SANAD_DATA_DIR", str(tmp_path / "own"))
    return tmp_path / "own"


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    database = Database(f"sqlite:///{folder / 'sanad.db'}", open_keyring([], folder))
    try:
        return [tuple(row) for row in database.read_now(lambda connection: connection.execute(text(query)).all())]
    finally:
        database.close()


def test_a_colleague_is_added_by_answering_the_questions(installed: Path) -> None:
    said = f"نورة\nyusr, yusr\n{PASSWORD}\n{PASSWORD}\n"
    result = sanad("staff", "add", "Noura@Sanad.example", said=said)
    assert result.exit_code == 0, result.output
    assert "Added as number 1" in result.stdout
    assert PASSWORD not in result.output
    [(login, role, charities, password)] = rows(installed, "SELECT login, role, charities, password FROM staff")
    assert (login, role, json.loads(charities)) == ("noura@sanad.example", "researcher", ["yusr"])
    assert PASSWORD not in password
    assert fits(password, PASSWORD)


@pytest.mark.parametrize(
    ("email", "options", "said", "words"),
    [
        (
            "a@b.example",
            ["--role", "king"],
            f"نورة\nyusr\n{PASSWORD}\n{PASSWORD}\n",
            "no role 'king'; there are researcher",
        ),
        ("a@b.example", [], "نورة\nyusr\nshort\nshort\n", "at least 12 characters"),
        ("nonsense", [], f"نورة\nyusr\n{PASSWORD}\n{PASSWORD}\n", "not an e-mail address"),
        ("a@b.example", [], f"نورة\n,\n{PASSWORD}\n{PASSWORD}\n", "name at least one charity"),
    ],
)
def test_an_account_that_cannot_be_made_is_told_without_the_password(
    installed: Path, email: str, options: list[str], said: str, words: str
) -> None:
    result = sanad("staff", "add", email, *options, said=said)
    assert result.exit_code == 1
    assert words in result.stderr.splitlines()[-1]
    assert PASSWORD not in result.output
    assert rows(installed, "SELECT id FROM staff") == []


def test_nobody_has_two_accounts(installed: Path) -> None:
    said = f"نورة\n*\n{PASSWORD}\n{PASSWORD}\n"
    assert sanad("staff", "add", "a@b.example", said=said).exit_code == 0
    again = sanad("staff", "add", "A@B.example", said=said)
    assert (again.exit_code, "has an account already" in again.stderr) == (1, True)
    assert rows(installed, "SELECT login FROM staff") == [("a@b.example",)]


def test_migrating_twice_is_migrating_once(installed: Path) -> None:
    first = sanad("migrate")
    tables = rows(installed, "SELECT name FROM sqlite_master ORDER BY name")
    second = sanad("migrate")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout == second.stdout == "The database is up to date.\n"
    assert rows(installed, "SELECT name FROM sqlite_master ORDER BY name") == tables
    assert ("inbox_events",) in tables
    assert (installed / "keys").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [("SANAD_PORT", SECRET), ("SANAD_FOO", SECRET), ("SANAD_CHANNELS", SECRET), ("SANAD_CHANNELS__YUSR__FAX", SECRET)],
)
@pytest.mark.parametrize(
    "words",
    [["check"], ["migrate"], ["serve"], ["work"], ["chat", "--charity", "yusr"], ["nlu", "train"], ["nlu", "parse"]],
)
def test_a_malformed_setting_is_one_clear_line_without_its_value(
    words: list[str], name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    line = told(sanad(*words, said="x\n"))
    assert name.split("__", maxsplit=1)[0].removeprefix("SANAD_").lower() in line.lower()
    assert SECRET not in line


@pytest.mark.parametrize(
    "url",
    [
        SECRET,
        f"postgresql://sanad:p@ss:{SECRET}@127.0.0.1/x",
        f"postgresql://sanad:{SECRET}@127.0.0.1:9/x",
        "sqlite:////no/such/folder/x.db",
    ],
)
def test_a_database_that_cannot_be_reached_is_one_clear_line_without_its_password(
    url: str, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANAD_DATABASE_URL", url)
    line = told(sanad("migrate"))
    assert line.startswith("sanad: database: ")
    assert SECRET not in line
