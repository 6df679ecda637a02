"""A thousand replies as no flow would ever make them, on every channel."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bootstrap import disconnected_channels
from bot.ports import Channel
from channels.bidi import MARK
from channels.limits import broken
from channels.segments import plain
from flows.message import Button, Reply

PIECES = st.sampled_from(
    [
        "الجمعية", "مُحَمَّدٌ", "٠٥٠٠", "500", "، ", "؟", ".", " ", "      ", "\n", "\n\n", "\t", "\u00a0", "\u200f",
        "👨‍👩‍👧‍👦", "😀", "https://charity.example/apply?id=12&x=1", "x", "<b>&", "€", "• ", "1. ", "{{1}}", "*_`",
        "كلمة " * 90,
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=40).map("".join).filter(lambda text: text.strip("\u200f\u00a0 \n\t"))
LABELS = st.one_of(
    st.sampled_from(["نعم", "لا", "القائمة", "↩️ رجوع", "Yes", "مركز شمل لتنفيذ أحكام الرؤية والزيارة والحضانة"]),
    st.lists(st.sampled_from(["خيار", "طويل", "جدًا", "OK", "😀", "(1)", "٥"]), min_size=1, max_size=14).map(" ".join),
)
CHANNELS = [*disconnected_channels(templates=True), *disconnected_channels()]


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    labels = draw(st.lists(LABELS, max_size=13, unique=draw(st.booleans())))
    words = draw(st.integers(0, len(labels)))
    buttons = (Button(f"9.{n}", label, word=n < words) for n, label in enumerate(labels))
    return Reply(draw(TEXTS), tuple(buttons))


@settings(max_examples=1000, deadline=None)
@given(replies())
def test_no_reply_is_over_a_limit_and_nothing_of_it_is_lost_anywhere(reply: Reply) -> None:
    for channel in CHANNELS:
        payloads = channel.render(reply)
        assert [fault for payload in payloads for fault in broken(channel.name, payload)] == []
        shown = "".join(_letters(_text(channel, payload)) for payload in payloads)
        # By SMS typography gives way to what costs half.
        assert _letters(plain(reply.text) if channel.name == "sms" else reply.text) in shown
        taps = set(re.findall(r"\"(9\.\d+)\"", str(payloads).replace("'", '"')))
        assert all(button.id in taps or _named(button, shown) for button in reply.buttons)
        assert not taps or taps == {button.id for button in reply.buttons}


def _text(channel: Channel, payload: dict[str, object]) -> str:
    """What is read; of a template its question, since its body is for when the template is refused."""
    values = payload.get("variables")
    text = values["1"] if isinstance(values, dict) else payload.get("text") or payload.get("body")
    text = str(text)
    if channel.name == "telegram":
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text


def _letters(text: str) -> str:
    """Parts are trimmed where they meet, and marks may be added: everything else must be there."""
    return "".join(text.split()).replace(MARK, "")


def _named(button: Button, shown: str) -> bool:
    """A numbered line, or one of the words that may be typed (without the emoji that a button may carry)."""
    label = _letters(button.label)
    return label in shown or _letters(re.sub(r"^[^\w]+|[^\w)؟?!]+$", "", button.label)) in shown
