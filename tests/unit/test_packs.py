"""A pack loads whole or not at all, and a mistake in it is told with its file and line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.check import failed, findings, report
from bot.packs import PackError, load, load_all, read, read_all
from flows.findings import Finding, Level
from flows.part import Words

PACK = """\
slug: bustan
prefix: BST
name: {ar: جمعية البستان, en: Bustan}
about: {ar: جمعية للتجربة, en: A trial charity}
source: لائحة التجربة
services:
  - id: planting
    name: {ar: الغرس, en: Planting}
    about: {ar: نغرس معك, en: We plant with you}
    names: [غرس]
    link: TO_FILL
    conditions:
      - id: garden
        says: {ar: وجود حديقة, en: A garden}
        ask: {ar: هل لديك حديقة؟, en: "Have you a garden?"}
    fields: [full_name, tree]
    documents: [deed]
  - id: watering
    name: {ar: السقيا, en: Watering}
    about: {ar: تسقي البلدية, en: The town waters}
    intake: refer
    referral: {ar: السقيا عند البلدية, en: The town does the watering}
fields:
  - id: full_name
    kind: full_name
    ask: {ar: ما اسمك؟, en: "Your name?"}
    label: {ar: الاسم, en: Name}
  - id: tree
    kind: choice
    ask: {ar: أي شجرة؟, en: "Which tree?"}
    label: {ar: الشجرة, en: Tree}
    options:
      - {id: palm, label: {ar: نخلة, en: Palm}}
      - {id: sidr, label: {ar: سدرة, en: Sidr}}
documents:
  - id: deed
    label: {ar: الصك, en: Deed}
    why: {ar: لنعرف المكان, en: To know the place}
committee:
  name: {ar: لجنة الغرس, en: Planting committee}
  at_least_days: 7
contact: {phone: TO_FILL, address: البستان, website: a.example, email: a@b.example, hours: صباحًا}
emergency:
  - label: {ar: الدفاع, en: Defence}
    number: "998"
    confirmed: true
remarks: [البند 2 يخالف البند 5]
declaration:
  version: "1"
  text: {ar: أقر بصحة بياناتي, en: I declare that my data is true}
policy:
  approval: {body: {ar: مجلس البستان, en: The garden board}, meeting: "3", hijri: "1/1/1445", gregorian: "19/7/2023"}
  goal: {ar: بستان لكل بيت, en: A garden for every house}
  steps: [{ar: نسأل ثم نغرس, en: "We ask, then plant"}]
"""
FAQ = """\
questions:
  - id: when
    ask: [متى تغرسون, when do you plant]
    answer: {ar: في الربيع, en: In spring}
    source: البند 1
  - id: where
    ask: [وين تغرسون]
    answer: {ar: في حديقتك, en: In your garden}
    source: البند 2
"""
AR = "welcome: حياك الله في البستان\n"
EN = "welcome: Welcome to Bustan\n"
FILES = {"pack.yaml": PACK, "faq.yaml": FAQ, "texts/ar.yaml": AR, "texts/en.yaml": EN}

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a sound pack with some files changed: `write({"faq.yaml": ...})`; the folder."""

    def _write(changed: dict[str, str] | None = None, name: str = "bustan") -> Path:
        folder = tmp_path / name
        for file, text in (FILES | (changed or {})).items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return _write


def broken(file: str, old: str, new: str) -> dict[str, str]:
    assert FILES[file].count(old) == 1, f"{old!r} must stand once in {file}"
    return {file: FILES[file].replace(old, new)}


def line_of(text: str, mark: str) -> int:
    """The line of the last place where `mark` stands."""
    return text.count("\n", 0, text.rindex(mark)) + 1


def test_sound_pack_is_loaded_with_questions_and_texts_from_their_own_files(write: Write) -> None:
    pack = load(write())
    assert [question.id for question in pack.questions] == ["when", "where"]
    assert pack.texts["welcome"] == Words(ar="حياك الله في البستان", en="Welcome to Bustan")


def test_own_text_stands_over_the_shared_one_and_the_rest_remains(write: Write) -> None:
    shared = {"welcome": Words(ar="أهلًا", en="Hello"), "menu.text": Words(ar="القائمة", en="Menu")}
    texts = load(write(), shared).texts
    assert texts["welcome"].en == "Welcome to Bustan"
    assert texts["menu.text"].en == "Menu"


@pytest.mark.parametrize("file", FILES)
def test_version_changes_with_every_file(write: Write, file: str) -> None:
    before = load(write()).version
    after = load(write({file: FILES[file] + "# changed\n"})).version
    assert len(before) == 12
    assert int(before, 16) >= 0
    assert before != after


def test_version_is_the_same_for_the_same_files(write: Write) -> None:
    assert load(write()).version == load(write()).version


