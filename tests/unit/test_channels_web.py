import json
from collections.abc import Mapping
from typing import Any

import pytest

from channels.base import Request, SendError
from channels.web import Web, WebSettings
from flows.message import Incoming, Kind


async def nowhere(session: str, message: Mapping[str, Any]) -> None:
    """Nobody has the page open."""


WEB = Web(WebSettings("site-secret"), nowhere)
TOKEN = WEB.issue()


def post(data: Any, token: str = TOKEN, **headers: str) -> Request:
    return Request(
        "https://sanad.example/chat", {"authorization": f"Bearer {token}", **headers}, json.dumps(data).encode()
    )


def read(data: Any) -> Incoming:
    [incoming] = WEB.parse(post(data))
    return incoming


def test_each_session_is_its_own_and_hard_to_guess() -> None:
    sessions = {WEB.session(WEB.issue()) for _ in range(100)}
    assert len(sessions) == 100
    assert all(len(session) >= 22 for session in sessions)  # 128 bits in base 64


@pytest.mark.parametrize(
    "token",
    ["", "x", TOKEN[:-1], TOKEN + "x", Web(WebSettings("other"), nowhere).issue()],
    ids=["empty", "short", "cut", "longer", "of another secret"],
)
def test_a_token_we_did_not_issue_opens_nothing(token: str) -> None:
    with pytest.raises(ValueError, match="token"):
        WEB.session(token)
    assert not WEB.verify(post({}, token))
    with pytest.raises(ValueError, match="token"):
        WEB.parse(post({"id": "c1", "text": "x"}, token))


def test_without_a_secret_there_is_no_website() -> None:
    with pytest.raises(ValueError, match="secret"):
        Web(WebSettings(""), nowhere)


def test_the_same_message_posted_twice_has_one_id() -> None:
    session = WEB.session(TOKEN)
    assert (
        read({"id": "c1", "text": "سلام"}).provider_id == f"{session}:c1" == read({"id": "c1", "text": "x"}).provider_id
    )


def test_4096_characters_are_enough() -> None:
    assert read({"id": "c1", "text": "ل" * 4096}).text == "ل" * 4096
    with pytest.raises(ValueError, match="too long"):
        read({"id": "c1", "text": "ل" * 4097})


@pytest.mark.parametrize(
    "data",
    [
        {}, {"id": "c1"}, {"text": "x"}, {"id": "", "text": "x"}, {"id": "c1", "text": "  "}, {"id": 5, "text": "x"},
        {"id": "c 1", "text": "x"}, {"id": "c" * 65, "text": "x"}, {"id": "c1", "text": ["x"]}, {"id": "c1", "tap": 3},
        {"id": "c1", "media": "x"}, {"id": "c1", "media": ["x"]}, {"id": "c1", "media": [{}]},
        {"id": "c1", "media": [{"ref": "a"}] * 11}, {"id": "c1", "tap": "a", "media": [{"ref": "a"}]}, [], "x", None,
    ],
)  # fmt: skip
def test_anything_else_is_malformed(data: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read(data)


@pytest.mark.parametrize(
    "ref", ["../etc/passwd", "/etc/passwd", "a/../b", "http://x.example/a", "a//b", "a\\b", "a.", 7]
)
def test_a_file_is_one_we_were_given_and_nothing_else(ref: Any) -> None:
    with pytest.raises(ValueError, match="one of our files"):
        read({"id": "c1", "media": [{"ref": ref}]})


def test_a_file_comes_with_what_the_page_said_of_it() -> None:
    incoming = read({"id": "c1", "media": [{"ref": "u/9f-2.jpg", "mime": "IMAGE/JPEG", "size": -4}], "text": "البطاقة"})
    assert (incoming.kind, incoming.text) == (Kind.MEDIA, "البطاقة")
    assert (incoming.media[0].ref, incoming.media[0].mime, incoming.media[0].size) == ("u/9f-2.jpg", "image/jpeg", None)


async def test_a_repeated_send_keeps_its_id_so_that_the_page_can_drop_it() -> None:
    published: list[tuple[str, Mapping[str, Any]]] = []

    async def publish(session: str, message: Mapping[str, Any]) -> None:
        published.append((session, message))

    web = Web(WebSettings("site-secret"), publish)
    assert web.idempotent
    assert [await web.send("s1", {"id": "d7", "text": "x"}) for _ in range(2)] == ["d7", "d7"]
    assert published[0] == published[1] == ("s1", {"id": "d7", "text": "x"})
    assert await web.send("s1", {"text": "x"}) != await web.send("s1", {"text": "x"})


async def test_a_publisher_in_trouble_is_transient() -> None:
    async def publish(session: str, message: Mapping[str, Any]) -> None:
        raise ConnectionError("redis")

    with pytest.raises(SendError, match="transient"):
        await Web(WebSettings("site-secret"), publish).send("s1", {"text": "x"})
