"""The named things that an `act` step may do. Each changes the play; one may start another flow."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from flows import eligibility, own, proving, served
from flows.events import Corrected, LanguageChanged, Moved, Noted, OptedIn, OptedOut, Rated, RatedWords, Submitted
from flows.items import form_of
from flows.lists import correctable, incomplete, named_file
from flows.message import Incoming, Kind, Meaning
from flows.moves import Start
from flows.papers import ALBUM, HELD
from flows.parking import park
from flows.play import Play, Said
from flows.reference import make
from flows.routes import ROUTES
from flows.signing import declared

Done = Start | None


def submit(play: Play, _: str) -> Done:
    """Hand the application in under a new reference."""
    frame = play.frame
    reference = make(play.pack.prefix, play.world.draw)
    papers = set(play.service.documents if play.service else [])
    fields = {f.id for f in form_of(play).fields} | {c.id for c in (play.service.conditions if play.service else [])}
    play.happened(
        Submitted(
            reference=reference,
            service=frame.service,
            pack=play.pack.version,
            answers={key: answer for key, answer in frame.answers.items() if key in fields},
            documents={key: answer for key, answer in frame.answers.items() if key in papers},
            declared=declared(play),
        )
    )
    play.remember(reference=reference)
    play.session = replace(play.session, subject="")
    return None


def judge(play: Play, _: str) -> Done:
    """See what the form's answers come to by the conditions that they decide."""
    play.remember(judged=eligibility.judge(play).value)
    return None


def pick_file(play: Play, _: str) -> Done:
    """Take the paper of the charity that the person's words name, or the one that was chosen."""
    named = named_file(play)
    play.remember(file=play.frame.memo.get("choice") or (named.id if named else ""))
    return None


def keep_referral(play: Play, _: str) -> Done:
    """Keep that it is being said where to go for the service, and whether that was the last that was told already."""
    told = f"referral:{play.frame.service}"
    if play.session.told == told:
        play.remember(again="yes")
    play.session = replace(play.session, told=told)
    return None


def language(play: Play, subject: str) -> Done:
    play.session = replace(play.session, language=subject)
    play.happened(LanguageChanged(subject))
    return None


def opt_out(play: Play, _: str) -> Done:
    play.session = replace(play.session, muted=True)
    play.happened(OptedOut())
    return None


def opt_in(play: Play, _: str) -> Done:
    play.session = replace(play.session, muted=False)
    play.happened(OptedIn())
    return None


def note(play: Play, subject: str) -> Done:
    """Keep the person's words for staff under a subject."""
    words = play.frame.answers.get("words")
    text = str(words.value) if words else play.frame.memo.get("words", "")
    play.remember(words=text)
    play.happened(Noted(subject, text))
    return None


def rate(play: Play, _: str) -> Done:
    """Keep the stars; an application of the person's own that was served is rated by them."""
    memo = play.frame.memo
    served = own.able(play, "rate")
    view = next((v for v in served if v.reference == memo.get("reference")), served[0] if len(served) == 1 else None)
    service, reference = (view.service, view.reference) if view else (play.frame.service, "")
    play.happened(Rated(int(memo["stars"]), service, reference))
    if view:
        play.happened(Moved(view.reference, "rate"))
    return None


def rate_words(play: Play, _: str) -> Done:
    """Put the words to the stars that were kept just before."""
    words = play.frame.answers.get("words")
    if words and words.value:
        play.happened(RatedWords(str(words.value)))
    return None


def keep_stars(play: Play, subject: str) -> Done:
    play.remember(stars=subject, choice=subject)
    return None


def unpark(play: Play, _: str) -> Done:
    """Bring back the form that was chosen, or the last one put aside, rather of the service in hand, in place of the
    running flow.
    """
    chosen = play.frame.memo.get("choice", "").removeprefix("parked:")
    parked = play.session.parked
    if not parked:
        return None
    mine = [place for place, form in enumerate(parked) if form.service == play.frame.service]
    place = int(chosen) if chosen.isdigit() and int(chosen) < len(parked) else (mine or [len(parked) - 1])[-1]
    # Files sent while the form slept are brought along.
    brought = {key: value for key, value in play.frame.memo.items() if key in (HELD, ALBUM)}
    frame = replace(parked[place], memo={**parked[place].memo, **brought})
    stack = (*play.session.stack[:-1], frame)
    play.session = replace(play.session, stack=stack, parked=parked[:place] + parked[place + 1 :])
    return Start("")


def pause(play: Play, subject: str) -> Done:
    """Put the running form aside at the step `subject` and show the menu."""
    play.update(step=subject, item=0)
    park(play)
    return Start("menu")


def take_application(play: Play, _: str) -> Done:
    """Take the application that was chosen, is in hand, or is the only one that may be corrected."""
    wanted = (play.frame.memo.get("choice"), play.frame.memo.get("reference"))
    # One that was chosen and has moved on meanwhile is still the one that is meant.
    named = (view for view in play.world.dossier.applications if view.own and view.reference in wanted)
    view = next(named, None) or correctable(play)[0]
    play.update(service=view.service)
    play.remember(reference=view.reference)
    return None


def correct(play: Play, _: str) -> Done:
    """Put the new answer in place of the old one, signed for anew."""
    memo = play.frame.memo
    field = memo["choice"]
    play.happened(Corrected(memo["reference"], field, play.frame.answers[field], declared(play)))
    return None


def open_papers(play: Play, _: str) -> Done:
    """Ask for the missing papers of the application that was chosen, or is the only one; first for the paper chosen."""
    memo = play.frame.memo
    chosen, _, kind = (memo.get("choice") or memo.get("reference", "")).partition(":")
    views = incomplete(play)
    if not views:
        # Meanwhile staff found everything in order, or the request came to its end.
        return Start("papers_missing", instead=True)
    view = next((v for v in views if v.reference == chosen), views[0])
    play.update(service=view.service)
    play.remember(papers_of=view.reference, reference=view.reference, held_for=kind)
    return None


def forget_reference(play: Play, _: str) -> Done:
    """The number was wrong: ask for it afresh."""
    play.update(answers={})
    play.forget("reference")
    return None


def discard(play: Play, _: str) -> Done:
    """Delete the form put aside last, answers and all."""
    play.session = replace(play.session, parked=play.session.parked[:-1])
    return None


def follow(play: Play, _: str) -> Done:
    """Go where the guess that the person confirmed leads, with what they had said."""
    memo = play.frame.memo
    kind, _, name = memo.get("choice", "").partition(":")
    play.session = replace(play.session, unclear=())
    if kind == "faq":
        question = play.pack.question(name)
        told = "answer_and_offer" if question and question.person else "answer"
        return Start(told, memo.get("service", ""), {"question": name}, instead=True)
    if kind == "service":
        return Start("apply", name, instead=True)
    if name not in ROUTES:
        return Start("menu", instead=True)
    words = memo.get("words", "")
    said = Said(Incoming(Kind.TEXT, "", "", text=words), Meaning(name, 1.0, sure=True))
    service = served.service_of(play, said)
    flow = served.flow_of(play, said, service)
    story = served.story(play, said, service) if flow == "apply" else {}
    return Start(flow, service or memo.get("service", ""), {"words": words}, story, instead=True)


ACTIONS: Mapping[str, Callable[[Play, str], Done]] = {
    f.__name__: f
    for f in (
        submit, language, opt_out, opt_in, note, rate, rate_words, keep_stars, unpark, pause, forget_reference, discard,
        follow,
        open_papers, take_application, correct, judge, pick_file, keep_referral,
    )
} | own.ACTIONS | proving.ACTIONS  # fmt: skip