# file, what is replaced, by what, where the mistake must be shown (a mark in the broken file), a word of the message
MISTAKES = [
    ("pack.yaml", "fields: [full_name, tree]", "fields: [full_name, flower]", "fields: [full_name, flower]", "flower"),
    ("pack.yaml", "fields: [full_name, tree]", f"fields: {['tree'] * 101}", "fields: ['tree'", "at most 100"),
    ("pack.yaml", "documents: [deed]", "documents: [map]", "documents: [map]", "map"),
    ("pack.yaml", "id: watering", "id: planting", "id: planting", "twice"),
    ("pack.yaml", "{id: sidr,", "{id: palm,", "id: palm, label: {ar: سدرة", "twice"),
    ("pack.yaml", "id: garden", "id: tree", "fields: [full_name, tree]", "again"),
    (
        "pack.yaml",
        "    referral: {ar: السقيا عند البلدية, en: The town does the watering}\n",
        "",
        "intake: refer",
        "where",
    ),
    ("pack.yaml", "    intake: refer\n", "", "referral:", "nobody"),
    ("pack.yaml", "kind: full_name", "kind: nickname", "kind: nickname", "nickname"),
    ("pack.yaml", "kind: choice", "kind: text", "options:", "choice"),
    ("pack.yaml", "prefix: BST", "prefix: B0T", "prefix: B0T", "prefix"),
    (
        "pack.yaml",
        "        ask: {ar: هل لديك",
        "        rule: garden_size > 5\n        #",
        "rule: garden_size",
        "garden_size",
    ),
    ("pack.yaml", "        ask: {ar: هل لديك", "        rule: tree ==\n        #", "rule: tree ==", "condition"),
    (
        "pack.yaml",
        "        ask: {ar",
        "        rule: tree == palm\n        ask: {ar",
        "rule: tree == palm",
        "asked and computed",
    ),
    ("pack.yaml", "    kind: choice\n", "    kind: choice\n    colour: green\n", "colour: green", "colour"),
    ("pack.yaml", 'number: "998"', "number: 998", "number: 998", "string"),
    ("pack.yaml", "confirmed: true", 'confirmed: "no"', 'confirmed: "no"', "bool"),
    ("pack.yaml", "slug: bustan", "slug: hadiqa", "slug: hadiqa", "folder"),
    ("pack.yaml", "remarks: [", "remarks: [[", "remarks: [[", "YAML"),
    ("pack.yaml", "source: لائحة التجربة", "source: 'لائحة", "source: 'لائحة", "YAML"),
    ("pack.yaml", "source: لائحة التجربة", "prefix: BST", "prefix: BST", "twice"),
    ("pack.yaml", "source: لائحة التجربة", "source: س\nversion: abc", "version: abc", "version"),
    ("pack.yaml", "source: لائحة التجربة", "source: س\nno: 1", "no: 1", "plain word"),
    ("pack.yaml", "    about: {ar: نغرس معك, en: We plant with you}\n", "", "id: planting", "about"),
    ("faq.yaml", "id: where", "id: when", "id: when", "twice"),
    ("faq.yaml", "متى تغرسون, when do you plant]", "&a متى]\n    source: *a", "ask: [&a", "alias"),
    ("faq.yaml", "    ask: [وين تغرسون]\n", "    ask: []\n", "ask: []", "at least 1"),
    ("faq.yaml", "    answer: {ar: في حديقتك, en: In your garden}\n", "", "id: where", "answer"),
    ("faq.yaml", "    source: البند 2\n", "    source: البند 2\nextra: 1\n", "extra: 1", "extra"),
    ("texts/ar.yaml", "welcome: حياك الله في البستان", "about: حياك الله\nwelcome: [a]", "welcome: [a]", "string"),
    ("texts/en.yaml", "welcome: Welcome to Bustan", "welcome: Hi\nbye: Bye", "bye: Bye", "ar"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "mark", "told"), MISTAKES, ids=[f"{m[0]}:{m[2][:20].strip()}" for m in MISTAKES]
)
def test_mistake_is_told_with_its_file_and_line(
    write: Write, file: str, old: str, new: str, mark: str, told: str
) -> None:
    changed = broken(file, old, new)
    with pytest.raises(PackError) as caught:
        load(write(changed))
    places = [(f.file, f.line) for f in caught.value.findings if told in f.message]
    assert (f"bustan/{file}", line_of(changed[file], mark)) in places, str(caught.value)
    assert all(f.remedy and f.level is Level.ERROR for f in caught.value.findings)


def test_choice_without_options_is_refused(write: Write) -> None:
    start, end = PACK.index("    options:\n"), PACK.index("documents:\n  - id: deed")
    with pytest.raises(PackError, match="no options"):
        load(write({"pack.yaml": PACK[:start] + PACK[end:]}))


