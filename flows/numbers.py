"""Whose number is asked for when it is that of the police or an ambulance: told at once, and nobody is alarmed."""

from flows import running
from flows.answers.common import bag
from flows.play import Play, Said
from flows.values import tell

_NUMBER = bag("رقم ارقام نمره تلفون number numbers phone raqam raqm rgm arqam")
_THEIRS = bag(
    "الشرطه شرطه الاسعاف اسعاف الاسعافات النجده نجده الطواري طواري الدفاع المدني البلاغات بلاغات البلاغ"
    " police ambulance emergency emergencies alshorta alshurta elshorta alis3af es3af alesaaf altawari"
)
_AROUND = bag(
    "وش ايش شنو شو كم ما هو هي اعطني عطني اعطوني عطوني ابي ابغي اريد ودي عندكم عندك لو سمحت سمحتي سمحتم سمحتوا من"
    " فضلك فضلكم تكفون ممكن طيب و او حق حقت يا اخوي اختي بس الموحد الموحده مركز what is s whats the a for of please"
    " give me i want need can you tell have and or your wesh wsh"
)


def asked(said: Said) -> bool:
    """Is nothing else said? Whoever says what has happened besides is in danger, and not only in want of a number."""
    told = set(said.words)
    return bool(told & _NUMBER and told & _THEIRS) and told <= _NUMBER | _THEIRS | _AROUND


def take(play: Play, said: Said) -> bool:
    """Tell the charity's emergency numbers; what is open is put again."""
    if not asked(said):
        return False
    play.say(tell(play, "emergency.numbers"))
    if play.session.owner == "bot" and play.session.top is not None:
        running.run(play)
    return True
