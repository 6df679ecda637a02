"""The {values} of texts that are about the person's own applications and what we keep."""

from collections.abc import Callable

from flows import own
from flows.lists import incomplete, labelled
from flows.message import ApplicationView
from flows.papers import wanted
from flows.play import Play
from flows.reference import make
from flows.showing import bullets

# Any four numbers: an example that would pass for real, so that it may be tried.
_EXAMPLE = (2, 17, 5, 21)


def applications(play: Play) -> str:
    """The person's own applications, newest first: service, reference and where each one stands."""
    return "\n\n".join(_standing(play, a) for a in play.world.dossier.applications if a.own)


def applications_sms(play: Play) -> str:
    late = play.text("status.missing_sms")
    own = (view for view in play.world.dossier.applications if view.own)
    return "\n".join(_short(play, view) + (late if view.missing else "") for view in own)


def reference(play: Play) -> str:
    """The reference number in hand."""
    return play.frame.memo.get("reference", "")


def example_reference(play: Play) -> str:
    """How this charity's reference numbers look."""
    return make(play.pack.prefix, _EXAMPLE)


def found(play: Play) -> str:
    """The application that the person named."""
    view = _named(play)
    return _standing(play, view) if view else ""


def found_sms(play: Play) -> str:
    """The application in hand in few letters. That papers are missing is said by the choice to send them."""
    view = _named(play)
    return _short(play, view) if view else ""


def asked(play: Play) -> str:
    """What staff asked for about the application in hand."""
    view = _named(play)
    return view.asked if view else ""


def twin(play: Play) -> str:
    """The open application of the person's own that there is already."""
    return next((view.reference for view in reversed(own.open_here(play))), "")


def papers_left(play: Play) -> str:
    """The papers still to come of the application whose papers are asked for."""
    reference, given = play.frame.memo.get("papers_of"), play.frame.answers
    view = next((v for v in incomplete(play) if v.reference == reference), None)
    left = [kind for kind in (view.missing if view else ()) if kind not in given or wanted(given[kind])]
    return bullets(label for _, label in labelled(play, left))


def papers_then(play: Play) -> str:
    """How it stands after papers were sent: what is left, or that nothing is."""
    left = papers_left(play)
    return play.text("papers.left").format(papers=left) if left else play.text("papers.complete")


def held(play: Play) -> str:
    """What we keep about the person, by name and not by content."""
    lines = [play.text("privacy.conversation")]
    mine = [view for view in play.world.dossier.applications if view.own]
    lines += [play.text("privacy.application").format(reference=view.reference) for view in mine]
    if play.session.parked:
        lines.append(play.text("privacy.parked"))
    return bullets(lines)


def _named(play: Play) -> ApplicationView | None:
    return next((view for view in play.world.dossier.applications if view.reference == reference(play)), None)


def _standing(play: Play, view: ApplicationView) -> str:
    named = play.pack.service(view.service)
    name = named.name.say(play.session.language) if named else view.service
    lines = [name, view.reference, play.text(f"status.{view.status}")]
    if view.missing:
        lines.append(play.text("status.missing").format(papers=_papers_of(play, view)))
    return "\n".join(lines)


def _papers_of(play: Play, view: ApplicationView) -> str:
    return bullets(label for _, label in labelled(play, view.missing))


def _short(play: Play, view: ApplicationView) -> str:
    return f"{view.reference}: {play.text(f'status.{view.status}').partition(': ')[2] or view.status}"


VALUES: dict[str, Callable[[Play], str]] = {
    f.__name__: f
    for f in (
        applications, applications_sms, reference, example_reference, found, found_sms, asked, twin, papers_left,
        papers_then, held,
    )
}  # fmt: skip