def test_missing_file_is_named(write: Write) -> None:
    folder = write()
    (folder / "faq.yaml").unlink()
    with pytest.raises(PackError, match=r"bustan/faq\.yaml:1: .*missing"):
        load(folder)


def test_unreadable_pack_is_not_drowned_in_what_it_lacks(write: Write) -> None:
    found = read(write({"pack.yaml": "slug: [\n"})).findings
    assert [f.file for f in found] == ["bustan/pack.yaml"]


def test_every_mistake_of_every_pack_is_listed_at_once(write: Write) -> None:
    write(broken("pack.yaml", "kind: full_name", "kind: nickname") | broken("faq.yaml", "id: where", "id: when"))
    root = write(broken("pack.yaml", "prefix: BST", "prefix: ???"), name="hadiqa").parent
    with pytest.raises(PackError) as caught:
        load_all(root)
    told = str(caught.value)
    assert "nickname" in told
    assert "bustan/faq.yaml" in told
    assert "hadiqa/pack.yaml:2" in told


def test_two_charities_may_not_share_a_prefix(write: Write) -> None:
    write()
    root = write(broken("pack.yaml", "slug: bustan", "slug: hadiqa"), name="hadiqa").parent
    with pytest.raises(PackError, match="BST is already that of bustan"):
        load_all(root)


def test_folder_without_charities_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no charity here"):
        load_all(tmp_path)


def checked(folder: Path) -> list[Finding]:
    return findings(read_all(folder.parent))


def test_check_lists_blanks_and_remarks_without_failing(write: Write) -> None:
    found = checked(write())
    assert {(f.level, f.line) for f in found} == {
        (Level.BLANK, line_of(PACK, "phone: TO_FILL")),
        (Level.BLANK, line_of(PACK, "link: TO_FILL")),
        (Level.NOTE, line_of(PACK, "remarks:")),
    }
    assert not failed(found)


def test_check_lists_an_unconfirmed_emergency_number(write: Write) -> None:
    found = checked(write(broken("pack.yaml", "confirmed: true", "confirmed: false")))
    assert [f.line for f in found if "998" in f.message] == [line_of(PACK, "confirmed: true")]


@pytest.mark.parametrize(
    ("file", "old", "new", "level", "told"),
    [
        ("faq.yaml", "{ar: في حديقتك, en: In your garden}", "{ar: في حديقتك}", Level.ERROR, "no English"),
        ("texts/en.yaml", "welcome: Welcome to Bustan", "{}", Level.ERROR, "no English"),
        ("texts/en.yaml", "Welcome to Bustan", "Welcome {name}", Level.ERROR, "values"),
        ("pack.yaml", "{ar: الغرس, en: Planting}", "{ar: الغرس}", Level.WARNING, "no English"),
        # The same letters for a reader of Arabic: the hamza and the mark make no other question of it.
        ("faq.yaml", "ask: [وين تغرسون]", "ask: [متي تغرسُون]", Level.ERROR, "also when"),
        (
            "pack.yaml",
            "    intake: refer\n",
            "    intake: refer\n    names: [الغرس, غرس]\n",
            Level.WARNING,
            "also planting",
        ),
        ("pack.yaml", "fields: [full_name, tree]", "fields: [full_name]", Level.WARNING, "'tree'"),
    ],
)
def test_check_finds_what_the_schema_allows(
    write: Write, file: str, old: str, new: str, level: Level, told: str
) -> None:
    found = [f for f in checked(write(broken(file, old, new))) if told in f.message]
    assert [f.level for f in found] == [level]


def test_check_shows_a_duplicate_phrasing_where_it_was_typed(write: Write) -> None:
    changed = broken("faq.yaml", "ask: [وين تغرسون]", "ask:\n      - وين\n      - متى تغرسون؟")
    (found,) = [f for f in checked(write(changed)) if "also when" in f.message]
    assert (found.file, found.line) == ("bustan/faq.yaml", line_of(changed["faq.yaml"], "متى تغرسون؟"))


def test_check_reports_a_broken_pack_and_fails(write: Write) -> None:
    found = checked(write(broken("pack.yaml", "kind: full_name", "kind: nickname")))
    assert failed(found)
    assert "bustan/pack.yaml" in report(found)


def test_report_puts_errors_first_and_counts_each_level(write: Write) -> None:
    text = report(checked(write(broken("faq.yaml", "{ar: في حديقتك, en: In your garden}", "{ar: في حديقتك}"))))
    assert ": error: " in text.splitlines()[0]
    assert text.splitlines()[-1] == "error: 1, warning: 0, blank: 2, note: 1"
