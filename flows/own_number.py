"""At the question for a mobile: "this same number", taken where the channel tells which one that is."""

from dataclasses import replace

from flows import signs
from flows.answers import as_written
from flows.answers.common import bag
from flows.flow import Ask
from flows.play import Play, Said
from flows.proving import mobile_in
from flows.steps import ask

_SAME = bag("نفس نفسه نفسها نفسو same nafs nafso")
_THIS = bag("هذا هذي هاذا هاذي هاد ده دا هو this hatha hada that")
_NUMBER = bag(
    "رقم الرقم رقمي جوال الجوال جوالي موبايلي واتس الواتس واتساب الواتساب وتساب number mobile phone whatsapp raqam"
    " raqami elraqam alraqam jawwali jawali"
)
_WRITTEN_FROM = bag(
    "اكلمكم اكلمك اكلمكو بكلمكم راسلتكم اراسلكم اراسلك ارسلكم ارسلت ارسل مرسل اكتب اكتبلكم كتبت تكلموني تكلمني"
    " احاكيكم ظاهر طالع عندكم عندك texting writing messaging using talking"
)
_AROUND = bag(
    "الي اللي يلي منه فيه لكم لك انا حق حقي تبع بتاعي ما غيره طيب ايه ايوه نعم بس الحالي is it my the one i am im"
    " from with to you as yes me on mine just use elli minno meno"
)
_ALL = _SAME | _THIS | _NUMBER | _WRITTEN_FROM | _AROUND


def meant(play: Play, step: Ask, said: Said) -> bool:
    """Is the number meant from which this was written?"""
    told = set(said.words)
    asked = play.flow.form and ask.present(play, step).kind == "mobile"
    if not asked or not signs.is_text(said) or said.chosen or signs.asks(said) or not signs.within(said, signs.ASIDE):
        return False
    named = bool(told & _SAME) or (bool(told & (_NUMBER | _WRITTEN_FROM)) and bool(told & (_THIS | _WRITTEN_FROM)))
    return named and told <= _ALL


def written(said: Said) -> Said | None:
    """As if that number had been written; None where the channel does not tell it."""
    number = mobile_in(said.message.address)
    text = as_written("mobile", number)
    return replace(said, message=replace(said.message, text=text)) if number else None
