"""Who asks for a moment, to fetch the card, say, answers nothing, wishes for nothing and is not hurried."""

from flows import signs
from flows.answers.common import asks_back, bag
from flows.answers.wanting import MOMENT
from flows.play import Play, Said
from flows.words import MOST, ungreeted

# "min" is "from" elsewhere.
_MOMENT = MOMENT | {"min"}
# What is said around it.
_AROUND = bag(
    "بس وبس طيب طب اوكي اوك ايه حاضر معليش معلش لو سمحت سمحتي سمحتم من فضلك فضلكم شوي شويه شويتين كمان"
    " واحده وحده خمس خمسه عشر عشره 2 3 5 10 علي علينا عليكم عليه لا يا اختي اخوي بالله تكفي تكفين تكفون عفوا اسف اسفه"
    " bs one just a let please ok hold on give me in plz pls sorry"
)
# What is done meanwhile; what it is done with may follow.
_MEANWHILE = tuple(bag("جيب طلع دور شوف صور سال تاكد رسل فتح قوم روح رجع راجع جاي فكر قرا ناد صحي لاق بحث كلم نقل نسخ"))
_ENGLISH = bag("get fetch find look check bring back")


def given(play: Play, said: Said) -> bool:
    """Tell whoever asks for a moment to take their time; the open question stays as it is."""
    asked = signs.is_text(said) and not said.chosen and asks(said.text)
    if asked:
        play.say(play.text("menu.moment"))
    return asked


def asks(text: str) -> bool:
    """Is it "wait a moment", with what it is needed for or without, and no more?"""
    told = ungreeted(text)
    if len(told) > MOST or not _MOMENT & set(told[:3]) or asks_back(text):
        return False
    rest = [word for word in told if word not in _MOMENT and word not in _AROUND]
    return not rest or _does(rest[0])


def _does(word: str) -> bool:
    """A verb of what the writer is about to do: اجيب, وبطلع, بارسلها."""
    stem = word.removeprefix("و").removeprefix("ب").removeprefix("ح").removeprefix("ا")
    return (
        word in _ENGLISH or (stem != word and stem.startswith(_MEANWHILE)) or word in ("راجع", "راجعه", "جاي", "جايه")
    )
