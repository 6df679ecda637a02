"""A plea or impatience at a form's question, "quickly, please": soothed, and kept nowhere.

Whoever is in danger is asked to say so, since such words alone do not.
"""

from flows import running, signs
from flows.answers.common import bag
from flows.answers.wanting import HASTE, PLEA
from flows.play import Play, Said

# What is said around it; a word more may tell of danger.
_AROUND = bag(
    "الله يخليكم يخليك يعافيكم يعافيك يسعدكم يسعدك يحفظكم يحفظك يوفقكم يوفقك يجزاكم يجزاك يرضي والله بالله خير رجاء"
    " عليكم عليك يا جماعه اخوان اخواني اخوي اخوانا اختي خواتي انا احنا طيب طب اوكي بس علي عليا علينا لي لنا شوي جدا"
    " مره كثير ما ليش ليه لو سمحتوا سمحتم سمحت من فضلكم يلا يالله الحين اليوم الرد لازم i am im in a me us to my up"
    " so very now why you yalla ya the"
)


def heard(play: Play, said: Said) -> bool:
    """Soothe whoever only pleads, and put the question again."""
    if not play.flow.form or said.meaning.answered or not only(said):
        return False
    play.say(play.text("ask.haste"))
    running.run(play)
    return True


def in_form(play: Play, said: Said) -> bool:
    """Is nothing but a plea written to an open form? It proves no danger, and the reply asks after it."""
    asked = play.session.owner == "bot" and play.session.top is not None and play.flow.form
    return asked and only(said)


def only(said: Said) -> bool:
    """Is there a plea in the message, and nothing else?"""
    told = set(said.words)
    urges = bool(told & (HASTE | PLEA))
    return urges and signs.is_text(said) and not said.chosen and signs.within(said, signs.ASIDE) and told <= _ALL


_ALL = HASTE | PLEA | _AROUND
