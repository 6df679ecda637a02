"""The website's chat through real HTTP: sessions, messages, events with reconnection, uploads."""

import asyncio
import itertools
import json
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection, insert

from bot.settings import Settings
from bot.web import chat, chat_stream, hooks
from bot.web.chat_rate import Brake
from bot.web.chat_words import WORDS, preferred
from storage import outbox, transcribing, transcript
from storage.outbox import Claimed, Receipt
from storage.states import Author, DeliveryState
from storage.tables import Address, Conversation, table
from tests import samples
from tests.fakes.chat_house import House, open_house

PNG = samples.picture("PNG")
LIMIT = Settings().paper_bytes
SAMPLES = {
    "image/jpeg": samples.picture("JPEG"),
    "image/png": PNG,
    "image/webp": samples.picture("WEBP"),
    "image/heic": samples.heic(),
    "application/pdf": samples.pdf(),
}


SITE = "https://charity.example"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house"), origins=(SITE,)) as opened:
        yield opened


@pytest.fixture
def visitor(house: House) -> Iterator["Visitor"]:
    with httpx.Client(base_url=house.url, timeout=20) as client:
        yield Visitor(client)


class Visitor:
    """A page: its session, and what it asks for."""

    def __init__(self, client: httpx.Client, charity: str = "yusr") -> None:
        self.client, self.charity = client, charity
        self.token = client.post(f"/chat/{charity}/session").json()["token"]
        self.signed = {"Authorization": f"Bearer {self.token}"}

    def say(self, number: str, words: str, **more: Any) -> httpx.Response:
        message = {"id": number, "text": words, **more}
        return self.client.post(f"/hooks/{self.charity}/web", headers=self.signed, json=message)

    def read(self, after: int | None = None) -> list[dict[str, Any]]:
        query = {} if after is None else {"after": after}
        answer = self.client.get(f"/chat/{self.charity}/messages", headers=self.signed, params=query)
        assert answer.status_code == 200
        lines: list[dict[str, Any]] = answer.json()
        return lines

    def follow(self, count: int, after: int | None = None) -> list[dict[str, Any]]:
        """The next `count` lines of the event stream, which is then cut off."""
        last = {} if after is None else {"Last-Event-ID": str(after)}
        with self.client.stream("GET", f"/chat/{self.charity}/events", headers={**self.signed, **last}) as stream:
            assert stream.status_code == 200
            assert stream.headers["content-type"].startswith("text/event-stream")
            assert stream.headers["cache-control"] == "no-store"
            data = (line.removeprefix("data: ") for line in stream.iter_lines() if line.startswith("data: "))
            return [json.loads(line) for line in itertools.islice(data, count)]

    def upload(self, content: bytes, name: str = "صورة.png", mime: str = "image/png") -> httpx.Response:
        files = {"file": (name, content, mime)}
        return self.client.post(f"/chat/{self.charity}/files", headers=self.signed, files=files)


def test_the_page_runs_only_our_own_files_and_begins_with_the_charitys_welcome(house: House) -> None:
    answer = httpx.get(f"{house.url}/chat/yusr")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert '<html lang="ar" dir="rtl">' in answer.text
    assert house.ports.packs["yusr"].texts["welcome"].ar in answer.text
    assert 'data-say="خدمات الجمعية"' in answer.text
    assert "{charity}" not in answer.text


def test_the_labels_follow_the_browser_and_the_welcome_stays_arabic_too(house: House) -> None:
    page = unescape(httpx.get(f"{house.url}/chat/yusr", headers={"Accept-Language": "en-GB,en;q=0.8"}).text)
    pack = house.ports.packs["yusr"]
    assert '<html lang="en" dir="ltr">' in page
    assert WORDS["en"]["send"] in page
    assert pack.texts["welcome"].ar in page
    assert pack.texts["welcome"].en in page


@pytest.mark.parametrize(
    ("wish", "accept", "language"),
    [("", "", "ar"), ("", "en-US,en;q=0.9", "en"), ("", "en-US,ar;q=0.5", "ar"), ("en", "ar", "en"), ("x", "fr", "ar")],
)
def test_arabic_comes_first_where_the_browser_reads_it_at_all(wish: str, accept: str, language: str) -> None:
    assert preferred(wish, accept) == language


