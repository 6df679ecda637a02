"""`document`: papers one by one, each as photos or a PDF, now or later; then the date on it where that matters.

In a form these are the service's papers. With `papers_of` (a reference) in the memo they are the ones still missing
from that application, and each is handed in as soon as it came.
"""

from dataclasses import replace
from datetime import date

from flows import lacking, papers, signs
from flows.arabic import fold
from flows.choices import named
from flows.events import PaperGiven
from flows.flow import Document
from flows.message import Incoming, Kind
from flows.moves import WAIT, Miss, Move
from flows.papers import HELD, File
from flows.play import Play, Said
from flows.service import DocumentKind
from flows.session import Answer, Choice, stamp
from flows.values import tell

LATER, SKIP, DONE, UNKNOWN, YES, NO = "later", "skip", "done", "unknown", "yes", "no"
# The memo's keys: the paper that was begun and what is asked about it now; the kind that held files are known to be.
OPEN, HELD_FOR = "open_paper", "held_for"
PAGES, DATE = "pages", "date"
PDF = "application/pdf"
_NO = frozenset(map(fold, ("لا", "لا لا", "لا والله", "لا ماعندي", "no", "nope")))


def enter(play: Play, step: Document) -> Move:
    """Ask what is open about the present paper, else for the next one that was neither sent nor put off."""
    stage, paper = _present(play)
    if paper is None:
        papers.release(play)
        return step.next
    if play.frame.memo.get(HELD):
        return _place_held(play, step, paper)
    if stage == PAGES:
        count = len(papers.files(play.frame.answers[paper.id]))
        text = tell(play, "document.more" if count == 1 else "document.more_again", count=str(count))
        play.offer(text, [(DONE, play.text("document.that_is_all"))])
    elif stage == DATE:
        asked = "document.date.issued" if paper.valid and paper.valid.within_days else "document.date.until"
        play.offer(tell(play, asked, paper=_label(play, paper)), [(UNKNOWN, play.text("document.date.unknown"))])
    else:
        asked = "document.ask_sms" if play.world.channel == "sms" else "document.ask"
        text = tell(play, asked, paper=_label(play, paper), why=paper.why.say(play.session.language))
        ways = [(LATER, play.text("document.later"))]
        play.offer(text, ways + ([(SKIP, play.text("answer.skip"))] if paper.optional else []))
    return WAIT


def answer(play: Play, step: Document, said: Said) -> Move:
    stage, paper = _present(play)
    if paper is None:
        return step.next
    if said.message.kind is Kind.MEDIA:
        return _receive(play, step, said.message, paper=paper, stage=stage)
    choice = said.chosen or named(play, said)
    if play.frame.memo.get(HELD):
        return _said_which(play, step, said, paper=paper, choice=choice)
    if stage == PAGES:
        return _said_more(play, step, said, paper=paper, choice=choice)
    if stage == DATE:
        return _said_date(play, step, said, paper=paper, choice=choice)
    without = _without(play, said, paper=paper, choice=choice)
    if without:
        return _leave_out(play, step, paper, without)
    here = signs.means(said, ("submit_document",)) and not signs.asks(said)
    return Miss(play.text("document.send_here" if here else "error.document.expected"))


def _without(play: Play, said: Said, *, paper: DocumentKind, choice: Choice | None) -> Answer | None:
    """The answer of somebody who has the paper later, or not at all."""
    meant = choice.value if choice else ""
    if not choice and said.folded in _NO:
        # Without a paper that nobody insists on the form is complete; the others may come later.
        meant = SKIP if paper.optional else LATER
    elif paper.optional and not choice and lacking.lacks(play, said, paper, "document.none_words"):
        meant = SKIP
    elif not choice and (lacking.lacks(play, said, paper, "document.later_words") or _agrees(play, said)):
        meant = LATER
    if meant == LATER:
        play.say(play.text("document.put_off"))
        return Answer(None, said.how, _now(play), play.text("document.later"))
    return Answer({"files": []}, said.how, _now(play)) if meant == SKIP else None


def _agrees(play: Play, said: Said) -> bool:
    """Is it "all right" where no picture can arrive, and nothing but "later" was offered?"""
    if play.world.channel != "sms":
        return False
    affirms = signs.means(said, ("affirm",)) and signs.within(said, signs.GREETING)
    return affirms or (signs.within(said, signs.BRIEF) and said.read("yes_no", play.today).value is True)


def tells(play: Play, said: Said) -> bool:
    """Is it no remark about the paper that is asked for?"""
    _, paper = _present(play)
    if paper is None or lacking.about(said, paper):
        return False
    return not signs.within(said, signs.GREETING) or lacking.tells_of_else(play, said, paper)


def _present(play: Play) -> tuple[str, DocumentKind | None]:
    """What is asked (PAGES, DATE, or "" for the paper itself) and about which paper; None when all are through."""
    stage, _, name = play.frame.memo.get(OPEN, "").partition(":")
    # After "back" the paper has no answer any more, and is asked for afresh.
    if name in play.frame.answers and (begun := play.pack.document(name)):
        return stage, begun
    kinds = [d for slug in _asked_for(play) if (d := play.pack.document(slug))]
    return "", next((d for d in kinds if d.id not in play.frame.answers), None)


def _asked_for(play: Play) -> list[str]:
    if reference := play.frame.memo.get("papers_of"):
        missing = {kind for a in play.world.dossier.applications if a.reference == reference for kind in a.missing}
        chosen = play.frame.memo.get(HELD_FOR, "")
        return sorted((d.id for d in play.pack.documents if d.id in missing), key=lambda kind: kind != chosen)
    return list(play.service.documents) if play.service else []


