"""`document`: the service's papers one by one, each as a photo or a PDF, now or later."""

from flows.arabic import fold
from flows.flow import Document
from flows.message import Kind
from flows.moves import WAIT, Miss, Move
from flows.pack import DocumentKind
from flows.play import Play, Said
from flows.session import Answer, stamp
from flows.values import tell

LATER = "later"
TAKEN = ("image/", "application/pdf")


def enter(play: Play, step: Document) -> Move:
    """Ask for the next paper that was neither sent nor put off."""
    paper = _present(play)
    if paper is None:
        return step.next
    language = play.session.language
    text = tell(play, "document.ask", paper=paper.label.say(language), why=paper.why.say(language))
    play.offer(text, [(LATER, play.text("document.later"))])
    return WAIT


def answer(play: Play, step: Document, said: Said) -> Move:
    paper = _present(play)
    if paper is None:
        return step.next
    media = said.message.media
    if said.message.kind is Kind.MEDIA and media:
        if not media[0].mime.startswith(TAKEN):
            return Miss(play.text("error.document.type"))
        return _keep(play, step, paper, Answer(media[0].ref, "document", stamp(play.world.now), media[0].name))
    if (said.chosen and said.chosen.value == LATER) or _later(play, said.text):
        play.say(play.text("document.put_off"))
        return _keep(play, step, paper, Answer(None, said.how, stamp(play.world.now), play.text("document.later")))
    return Miss(play.text("error.document.expected"))


def _present(play: Play) -> DocumentKind | None:
    wanted = play.service.documents if play.service else []
    papers = [d for slug in wanted if (d := play.pack.document(slug))]
    return next((d for d in papers if d.id not in play.frame.answers), None)


def _keep(play: Play, step: Document, paper: DocumentKind, given: Answer) -> Move:
    shown = given.shown if given.value is None else play.text("document.received")
    kept = Answer(given.value, given.how, given.at, shown)
    play.update(answers={**play.frame.answers, paper.id: kept}, item=play.frame.item + 1)
    return enter(play, step)


def _later(play: Play, text: str) -> bool:
    words = set(fold(text).split())
    return bool(words & set(fold(play.text("document.later_words")).split())) or (words <= {"1"} and bool(words))
