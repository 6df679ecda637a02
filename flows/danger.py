"""Danger: when it is answered, and how little a false alarm may cost."""

from collections.abc import Sequence
from dataclasses import replace

from flows import haste, numbers, running, signs
from flows.answers.common import bag, withholds
from flows.answers.yes_no import plain
from flows.arabic import fold
from flows.choices import named
from flows.flow import Ask
from flows.kin import NEAREST
from flows.message import NOTHING
from flows.moves import Miss, Start
from flows.play import Play, Said
from flows.redact import mask
from flows.steps import ANSWER, ask
from flows.words import calms, command

_NOT_NOW = tuple(
    map(fold, ("لا مو الحين", "لا مب الحين", "لا مو الان", "لا مش دلوقتي", "لا مو هلق", "no not now", "not right now"))
)
# Said by themselves only: "there is nothing to eat" is no answer to an alarm.
_NOTHING = frozenset(map(fold, ("مافيه شي", "مافي شي", "ما فيه شي", "ما في شي", "مافيه شيء", "ما صار شي", "nothing")))
_BEFORE = frozenset(map(fold, ("لا", "الحين", "الان", "والله", "الحمدلله", "no")))
# So many messages without a word of danger, and a guess that nobody confirmed colours the conversation no longer.
_HARMLESS = 3
# Said by somebody in danger as well, and asking nothing of us.
_STAYS = ("thanks", "goodbye", "greet", "help", "talk_to_human", "out_of_scope")
# Help that has come.
_HELP = bag("الشرطه شرطه الاسعاف اسعاف الدوريه الدفاع النجده police ambulance")
_CAME = bag(
    "وصلت وصل وصلوا جات جت جاء جا جو جاو جاووا اخذوها اخذوه خذوها خذوه نقلوها نقلوه عندنا came arrived here took"
)
# Out of the house and with somebody: "we are at my sister's".
_REACHED = bag(
    "رحت رحنا وصلت وصلنا طلعت طلعنا خرجت خرجنا صرت صرنا جيت جينا نمت نمنا انا احنا حنا نحن قاعده قاعدين reached at"
)
_WITH = bag("عند ببيت بيت لبيت ببيتنا with my")
_THEM = NEAREST | bag(
    "اهلي اهلنا اخواني خواتي خالتي عمتي خالي عمي جارتي جيراني جيرانا جيراننا صديقتي صاحبتي صاحبي خويتي رفيقتي"
    " sister brother mother parents family friend friends uncle aunt"
)
_NO = frozenset(map(fold, ("لا", "لا لا", "لا شكرا", "لا الحمد لله", "لا ابد", "ابد", "no", "nope", "no thanks")))


def heard(play: Play, said: Said) -> bool:
    """Does the message raise the alarm? Proof always does; a mere guess not over a short and valid answer, and not
    twice.
    """
    guess = said.meaning.emergency and not play.session.urgent and not plain_answer(play, said)
    return guess or (said.meaning.emergency and said.meaning.certain)


def sober(play: Play, said: Said) -> Said:
    """A guess of danger that the words themselves refute: "no danger, he is well now", "I would rather not tell", the
    bare question for the police's number, which is answered (`numbers`), or a mere plea in a form (`haste`). Danger
    that is proved is never refuted.
    """
    guessed = said.meaning.emergency and not said.meaning.certain
    return replace(said, meaning=NOTHING) if guessed and _harmless(play, said) else said


def _harmless(play: Play, said: Said) -> bool:
    return calms(said.text) or withholds(said.text) or numbers.asked(said) or haste.in_form(play, said)


def alarm(play: Play, said: Said) -> None:
    """Answer danger. Where it is only guessed, words that answer a form's open question are kept as its answer too."""
    if not said.meaning.certain and play.session.owner == "bot" and play.session.top and play.flow.form:
        step = running.current(play)
        if isinstance(step, Ask) and ask.free(play, step):
            ask.take_down(play, step, said)
            # The next question is open when they come back to the form.
            play.quietly(lambda: running.run(play))
    # The whole was said a moment ago: the numbers, and that a colleague knows.
    again = play.session.urgent and not play.session.guessed
    proved = "emergency_again" if again else "emergency"
    running.begin(play, Start(proved if said.meaning.certain else "danger_guess", memo={"words": mask(said.text)}))


def denied(play: Play, said: Said) -> bool:
    """A plain no, right after a guess of danger."""
    denies = said.folded in _NO or said.folded.startswith(_NOT_NOW) or calms(said.text)
    told = list(said.words)
    while told and told[0] in _BEFORE:
        told.pop(0)
    rest = " ".join(told)
    goes_on = len(told) < len(said.words) and command(rest) == "continue"
    return play.session.guessed and (denies or rest in _NOTHING or goes_on)


def fade(play: Play, said: Said) -> None:
    """A guess that nobody confirmed fades under harmless messages. The case stays with the colleague."""
    if not play.session.guessed:
        return
    if said.meaning.emergency:
        play.session = replace(play.session, noted=0)
    elif play.session.noted >= _HARMLESS:
        play.session = replace(play.session, urgent=False, guessed=False)


def eased(play: Play, said: Said) -> bool:
    """Does somebody whose danger was proved say that it has passed? The alarm stays: they may not write freely."""
    helped = signs.within(said, signs.ASIDE) and bool(_HELP & set(said.words)) and bool(_CAME & set(said.words))
    away = signs.within(said, signs.ASIDE) and _with_somebody(said.words)
    better = said.words[:1] in (("الحمدلله",), ("الحمد",)) and signs.within(said, signs.BRIEF)
    eased_so = calms(said.text) or ((helped or better or away) and not said.meaning.emergency)
    return play.session.urgent and not play.session.guessed and eased_so


def _with_somebody(told: Sequence[str]) -> bool:
    """Is it told that the writer has come to people of their own? Not "he came to my sister's"."""
    here = next((at for at, word in enumerate(told) if word.removeprefix("و") in _REACHED), len(told))
    return any(word in _WITH and told[at + 1] in _THEM for at, word in enumerate(told[:-1]) if at > here)


def over(play: Play, said: Said) -> bool:
    """While a guess stands: does the person simply go on, with other business or with the form?"""
    if not play.session.guessed:
        return False
    understood = said.clear and not said.meaning.emergency and said.meaning.intent not in _STAYS
    return (
        understood or signs.inquires(said) or plain_answer(Play(play.world, replace(play.session, owner="bot")), said)
    )


def plain_answer(play: Play, said: Said) -> bool:
    """Is this a short and valid answer of the open form?"""
    if play.session.owner != "bot" or play.session.top is None or not signs.within(said, signs.PLAIN):
        return False
    step = running.current(play)
    if isinstance(step, Ask) and ask.free(play, step):
        return named(play, said) is not None
    # "He does not hit me but he shouts" begins with a no to nothing that was asked.
    if isinstance(step, Ask) and ask.yes_or_no(play, step) and not _answers_plainly(said):
        return False
    # On a play of its own: to try an answer changes nothing here.
    return not isinstance(ANSWER[step.kind](Play(play.world, play.session), step, said), Miss)


def _answers_plainly(said: Said) -> bool:
    return bool(said.chosen) or signs.within(said, 2) or any(map(plain, said.words))