def test_both_languages_have_every_word() -> None:
    assert WORDS["ar"].keys() == WORDS["en"].keys()


def test_an_unknown_charity_has_no_chat(house: House) -> None:
    assert httpx.get(f"{house.url}/chat/nobody").status_code == 404
    assert httpx.post(f"{house.url}/chat/nobody/session").status_code == 404


def test_the_first_page_names_every_charity(house: House) -> None:
    page = httpx.get(f"{house.url}/").text
    for slug, pack in house.ports.packs.items():
        assert f'href="chat/{slug}"' in page
        assert pack.name.ar in page


def test_the_pages_files_are_light_kept_for_ever_and_all_there(house: House) -> None:
    page = httpx.get(f"{house.url}/chat/yusr").text
    names = {part.split('"')[0] for part in page.split('="assets/')[1:]}
    weight = 0
    for name in names:
        answer = httpx.get(f"{house.url}/chat/assets/{name}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        weight += int(answer.headers["content-length"])
    assert {name.split("/")[1] for name in names} == {
        path.name for path in (chat.chat_page.HERE / "static").glob("chat*")
    }
    assert weight < 20_000
    assert httpx.get(f"{house.url}/chat/assets/0/chat.js").headers["cache-control"] == "no-store"
    assert httpx.get(f"{house.url}/chat/assets/0/home.py").status_code == 404


def test_the_widget_weighs_less_than_twenty_kilobytes_whole(house: House) -> None:
    told = httpx.get(f"{house.url}/chat/yusr/widget", params={"lang": "ar"})
    weight = sum(int(got.headers["content-length"]) for got in (told, httpx.get(f"{house.url}/widget.js")))
    static = chat.chat_page.HERE / "static"
    for path in (*static.glob("chat*"), *static.glob("widget*")):
        if path.name not in ("chat.js", "chat.svg", "widget.js"):
            answer = httpx.get(f"{house.url}/{told.json()['assets']}{path.name}", headers={"Origin": SITE})
            assert answer.headers["access-control-allow-origin"] == "*", "a module is only loaded with leave"
            weight += int(answer.headers["content-length"])
    assert weight < 20_000


ENDPOINTS = [
    ("GET", "/chat/yusr/widget"),
    ("POST", "/chat/yusr/session"),
    ("GET", "/chat/yusr/messages"),
    ("GET", "/chat/yusr/events"),
    ("POST", "/chat/yusr/files"),
    ("POST", "/hooks/yusr/web"),
]


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
def test_only_the_sites_that_a_charity_names_may_ask_for_it(house: House, method: str, path: str) -> None:
    with httpx.Client(base_url=house.url) as client:
        signed = Visitor(client).signed
        preflight = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "authorization"}
        for origin in ("https://elsewhere.example", "http://charity.example", "https://charity.example.evil", "null"):
            for asked in (
                client.request(method, path, headers={**signed, "Origin": origin}),
                client.options(path, headers={**preflight, "Origin": origin}),
            ):
                assert asked.status_code == 403
                assert "access-control-allow-origin" not in asked.headers
        assert client.request(method, path.replace("yusr", "khamis"), headers={"Origin": SITE}).status_code == 403
        given = client.request(method, path, headers={**signed, "Origin": SITE})
        assert given.status_code not in (401, 403)
        leave = client.options(path, headers={**preflight, "Origin": SITE})
        assert leave.status_code == 200
        assert {a.headers["access-control-allow-origin"] for a in (given, leave)} == {SITE}
        ours = client.request(method, path, headers={**signed, "Origin": house.url})
        assert ours.status_code == given.status_code


def test_only_a_named_site_may_frame_the_page(house: House) -> None:
    named, unnamed = (httpx.get(f"{house.url}/chat/{slug}").headers for slug in ("yusr", "khamis"))
    assert f"frame-ancestors 'self' {SITE}" in named["content-security-policy"]
    assert unnamed["content-security-policy"].endswith("frame-ancestors 'self'")


