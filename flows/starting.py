"""Starting the flow of what is wished for, about the service that was named or is being talked about."""

from dataclasses import replace

from flows import ahead, also, approved, beside, ours, papers, running, served, signs, unclear
from flows.answers.common import OPEN, bag
from flows.answers.wanting import APPLYING
from flows.arabic import fold
from flows.kin import NEAREST
from flows.moves import Start
from flows.parking import open_form, park
from flows.play import Play, Said
from flows.redact import mask
from flows.reference import mistyped
from flows.service import Service
from flows.session import Answer
from flows.values import tell

# Flows that are about a service which takes applications.
ABOUT_A_FORM = ("apply", "eligibility", "papers")
# Who says so asks for the list of them, not about one.
_CONDITIONS = frozenset(
    map(fold, ("شروط", "شروطكم", "الشرط", "conditions", "requirements", "shoroot", "shroot", "elshoroot"))
)
# These say what an open form asks, or what its questions know.
_IN_FORM = ("eligibility", "describe")
# What a wish to apply is made of when it names nothing.
_WISHING = (
    signs.WISH
    | NEAREST
    | APPLYING
    | OPEN
    | bag(
        "اقدم اقدملي قدم نقدم تقديم التقديم اسجل نسجل تسجيل التسجيل سجلوا اطلب نطلب طلب الطلب احضر اشارك"
        " اشترك استفيد انا احنا فيه فيها عليه عليها معكم عندكم به بها له لها لي لنا لو سمحت سمحتوا سمحتي من"
        " فضلك طيب نعم ايه ايوه اوكي خلاص هذا هذي هذه يا الله يعافيك تكفون ممكن اقدر عشان و"
        " i to for it this please how do can my yes ok in"
    )
)


def start(play: Play, said: Said) -> None:
    """Run the flow of the intent; a form that is open already goes on."""
    said = also.in_order(play, said)
    service = served.service_of(play, said)
    flow = served.flow_of(play, said, service)
    memo = _memo(play, said, flow)
    if _same_form(play, flow, service):
        _wished_here(play, said, service)
        return
    about = service or _at_hand(play, said, flow)
    if flow == "apply" and open_form(play):
        park(play)
    if flow in _IN_FORM and _of_this_form(play, service):
        _point_here(play, said, flow)
    elif flow == "describe" and signs.asks(said) and not said.meaning.entity("service") and _described(play, about):
        unclear.keep(play, said)
        play.say(play.text("error.question"))
        running.run(play)
    else:
        _start(play, said, flow, about, memo)


def _wished_here(play: Play, said: Said, service: str) -> None:
    """Somebody wishes for the form that is open: what more they tell is kept, and nobody is left without an answer."""
    name = said.meaning.answered
    if name and (not service or signs.asks(said)):
        # "I want a loan", to a form for consultations, or "do I get my money back?": the charity has an answer.
        running.begin_over_form(play, approved.start(play, name))
        return
    if play.holds(said.text, "apply.second_words"):
        play.say(tell(play, "apply.second"))
    elif not ahead.take(play, said):
        kept = beside.tells_more(said) and beside.take(play, said)
        if kept or play.flow.keep:
            play.say(play.text("beside.kept") if kept else tell(play, "apply.here"))
    running.run(play)


def _memo(play: Play, said: Said, flow: str) -> dict[str, str]:
    """What the flow is to know: the words, and the reference in them. One that is mistyped is told."""
    memo = {"words": mask(said.text)} if said.text else {}
    if reference := said.meaning.entity("reference"):
        memo["reference"] = reference
    elif flow == "status" and (typed := mistyped(said.text, play.pack.prefix)):
        play.say(tell(play, "error.reference_typo", typed=typed))
    return memo


def _start(play: Play, said: Said, flow: str, service: str, memo: dict[str, str]) -> None:
    complains = said.meaning.intent == "complaint"
    if flow == "apply" and complains:
        play.say(play.text("complaint.sorry"))
    told = _told(play, said, service) if flow == "apply" else {}
    # What was sent before it was said what for.
    sent = papers.carried(play) if flow == "apply" and not open_form(play) else {}
    wished = beside.opened(play, play.pack.service(service), said) if flow == "apply" and not told else {}
    # Several services are named in so many words that a few of them tell nothing.
    beside_it = {} if also.several_named(said) and signs.within(said, signs.STORY) else wished
    if flow == "apply" and not (told or beside_it or sent) and _resumed(play, service):
        return
    if beside_it and not (complains or (signs.WISH | APPLYING) & set(said.words)):
        # A hardship was told, and no form asked for.
        play.say(play.text("apply.heard"))
    at_once = complains or play.world.flows[flow].form
    others = also.say_at_once(play, said) if at_once else said.meaning.also
    others = also.by_name(play, said, others, begun=service if flow == "apply" else "")
    running.begin_over_form(play, Start(flow, service, memo | sent | beside_it, told), then=others)


