"""What a message costs in a form does not grow with the form: counted in calls, since a clock proves nothing."""

import sys
from dataclasses import replace
from types import FrameType

import pytest

from bench.engine import UNCLEAR, Scene, charity, filled, world_of
from flows.session import Session


def calls(scene: Scene) -> int:
    """How many functions are called to answer the message, Python's own among them."""
    count = 0

    def note(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    scene.advance()  # What is made of the pack once is made now.
    sys.setprofile(note)
    try:
        scene.advance()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("text", [filled(1).text, "رجوع"])
def test_a_message_in_a_form_of_a_thousand_answers_costs_what_it_costs_in_one_of_sixty(text: str) -> None:
    # From fifty on: the trail of "back" is as long as it gets.
    assert calls(replace(filled(1_000), text=text)) == calls(replace(filled(60), text=text)) > 100


def test_what_a_pack_answers_costs_nothing_where_it_is_not_asked() -> None:
    few = charity()
    more = [q.model_copy(update={"id": f"{q.id}_{n}"}) for n in range(20) for q in few.questions]
    many = few.model_copy(update={"questions": [*few.questions, *more]})
    scenes = [Scene(world_of(pack), Session(greeted=True), "كلام لا يفهم", UNCLEAR) for pack in (few, many)]
    assert calls(scenes[0]) == calls(scenes[1])
