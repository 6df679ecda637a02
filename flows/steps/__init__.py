"""What each kind of step does: `enter` asks or acts, `answer` takes the person's message. One file a kind."""

from collections.abc import Callable, Mapping
from typing import Any

from flows.moves import Move
from flows.play import Play, Said
from flows.steps import act, ask, call, choose, decide, declare, document, hand_off, say

ENTER: Mapping[str, Callable[[Play, Any], Move]] = {
    "say": say.enter,
    "ask": ask.enter,
    "choose": choose.enter,
    "decide": decide.enter,
    "document": document.enter,
    "declare": declare.enter,
    "call": call.enter,
    "act": act.enter,
    "hand_off": hand_off.enter,
}

# Only these wait for the person.
ANSWER: Mapping[str, Callable[[Play, Any, Said], Move]] = {
    "ask": ask.answer,
    "choose": choose.answer,
    "document": document.answer,
    "declare": declare.answer,
}