def _receive(play: Play, step: Document, message: Incoming, *, paper: DocumentKind, stage: str) -> Move:
    """Files: pages of the paper that is open, of the album's paper, or the paper that is asked for."""
    files, wrong = papers.sound(message.media), papers.problem(message.media)
    if not files:
        return Miss(play.text(wrong or "error.document.expected"))
    if wrong:
        play.say(play.text(wrong))
    album, _, name = play.frame.memo.get("album", "").partition(":")
    if message.ref and message.ref == album and name in play.frame.answers:
        # They came in one gesture and are answered once.
        _keep(play, name, papers.with_files(play.frame.answers[name], files))
        return WAIT
    play.remember(album=f"{message.ref}:{paper.id}")
    return _take(play, step, paper, files, stage=stage, whole=_whole(message, files))


def _take(
    play: Play, step: Document, paper: DocumentKind, files: list[File], *, stage: str = "", whole: bool = False
) -> Move:
    """Keep the files. A `whole` paper is not asked for more pages."""
    begun = play.frame.answers[paper.id] if stage else _begin(play)
    _keep(play, paper.id, papers.with_files(begun, files))
    if whole and not stage:
        play.say(tell(play, "document.arrived", paper=_label(play, paper)))
        return _after_pages(play, step, paper)
    play.remember(**{OPEN: f"{stage or PAGES}:{paper.id}"})
    return enter(play, step)


def _whole(message: Incoming, files: list[File]) -> bool:
    """One PDF by itself has all its pages."""
    return not message.ref and len(files) == 1 and files[0]["mime"] == PDF


def _said_more(play: Play, step: Document, said: Said, *, paper: DocumentKind, choice: Choice | None) -> Move:
    more = said.read("yes_no", play.today).value if not choice else False
    told = not choice and lacking.tells_of_else(play, said, paper)
    if not told and (more is False or papers.says(play, "document.done_words", said.text)):
        return _after_pages(play, step, paper)
    return Miss(play.text("document.send_now" if more else "error.document.more"))


def _after_pages(play: Play, step: Document, paper: DocumentKind) -> Move:
    if paper.valid is None:
        return _finish(play, step)
    play.remember(**{OPEN: f"{DATE}:{paper.id}"})
    return enter(play, step)


def _said_date(play: Play, step: Document, said: Said, *, paper: DocumentKind, choice: Choice | None) -> Move:
    assert paper.valid is not None, "only a paper with a validity is asked for its date"
    today, day = play.today, None
    told = papers.UNDATED
    unknown = (choice and choice.value == UNKNOWN) or papers.says(play, "document.unknown_words", said.text)
    # Who only says yes or go on has none at hand, and it may be left out.
    if not (unknown or signs.means(said, ("affirm", "continue_application"))):
        parsed = said.read("date", today)
        if parsed.value is None:
            return Miss(play.text(parsed.error))
        day = date.fromisoformat(str(parsed.value))
        if paper.valid.within_days is not None and day > today:
            return Miss(play.text("error.document.date.future"))
        told = papers.judge(paper.valid, day, today)
    if told:
        days = str(paper.valid.within_days or "")
        play.say(tell(play, f"document.{told}", paper=_label(play, paper), days=days))
    shown = play.text(f"document.shown.{told}" if told else "document.received")
    _keep(play, paper.id, replace(papers.dated(play.frame.answers[paper.id], day, told), shown=shown))
    return _finish(play, step)


def _place_held(play: Play, step: Document, paper: DocumentKind) -> Move:
    """Files that came earlier: taken where it is known what they are, else asked about."""
    if play.frame.memo.get(HELD_FOR) == paper.id:
        return _take_held(play, step, paper)
    options = [(YES, play.text("answer.yes")), (NO, play.text("answer.no"))]
    play.offer(tell(play, "document.is_it", paper=_label(play, paper)), options)
    return WAIT


def _said_which(play: Play, step: Document, said: Said, *, paper: DocumentKind, choice: Choice | None) -> Move:
    yes = choice.value == YES if choice else said.read("yes_no", play.today).value
    if yes is None:
        return Miss(play.text("error.yes_no.unclear"))
    if yes:
        return _take_held(play, step, paper)
    papers.release(play)
    return enter(play, step)


def _take_held(play: Play, step: Document, paper: DocumentKind) -> Move:
    files = papers.held(play.frame)
    # More pictures of the same album may still be on their way.
    album = play.frame.memo.get(papers.ALBUM, "")
    papers.release(play)
    play.remember(album=f"{album}:{paper.id}")
    return _take(play, step, paper, files)


def _begin(play: Play) -> Answer:
    return Answer({"files": []}, "document", _now(play), play.text("document.received"))


def _keep(play: Play, name: str, given: Answer) -> None:
    play.put({name: given})
    if reference := play.frame.memo.get("papers_of"):
        play.happened(PaperGiven(reference, name, given))


def _leave_out(play: Play, step: Document, paper: DocumentKind, why: Answer) -> Move:
    play.put({paper.id: why})
    return _finish(play, step)


def _finish(play: Play, step: Document) -> Move:
    play.forget(OPEN)
    play.update(item=play.frame.item + 1)
    return enter(play, step)


def _label(play: Play, paper: DocumentKind) -> str:
    return paper.label.say(play.session.language)


def _now(play: Play) -> str:
    return stamp(play.world.now)
