"""One reply as a channel will show it: complete, within the provider's limits, its choices beside its question."""

import re
from collections.abc import Iterator, Sequence

from bot.ports import Channel
from channels.limits import broken, cost
from flows.findings import Level
from flows.message import Reply
from flows.part import BLANK

_UNFILLED = re.compile(r"\{\w*\}")


def faults(channel: Channel, reply: Reply) -> Iterator[tuple[Level, str]]:
    """Everything wrong with the reply on this channel."""
    yield from ((Level.ERROR, fault) for fault in _wording(reply))
    try:
        payloads = channel.render(reply)
    except ValueError as error:
        yield Level.ERROR, f"cannot be rendered on {channel.name} ({error})"
        return
    for payload in payloads:
        yield from ((Level.ERROR, f"{fault} ({channel.name})") for fault in broken(channel.name, payload))
    bodies = [payload["body"] for payload in payloads if "body" in payload]
    choices = [button.label for button in reply.buttons if not button.word]
    if len(bodies) > 1 and choices and f"1. {choices[0]}" not in bodies[-1]:
        yield Level.WARNING, f"the choices are torn over two messages on {channel.name}"


def dear(channel: Channel, replies: Sequence[Reply], budget: int) -> str:
    """What is wrong with the cost of one answer by SMS, "" for nothing."""
    bodies = [payload["body"] for reply in replies if reply.text.strip() for payload in channel.render(reply)]
    return f"costs {cost(bodies)} segments by SMS; its budget is {budget}" if cost(bodies) > budget else ""


def _wording(reply: Reply) -> Iterator[str]:
    labels = [button.label for button in reply.buttons]
    for text in (reply.text, *labels):
        yield from (f"says {value}, which nothing filled in" for value in _UNFILLED.findall(text))
        if BLANK in text:
            yield f"says {BLANK} to a person"
    yield from (f"two choices are called {label!r}" for label in sorted({x for x in labels if labels.count(x) > 1}))