def test_a_message_is_answered_on_the_stream_in_order(visitor: Visitor) -> None:
    assert visitor.say("m-1", "السلام عليكم").status_code == 200
    lines = visitor.follow(3)
    assert [line["from"] for line in lines] == ["person", "bot", "bot"]
    assert lines[0]["client"] == "m-1"
    assert lines[2]["buttons"][0]["label"] == "خدمات الجمعية"
    assert visitor.read() == lines


def test_a_repeated_message_is_stored_once(visitor: Visitor) -> None:
    for _ in range(3):
        assert visitor.say("m-1", "السلام عليكم").status_code == 200
    last = visitor.follow(3)[-1]["id"]
    assert [line["client"] for line in visitor.read() if line["from"] == "person"] == ["m-1"]
    assert visitor.read(after=last) == []


def test_a_tap_is_shown_by_its_label(visitor: Visitor) -> None:
    visitor.say("m-1", "السلام عليكم")
    button = visitor.follow(3)[-1]["buttons"][0]
    last = visitor.read()[-1]["id"]
    assert visitor.say("m-2", button["label"], tap=button["id"]).status_code == 200
    tapped, answer = visitor.follow(2, after=last)
    assert (tapped["text"], tapped["client"]) == (button["label"], "m-2")
    assert answer["from"] == "bot"


def test_a_stream_cut_off_anywhere_goes_on_without_loss_or_repeat(visitor: Visitor) -> None:
    for number in range(3):
        visitor.say(f"m-{number}", "السلام عليكم")
    whole = visitor.follow(9)
    last, pieced = None, []
    for count in (1, 3, 2, 3):
        part = visitor.follow(count, after=last)
        pieced += part
        last = part[-1]["id"]
    assert pieced == whole
    assert len({line["id"] for line in whole}) == 9


def test_what_staff_write_while_the_page_was_away_is_replayed(house: House, visitor: Visitor) -> None:
    visitor.say("m-1", "السلام عليكم")
    last = visitor.follow(3)[-1]["id"]
    house.staff_says("معك موظف الجمعية، تفضل.")
    (line,) = visitor.follow(1, after=last)
    assert (line["from"], line["text"]) == ("staff", "معك موظف الجمعية، تفضل.")


def test_a_lost_signal_delays_a_line_by_the_poll_only(house: House, visitor: Visitor) -> None:
    visitor.say("m-1", "السلام عليكم")
    last = visitor.follow(3)[-1]["id"]
    # Nothing publishes a signal for this one.
    timer = threading.Timer(0.3, house.staff_says, ["متأخرة"])
    timer.start()
    assert [line["text"] for line in visitor.follow(1, after=last)] == ["متأخرة"]


def test_there_is_nothing_to_follow_before_the_first_message(visitor: Visitor) -> None:
    assert visitor.read() == []
    assert visitor.client.get("/chat/yusr/events", headers=visitor.signed).status_code == 404


@pytest.mark.parametrize("path", ["messages", "events"])
def test_without_a_token_it_is_401_and_with_a_forged_one_403(visitor: Visitor, path: str) -> None:
    assert visitor.client.get(f"/chat/yusr/{path}").status_code == 401
    # The signature's first letter: of its last one some bits say nothing, and another letter may be the same signature.
    words, signature = visitor.token.rsplit(".", 1)
    forged = {"Authorization": f"Bearer {words}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"}
    assert visitor.client.get(f"/chat/yusr/{path}", headers=forged).status_code == 403
    assert visitor.client.post("/chat/yusr/files", headers=forged, files={"file": PNG}).status_code == 403


def test_nobody_reads_the_conversation_of_another_session(house: House, visitor: Visitor) -> None:
    visitor.say("m-1", "السلام عليكم")
    visitor.follow(3)
    with httpx.Client(base_url=house.url) as client:
        assert Visitor(client).read() == []


@pytest.mark.parametrize("after", ["x", "-1", "٣", "1" * 19])
def test_a_cursor_that_is_no_id_is_refused(visitor: Visitor, after: str) -> None:
    answer = visitor.client.get("/chat/yusr/messages", headers=visitor.signed, params={"after": after})
    assert answer.status_code == 400


