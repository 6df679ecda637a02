"""What is claimed of every charity's pack: it rests on the charity's own policy, answers shortly, and invents nothing.

A pack's test file makes the claims its own:

    class TestEveryPack(PackClaims):
        slug, seed = "khamis", "000"
"""

import os
import re
from functools import cache
from pathlib import Path
from typing import ClassVar

import pytest

from bot.check import failed, findings, report
from bot.packs import load, read_all
from flows.arabic import fold
from flows.findings import Finding, Level
from flows.pack import Pack
from flows.part import BLANK
from flows.service import Service

ROOT = Path(__file__).parents[1]
CHARITIES = ROOT / "charities"
SHARED = Path(os.environ.get("SANAD_SHARED", ROOT.parent / "shared"))
ARABIC = re.compile(r"[ء-ي]")
_ADDRESS = re.compile(r"https?:|www\.|@|\+966|\b05\d{8}\b|\b9200\d+")
_BOTH_GENDERS = re.compile(r"[ء-ي] ?/ ?[ء-ي]")


@cache
def pack_of(slug: str) -> Pack:
    return load(CHARITIES / slug)


def service_of(slug: str, service: str) -> Service:
    found = pack_of(slug).service(service)
    assert found, service
    return found


def answer_of(slug: str, question: str) -> str:
    """The approved Arabic answer."""
    found = pack_of(slug).question(question)
    assert found, question
    return found.answer.ar


def seed_text(number: str) -> str:
    """The policy as the charity gave it; required in CI, else skipped where the shared data are not here."""
    found = sorted((SHARED / "seeds").glob(f"{number}_*.txt"))
    if found:
        return found[0].read_text(encoding="utf-8")
    if os.environ.get("CI") == "true":
        pytest.fail("the shared seeds are not here")
    pytest.skip("the shared seeds are not here (SANAD_SHARED)")


def found_in(slug: str) -> list[Finding]:
    """What `sanad check` says of this pack's files."""
    return [f for f in findings(read_all(CHARITIES)) if f.file.startswith(f"{slug}/")]


class PackClaims:
    slug: ClassVar[str]
    seed: ClassVar[str]

    @property
    def pack(self) -> Pack:
        return pack_of(self.slug)

    @property
    def policy(self) -> str:
        """The charity's policy, folded."""
        return fold(seed_text(self.seed))

    def test_names_channels_and_tools_stand_in_the_policy(self) -> None:
        words = [self.pack.name, self.pack.committee.name, *self.pack.channels, *self.pack.tools]
        for said in words:
            assert fold(said.ar) in self.policy, said.ar

    def test_quotations_in_sources_stand_in_the_policy(self) -> None:
        quoted = [(q.id, said) for q in self.pack.questions for said in re.findall(r"«([^»]+)»", q.source)]
        assert len(quoted) >= 10
        for name, said in quoted:
            assert fold(said) in self.policy, (name, said)

    def test_no_number_that_beneficiaries_read_comes_from_elsewhere(self) -> None:
        pack = self.pack
        said = [w for s in pack.services for w in (s.name, s.about, s.referral, *(c.says for c in s.conditions)) if w]
        said += [q.answer for q in pack.questions]
        numbers = {number for w in said for number in re.findall(r"\d{2,}", fold(f"{w.ar} {w.en}"))}
        assert numbers
        assert numbers <= set(re.findall(r"\d+", self.policy))

    def test_no_text_holds_an_address_or_a_link(self) -> None:
        for file in (CHARITIES / self.slug).rglob("*.yaml"):
            assert not _ADDRESS.search(file.read_text(encoding="utf-8")), file.name

    def test_contact_and_links_wait_for_the_charity(self) -> None:
        assert set(self.pack.contact.model_dump().values()) == {BLANK}
        assert {f.link for f in self.pack.files} == {BLANK}

    def test_check_lists_contact_and_every_unconfirmed_number_as_blank(self) -> None:
        blanks = [f.message for f in found_in(self.slug) if f.level is Level.BLANK]
        unsure = sum(not number.confirmed for number in self.pack.emergency)
        assert sum(message.startswith("contact: no") for message in blanks) == 5
        assert sum(message.startswith("emergency number") for message in blanks) == unsure

    def test_there_are_forty_questions_or_more(self) -> None:
        assert len(self.pack.questions) >= 40

    def test_no_arabic_text_uses_a_slash_for_two_genders(self) -> None:
        for file in (CHARITIES / self.slug).rglob("*.yaml"):
            for line in file.read_text(encoding="utf-8").splitlines():
                assert line.lstrip().startswith("#") or not _BOTH_GENDERS.search(line), line

    def test_every_question_has_six_to_twelve_phrasings_and_the_first_fits_a_list_row(self) -> None:
        for question in self.pack.questions:
            assert 6 <= len(question.ask) <= 12, question.id
            assert len(question.ask[0]) <= 24, question.id

    def test_every_question_is_answered_in_both_languages_shortly_and_with_its_source(self) -> None:
        for question in self.pack.questions:
            assert ARABIC.search(question.answer.ar), question.id
            assert question.answer.en, question.id
            assert not ARABIC.search(question.answer.en), question.id
            assert len(question.answer.ar) <= 400, question.id
            assert question.source, question.id

    def test_identity_papers_are_looked_at_and_not_kept(self) -> None:
        paper = self.pack.document("identity_paper")
        assert paper
        assert paper.keep == "seen"

    def test_check_finds_no_error_and_no_warning(self) -> None:
        found = found_in(self.slug)
        assert not failed(found), report(found)
        assert not [f for f in found if f.level is Level.WARNING], report(found)
        assert sum(f.level is Level.NOTE for f in found) == len(self.pack.remarks) >= 15
