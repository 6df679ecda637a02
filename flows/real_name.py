"""At the question for the name: must it be the real one, and why?"""

from flows import running, signs
from flows.answers.common import bag
from flows.answers.kinds import IDENTITIES
from flows.flow import Ask
from flows.items import form_of
from flows.play import Play, Said
from flows.steps import ask
from flows.values import sentences, tell

_NAME = bag("اسم اسمي الاسم باسم باسمي name esmi ismi esm")
_REAL = bag(
    "الحقيقي حقيقي الصدق صدق الصحيح صحيح مستعار وهمي غيره الكامل كامل رباعي ثلاثي لقب اللقب كنيه real true fake"
    " nickname full el7a8i8i el7aqiqi 7aqiqi al7aqiqi"
)
_MUST = bag("لازم ضروري اقدر ممكن ينفع عادي يصير هل اجباري شرط must should may can could do lazem lazim")


def asked(play: Play, said: Said) -> bool:
    """Must it be the real name?"""
    told = set(said.words)
    asks = bool(told & _NAME and told & _REAL) and bool(signs.asks(said) or told & _MUST)
    # Its reason is looked for in the whole form, so only where it is asked for.
    reason = why(play) if asks and not said.meaning.answered else ""
    if not reason:
        return False
    play.say(reason)
    running.run(play)
    return True


def why(play: Play) -> str:
    """Why the open question asks for the name: identities are matched, and the pack says why."""
    step = running.current(play)
    if not (isinstance(step, Ask) and ask.present(play, step).kind == "full_name"):
        return ""
    whys = [f.why.say(play.session.language) for f in form_of(play).fields if f.kind in IDENTITIES and f.why]
    return tell(play, "name.why", why=sentences(whys[0])[0]) if whys else ""