def test_machines_do_not_open_sessions_without_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(chat, "SESSIONS", 3)
    with open_house(tmp_path) as house:
        answers = [httpx.post(f"{house.url}/chat/yusr/session") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert answers[-1].headers["retry-after"]


def test_one_session_does_not_fill_the_inbox(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(hooks, "MESSAGES", 2)
    with open_house(tmp_path) as opened, httpx.Client(base_url=opened.url, timeout=20) as client:
        one, other = Visitor(client), Visitor(client)
        answers = [one.say(f"{number}", "السلام عليكم") for number in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[-1].headers["retry-after"]
        assert other.say("1", "السلام عليكم").status_code == 200


def test_a_brake_lets_go_after_its_window() -> None:
    now = [0.0]
    brake = Brake(2, 60.0, clock=lambda: now[0])
    assert [brake.allows("a"), brake.allows("a"), brake.allows("a"), brake.allows("b")] == [True, True, False, True]
    now[0] = 61.0
    assert brake.allows("a")


@pytest.mark.parametrize("mime", SAMPLES)
def test_a_file_is_kept_privately_and_reaches_the_transcript(house: House, visitor: Visitor, mime: str) -> None:
    answer = visitor.upload(SAMPLES[mime], name="../../هوية\u202egnp.x")
    assert answer.status_code == 201
    stored = answer.json()
    assert (stored["mime"], stored["size"], stored["name"]) == (mime, len(SAMPLES[mime]), "هويةgnp.x")
    place = house.ports.settings.data_dir / "papers" / stored["ref"]
    assert SAMPLES[mime] not in place.read_bytes()
    assert house.ports.papers.get(stored["ref"]) == SAMPLES[mime]
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert visitor.say("f-1", "هذه هويتي", media=[stored]).status_code == 200
    line = visitor.follow(1)[0]
    assert line["text"] == "هذه هويتي"
    assert line["media"] == [{"mime": mime, "name": "هويةgnp.x", "size": len(SAMPLES[mime])}]


def test_a_file_is_what_its_bytes_are_and_not_what_it_is_called(visitor: Visitor) -> None:
    assert visitor.upload(PNG, name="x.jpg", mime="image/jpeg").json()["mime"] == "image/png"
    refused = visitor.upload(b"<html><script>1</script></html>", name="x.png")
    assert refused.status_code == 415
    assert refused.json()["detail"] == WORDS["ar"]["file_kind"]


def test_a_file_of_ten_megabytes_is_taken_and_one_byte_more_is_not(house: House, visitor: Visitor) -> None:
    kept = len(list((house.ports.settings.data_dir / "papers").glob("*")))
    most = PNG + b"\0" * (LIMIT - len(PNG))
    assert visitor.upload(most).status_code == 201
    for content in (most + b"\0", most + b"\0" * LIMIT):
        refused = visitor.upload(content)
        assert refused.status_code == 413
        assert refused.json()["detail"] == WORDS["ar"]["file_large"]
    assert len(list((house.ports.settings.data_dir / "papers").glob("*"))) == kept + 1


@pytest.mark.parametrize("name", ["papers", "keys", "sanad.db", "0" * 32])
def test_a_message_that_names_no_upload_is_asked_for_its_file_again(visitor: Visitor, name: str) -> None:
    visitor.say("n-1", "", media=[{"ref": name, "mime": "image/png"}])
    said = [line["text"] for line in visitor.follow(2)]
    assert any("لم يكتمل وصول الملف" in text for text in said)


def test_an_endless_upload_is_cut_off(visitor: Visitor) -> None:
    header = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.png"\r\n\r\n'
    endless = itertools.chain([header + PNG], itertools.repeat(b"\0" * 1_000_000))
    headers = {**visitor.signed, "Content-Type": "multipart/form-data; boundary=b"}
    try:
        answer = visitor.client.post("/chat/yusr/files", headers=headers, content=endless)
    except httpx.TransportError:
        return  # Hung up on while it was still sending: as good as an answer.
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        {"content": b"", "headers": {}},
        {"content": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=b"}},
        {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
        {"data": {"file": "words"}},
    ],
)
def test_an_upload_that_is_no_form_with_a_file_is_refused(visitor: Visitor, body: dict[str, Any]) -> None:
    headers = {**visitor.signed, **body.pop("headers", {})}
    assert visitor.client.post("/chat/yusr/files", headers=headers, **body).status_code == 400


def test_one_session_does_not_fill_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(chat, "UPLOADS", 2)
    with open_house(tmp_path) as house, httpx.Client(base_url=house.url) as client:
        visitor = Visitor(client)
        assert [visitor.upload(PNG).status_code for _ in range(3)] == [201, 201, 429]


def _begin(connection: Connection, now: datetime) -> int:
    values = {"charity": "yusr", "channel": "web", "created_at": now}
    address = connection.execute(insert(table(Address)), {**values, "address": f"s{now.timestamp()}"})
    assert address.inserted_primary_key is not None
    about = {"address_id": address.inserted_primary_key[0], "version": 0, "owner": "bot", "epoch": 0, "updated_at": now}
    made = connection.execute(insert(table(Conversation)), {**values, **about})
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


def _put(connection: Connection, conversation: int, words: str, state: DeliveryState) -> Claimed:
    now = datetime.now(UTC)
    message = transcribing.say(connection, conversation, transcribing.Line("out", Author.BOT, words), now)
    said = Claimed(0, conversation, "yusr", "web", "s", {"text": words, "buttons": []})
    key = outbox.add(connection, said, message=message, now=now, claimed_by="w")
    said = Claimed(key, conversation, "yusr", "web", "s", said.payload)
    if state is not DeliveryState.SENDING:
        outbox.settle(connection, [Receipt(said, state)], now)
    return said


async def test_nothing_passes_a_message_that_is_still_being_sent(house: House) -> None:
    write, read = house.ports.database.write_now, house.ports.database.read_now
    conversation = write(_begin, datetime.now(UTC))
    write(_put, conversation, "أولى", DeliveryState.SENT)
    coming = write(_put, conversation, "ثانية", DeliveryState.SENDING)
    write(_put, conversation, "ثالثة", DeliveryState.SENT)
    before = read(transcript.read_on, conversation, 0)
    assert ([line.text for line in before.lines], before.coming) == (["أولى"], True)
    write(outbox.settle, [Receipt(coming, DeliveryState.SENT)], datetime.now(UTC))
    after = read(transcript.read_on, conversation, before.cursor)
    assert ([line.text for line in after.lines], after.coming) == (["ثانية", "ثالثة"], False)


async def test_what_was_dropped_or_refused_is_never_shown(house: House) -> None:
    write = house.ports.database.write_now
    conversation = write(_begin, datetime.now(UTC))
    for words, state in (("أ", DeliveryState.FAILED), ("ب", DeliveryState.DROPPED), ("ج", DeliveryState.UNKNOWN)):
        write(_put, conversation, words, state)
    excerpt = house.ports.database.read_now(transcript.read_on, conversation, 0)
    assert [line.text for line in excerpt.lines] == ["ج"]


async def test_a_page_opens_with_the_newest_lines_and_follows_through_many(house: House) -> None:
    write = house.ports.database.write_now
    conversation = write(_begin, datetime.now(UTC))
    for number in range(25):
        write(_put, conversation, str(number), DeliveryState.SENT)
    newest = house.ports.database.read_now(transcript.read_last, conversation, 10)
    assert [line.text for line in newest.lines] == [str(number) for number in range(15, 25)]
    stream = chat_stream.follow(house.ports, conversation, 0)
    assert [(await anext(stream)).text for _ in range(25)] == [str(number) for number in range(25)]
    await stream.aclose()


async def test_a_page_that_goes_leaves_no_listener_behind(house: House) -> None:
    conversation = house.ports.database.write_now(_begin, datetime.now(UTC))
    house.ports.database.write_now(_put, conversation, "أ", DeliveryState.SENT)
    stream = chat_stream.follow(house.ports, conversation, 0)
    await anext(stream)
    await stream.aclose()
    await asyncio.sleep(0.05)
    assert conversation not in house.ports.signals._listeners  # type: ignore[attr-defined]
