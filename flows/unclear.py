"""What is not understood: guesses the first time, a person the second; and it is kept to be taught."""

from dataclasses import replace

from flows import running, signs
from flows.answers.common import bag
from flows.arabic import words
from flows.events import Asked
from flows.message import Meaning
from flows.moves import Start
from flows.parking import open_form
from flows.play import Play, Said
from flows.redact import anonymous, mask

# Nobody means these by words that are not understood; danger has an alarm of its own.
# A person is offered beside the guesses anyway.
_NO_GUESS = (
    "out_of_scope", "affirm", "deny", "emergency", "greet", "goodbye", "thanks", "talk_to_human", "start_messages",
    "stop_messages", "change_language",
)  # fmt: skip
# Share from which one of the pack's questions is worth a guess, and below which a guess is noise.
RELATED, NOISE = 0.2, 0.01
# Probability from which words are taken for none of our business; guesses at them would be absurd.
BEYOND = 0.95
_I = bag("انا معكم معاكم معاكي معك محدثتكم محدثكم اختكم اخوكم i im this")
_CALLED = bag("اختكم اختك اخوكم اخوك بنتكم ولدكم ام ابو بو اسمي name um umm abu")
# Characters kept of words that are not understood.
KEPT = 500


def take(play: Play, said: Said) -> None:
    """First time: the best three guesses and a person. Second time: a person.

    Where at least the service is plain, it is described: its conditions, papers and form are one tap from there.
    """
    meaning, said_words = said.meaning, mask(said.text)[:KEPT]
    keep(play, said)
    if service := meaning.entity("service"):
        running.begin_over_form(play, Start("describe", service))
        return
    if not play.session.unclear and not open_form(play) and _says_who(said):
        # Not understood either, should the next message be none the clearer.
        play.session = replace(play.session, unclear=(said_words,))
        play.say(play.text("unclear.met"), ways_out=("menu", "human"))
        return
    play.session = replace(play.session, unclear=(*play.session.unclear, said_words))
    if len(play.session.unclear) > 1:
        running.begin_over_form(play, Start("escalate", memo={"words": " / ".join(filter(None, play.session.unclear))}))
    elif meaning.intent == "out_of_scope" and meaning.confidence >= BEYOND and not meaning.answered:
        running.begin_over_form(play, Start("out_of_scope"))
    else:
        running.begin_over_form(
            play, Start("unclear", memo={"guesses": " ".join(_guesses(meaning)), "words": said_words})
        )


def _says_who(said: Said) -> bool:
    """Do they only say who they are?"""
    told = words(said.text)
    return (
        told[:1] in (["انا"], ["احنا"], ["حنا"], ["نحن"]) and signs.within(said, signs.ASIDE) and not signs.asks(said)
    )


def introduces(said: Said) -> bool:
    """Do they say by what name they are called, and no more?"""
    told = said.words
    called = bool(_CALLED & set(told[:2])) and not signs.asks(said)
    return called and told[0] in _I and signs.within(said, signs.ASIDE)


def keep(play: Play, said: Said) -> None:
    """What found no answer is kept to be taught."""
    play.happened(Asked(anonymous(said.text)[:KEPT], said.meaning.intent))


def _guesses(meaning: Meaning) -> list[str]:
    likely = [name for name, share in meaning.ranking if name not in _NO_GUESS and share >= NOISE]
    # Nothing to go by: what we offer at all.
    intents = [f"intent:{name}" for name in likely or ["list_services"]]
    questions = [f"faq:{name}" for name, score in meaning.answers[:2] if score >= RELATED]
    return [*questions[:1], *intents, *questions[1:]][:3]
