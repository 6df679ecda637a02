"""The simulator over HTTP: real adapters, databases in memory, and nothing of it where there is no demo."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import serving
from bot.settings import Settings
from bot.simulator import rooms
from bot.simulator.faces import Choice, face
from bot.simulator.words import WORDS
from tests import samples
from tests.fakes.chat_house import House, open_house

ALL = ["whatsapp", "telegram", "sms", "web"]
GREETING = "السلام عليكم"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house"), demo=True) as opened:
        yield opened


class Room:
    def __init__(self, house: House, *, together: bool = False) -> None:
        self.client = httpx.Client(base_url=house.url, timeout=30)
        asked = {"charity": "yusr", "together": together}
        self.name = self.client.post("/simulator/rooms", json=asked).json()["room"]

    def ask(self, **said: Any) -> httpx.Response:
        return self.client.post(f"/simulator/rooms/{self.name}/say", json=said)

    def say(self, channels: list[str], text: str, **more: Any) -> dict[str, list[dict[str, Any]]]:
        """What the bot answered, by channel."""
        lines = self.ask(channels=channels, text=text, **more).json()["lines"]
        return {name: [x for x in lines if x["channel"] == name and x["from"] == "bot"] for name in ALL}

    def read(self) -> httpx.Response:
        return self.client.get(f"/simulator/rooms/{self.name}")


def test_each_channel_answers_in_its_own_way_and_the_real_database_hears_nothing(house: House) -> None:
    room = Room(house)
    said = room.say(ALL, GREETING)
    menu = {channel: lines[-1] for channel, lines in said.items()}
    assert menu["telegram"]["kind"] == "inline"
    assert menu["telegram"]["payload"]["reply_markup"]["inline_keyboard"][0][0]["text"] == "خدمات الجمعية"
    assert "1. خدمات الجمعية" in menu["sms"]["text"]
    assert (menu["whatsapp"]["kind"], len(menu["whatsapp"]["rows"])) == ("list", 7)
    assert menu["sms"]["cost"] == {"segments": 3, "alphabet": "UCS-2"}
    assert menu["web"]["kind"] == "chips"
    asked = [line for line in room.read().json()["lines"] if line["from"] == "person"]
    assert [line["payload"]["post"].rsplit("/", 1)[1] for line in asked] == ALL
    assert asked[0]["payload"]["body"]["Body"] == asked[1]["payload"]["body"]["message"]["text"] == GREETING
    assert asked[2]["payload"]["headers"]["x-twilio-signature"]
    assert house.stored() == []


def test_a_tap_is_a_tap_and_takes_the_buttons_away_where_the_channel_can(house: House) -> None:
    room = Room(house)
    first = room.say(["telegram"], GREETING)["telegram"][-1]["rows"][0][0]
    after = room.say(["telegram"], first["label"], tap=first["tap"])["telegram"]
    assert "خدمات جمعية يُسر" in after[-1]["text"]
    webhook = [line for line in room.read().json()["lines"] if line["from"] == "person"][-1]["payload"]
    assert webhook["body"]["callback_query"]["data"] == first["tap"]
    menus = [line for line in room.read().json()["lines"] if line["from"] == "bot"]
    assert [bool(line["rows"]) for line in menus] == [False, False, True], "what is answered has no buttons left"
    assert room.ask(channels=["sms"], text="1", tap="1.1").status_code == 400
    ((row,), *_) = room.say(["whatsapp"], GREETING)["whatsapp"][-1]["rows"]
    assert "خدمات جمعية يُسر" in room.say(["whatsapp"], row["label"], tap=row["tap"])["whatsapp"][0]["text"]


def test_one_person_on_all_channels_goes_on_by_sms_where_whatsapp_was_left(house: House) -> None:
    room = Room(house, together=True)
    for text in (GREETING, "2", "1"):
        question = room.say(["whatsapp"], text)["whatsapp"][-1]["text"]
    apart, together = Room(house), room
    assert together.say(["sms"], "متابعة")["sms"][-1]["text"].splitlines()[0] in question
    assert apart.say(["sms"], "متابعة")["sms"][-1]["text"].splitlines()[0] not in question


def test_a_file_goes_through_every_adapter(house: House) -> None:
    room = Room(house)
    where = f"/simulator/rooms/{room.name}/file"
    answer = room.client.post(
        where, params={"channels": ",".join(ALL), "name": "x.png"}, content=samples.picture("PNG")
    )
    lines = answer.json()["lines"]
    assert {line["channel"] for line in lines if line["from"] == "bot"} == set(ALL)
    assert all(line["file"].endswith(".png") for line in lines if line["from"] == "person")
    large = b"0" * (house.ports.settings.paper_bytes + 1)
    assert room.client.post(where, params={"channels": "web", "name": "x.png"}, content=large).status_code == 413


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/simulator/rooms", {"charity": "nobody"}, 404),
        ("/simulator/rooms/none/say", {"channels": ["web"], "text": "x"}, 404),
        ("/simulator/rooms/ROOM/say", {"channels": ["fax"], "text": "x"}, 400),
        ("/simulator/rooms/ROOM/say", {"channels": [], "text": "x"}, 400),
        ("/simulator/rooms/ROOM/say", {"channels": ["web"], "text": " "}, 400),
        ("/simulator/rooms/ROOM/say", {"channels": ["web"], "text": ["x"]}, 400),
        ("/simulator/rooms/ROOM/say", ["x"], 400),
    ],
)
def test_what_the_page_would_never_ask_is_refused(house: House, path: str, body: Any, status: int) -> None:
    room = Room(house)
    assert room.client.post(path.replace("ROOM", room.name), json=body).status_code == status


def test_another_sites_page_cannot_make_a_browser_ask(house: House) -> None:
    plain = {"content-type": "text/plain"}
    assert httpx.post(f"{house.url}/simulator/rooms", content='{"charity":"yusr"}', headers=plain).status_code == 415


def test_the_room_used_longest_ago_goes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "_MOST_ROOMS", 2)
    first, second = Room(house), Room(house)
    assert first.read().status_code == 200
    Room(house)
    assert (first.read().status_code, second.read().status_code) == (200, 404)


def test_without_a_demo_there_is_no_simulator(tmp_path: Path) -> None:
    with open_house(tmp_path) as plain:
        assert httpx.get(f"{plain.url}/simulator").status_code == 404
        assert httpx.post(f"{plain.url}/simulator/rooms", json={"charity": "yusr"}).status_code == 404


def test_whoever_starts_the_demo_is_told_where_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    serving.announce(Settings(), [])
    assert "http://127.0.0.1:8000/simulator" in capsys.readouterr().out


def test_both_languages_have_every_word() -> None:
    assert WORDS["ar"].keys() == WORDS["en"].keys()


def test_whatsapps_templates_are_shown_as_buttons_and_lists() -> None:
    two = {"content": "buttons_2", "variables": {"1": "هل نكمل؟", "2": "نعم", "3": "1.1", "4": "لا", "5": "1.2"}}
    assert face("whatsapp", two).rows == ((Choice("نعم", "1.1"),), (Choice("لا", "1.2"),))
    values = ["أي خدمة؟", "الخيارات", "1. مركز…", "2.1", "مركز شمل للرؤية", "2. سكن", "2.2", "سكن"]
    listed = {"content": "list_described_2", "variables": {str(n): v for n, v in enumerate(values, 1)}}
    seen = face("whatsapp", listed)
    assert (seen.kind, seen.opens, seen.text) == ("list", "الخيارات", "أي خدمة؟")
    assert seen.rows[0] == (Choice("1. مركز…", "2.1", "مركز شمل للرؤية"),)


def test_a_keyboard_in_place_of_the_letters_writes_its_labels() -> None:
    payload = {"text": "رقمك؟", "reply_markup": {"keyboard": [[{"text": "أرسل رقمي", "request_contact": True}]]}}
    assert face("telegram", payload).rows == ((Choice("أرسل رقمي"),),)