def _resumed(play: Play, service: str) -> bool:
    """A form of this service that was put aside goes on, where nothing new was told: nobody says everything twice."""
    parked = play.session.parked
    mine = [n for n, form in enumerate(parked) if (form.flow, form.service) == ("apply", service) and form.answers]
    if not mine:
        return False
    form, rest = parked[mine[-1]], parked[: mine[-1]] + parked[mine[-1] + 1 :]
    play.session = replace(play.session, stack=(form,), parked=rest)
    play.say(tell(play, "apply.resumed"))
    running.run(play)
    return True


def _point_here(play: Play, said: Said, flow: str) -> None:
    """What is asked is answered by the open form itself, whose question is put again."""
    conditions = play.service.conditions if play.service and flow == "eligibility" else ()
    listed = bool(conditions) and any(_CONDITIONS & {word, word.removeprefix("ال")} for word in said.words)
    if listed:
        play.say(tell(play, "services.conditions"))
    elif said.meaning.entity("service") and not signs.asks(said) and signs.within(said, signs.BRIEF):
        play.say(tell(play, "apply.here"))
    else:
        unclear.keep(play, said)
        play.say(play.text("eligibility.here" if any(each.ask for each in conditions) else "error.question"))
    running.run(play)


def _told(play: Play, said: Said, service: str) -> dict[str, Answer]:
    """The form's answers that the wish for it holds already; the person hears that they were taken."""
    story, found = served.story(play, said, service), play.pack.service(service)
    if story:
        play.say(play.text("apply.told"))
    taken = ahead.told(play, found, said) if found and found.intake == "form" else {}
    ahead.say(play, taken)
    return {**taken, **story}


def _described(play: Play, service: str) -> bool:
    """Has the service just been described? What is asked then was not among it."""
    return play.session.top is not None and play.frame.flow == "describe" and play.frame.service == service != ""


def _same_form(play: Play, flow: str, service: str) -> bool:
    open_one = play.session.top is not None and play.frame.flow == flow and play.flow.form
    return open_one and service in ("", play.frame.service)


def _of_this_form(play: Play, service: str) -> bool:
    """Is it about the service whose form is open? Its conditions are asked there, and what it is they know."""
    open_one = play.session.top is not None and play.frame.flow == "apply" and play.frame.service
    return bool(open_one) and service in ("", play.frame.service)


def only_wishes(said: Said, service: Service) -> bool:
    """Is it said that one wishes for this service, and nothing else?"""
    return bool((signs.WISH | APPLYING) & set(said.words)) and not _besides_wishing(said, service)


def _bare_wish(said: Said, service: Service) -> bool:
    """Is it wished to apply, and nothing named that is another subject than this service?"""
    return signs.within(said, signs.BRIEF) and not _besides_wishing(said, service)


def _besides_wishing(said: Said, service: Service) -> set[str]:
    names = {word.removeprefix("ال") for name in (service.name.ar, *service.names) for word in ours.words(name)}
    return {word.removeprefix("ال") for word in said.words if word not in _WISHING} - names


def _at_hand(play: Play, said: Said, flow: str) -> str:
    """A service just talked about stays the subject of the next question, what was spoken of last is what is booked,
    and the only form is meant without its name.
    """
    if flow == "apply" and any(frame.flow == "apply" and frame.service for frame in play.session.stack):
        # A wish for another one is not for the service of the form that is open.
        return ""
    talked_about = play.frame.service if play.session.top is not None else ""
    found = play.pack.service(talked_about or (play.session.subject if flow == "apply" else ""))
    # Who tells what they need does not apply for what takes no applications, nor does "I want to become a member".
    if found and (flow != "apply" or found.intake == "form" or _bare_wish(said, found)):
        return found.id
    return served.only_form(play) if flow in ABOUT_A_FORM else ""
