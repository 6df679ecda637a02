"""Sessions survive storage, and refuse to be read by older code."""

import json

import pytest

from flows.session import SCHEMA, Answer, Choice, Frame, Session, dump, load

FULL = Session(
    language="en",
    prompt=7,
    stack=(Frame("apply", "fields", "s", 2, {"x": Answer(None, "typed", "t")}, {"m": "1"}, (("fields", 1),), 1, "v"),),
    parked=(Frame("apply", "fields"),),
    offered=(Choice("7.1", "نعم", "yes"),),
    unclear=("شسمه",),
    greeted=True,
    owner="queue",
    subject="s",
    greeting=True,
)


def test_a_session_comes_back_from_json_as_it_was() -> None:
    assert load(json.loads(json.dumps(dump(FULL)))) == FULL


def test_no_session_yet_is_a_new_one() -> None:
    assert load(None) == Session()


def test_a_field_of_another_version_is_passed_over() -> None:
    assert load({**dump(FULL), "retired": 1}) == FULL


def test_a_newer_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="newer"):
        load({**dump(FULL), "schema": SCHEMA + 1})
