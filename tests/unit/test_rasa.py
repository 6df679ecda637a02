"""Rasa's client against a strict small stand-in: the real Rasa is met in the contract and integration tests."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.breaker import Breaker
from nlu import rasa_training, training
from nlu.dataset import Dataset, Example
from nlu.embedded import Embedded
from nlu.rasa import Rasa
from nlu.rasa_models import Metadata, RasaError, beside, read, write
from nlu.rasa_server import RasaServer
from tests.fakes.serve import serve

SENTENCES = {
    "greet": ["السلام عليكم", "هلا والله", "مرحبا", "صباح الخير", "hello", "مساء النور"],
    "apply": ["ابي اسجل", "كيف اقدم", "ابي احجز موعد", "سجلوني معكم", "i want to apply", "ابي مساعده"],
    "emergency": ["زوجي يضربني", "معه سكين", "ابي انتحر", "محبوسه بالغرفه", "he is beating me", "انا في خطر"],
    "out_of_scope": ["كيف الطقس", "من فاز امس", "قول نكته", "سعر الذهب", "football", "ترجم لي"],
}
TOKEN = "t"
KNOWN = Metadata("config.yml", "d", "2026-01-01T00:00:00+00:00", 0.6, ["marital"], 24, {}, 1.0)
SAID = {
    "text": "",
    "intent": {"name": "donate", "confidence": 0.7},
    "entities": [{"entity": "consultation_type", "value": "marital", "confidence_entity": 0.8}],
    "intent_ranking": [{"name": "donate", "confidence": 0.7}, {"name": "apply", "confidence": 0.3}],
}


@dataclass
class StandIn:
    """Takes exactly what Rasa takes; `answer` is what it says next, `asked` every text, `ports` who asked."""

    answer: Response = field(default_factory=lambda: JSONResponse(SAID))
    delay: float = 0.0
    model: str = "m.tar.gz"
    asked: list[str] = field(default_factory=list)
    ports: set[int] = field(default_factory=set)
    url: str = ""

    @property
    def app(self) -> Starlette:
        return Starlette(
            routes=[Route("/status", self._status), Route("/model/parse", self._parse, methods=["POST"])],
        )

    async def _status(self, request: Request) -> Response:
        allowed = request.query_params.get("token") == TOKEN
        return JSONResponse({"model_file": self.model}) if allowed else Response(status_code=401)

    async def _parse(self, request: Request) -> Response:
        body = await request.json()
        if request.query_params.get("token") != TOKEN or body.keys() != {"text"} or not body["text"]:
            return Response(status_code=400)
        assert request.client
        self.asked.append(body["text"])
        self.ports.add(request.client.port)
        await asyncio.sleep(self.delay)
        return self.answer


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    made = StandIn()
    with serve(made.app) as made.url:
        yield made


@pytest.fixture(scope="module")
def embedded() -> Embedded:
    rows = tuple(Example(intent, text, "x:1") for intent, texts in SENTENCES.items() for text in texts)
    return Embedded(training.train(Dataset(rows, {"marital": ("زوجيه",)})), {})


@asynccontextmanager
async def rasa(
    stand_in: StandIn,
    embedded: Embedded,
    folder: Path,
    *,
    alone: bool = False,
    token: str = TOKEN,
    seconds: float = 5.0,
) -> AsyncIterator[Rasa]:
    write(KNOWN, folder / "m.tar.gz")
    server = RasaServer(stand_in.url, folder, Breaker(failures=3, seconds=0.05), token=token, seconds=seconds)
    made = Rasa(embedded, server, alone=alone)
    yield made
    await made.close()


async def test_rasa_ranks_and_everything_else_stays_ours(stand_in: StandIn, embedded: Embedded, tmp_path: Path) -> None:
    async with rasa(stand_in, embedded, tmp_path) as engine:
        meaning = await engine.read("السلام عليكم، ابغى اتبرع لكم", charity="yusr")
    own = embedded.read_now("السلام عليكم، ابغى اتبرع لكم", charity="yusr")
    assert (meaning.intent, meaning.confidence, meaning.sure) == ("donate", 0.7, True)
    assert meaning.ranking == (("donate", 0.7), ("apply", 0.3), ("emergency", 0.0))
    assert meaning.entity("consultation_type") == "marital"
    assert (meaning.language, meaning.answers, meaning.emergency) == (own.language, own.answers, False)
    assert stand_in.asked == ["ابغي اتبرع لكم"]


async def test_an_intent_below_the_models_own_threshold_is_asked_about(
    stand_in: StandIn, embedded: Embedded, tmp_path: Path
) -> None:
    ranking = [{"name": "donate", "confidence": 0.59}, {"name": "apply", "confidence": 0.41}]
    stand_in.answer = JSONResponse({**SAID, "intent_ranking": ranking})
    async with rasa(stand_in, embedded, tmp_path) as engine:
        assert not (await engine.read("ابغى اتبرع لكم", charity="yusr")).sure


@pytest.mark.parametrize("text", ["معه سكين وزوجي يضربني", "STOP", "👍", "٣", ""])
async def test_danger_agreed_words_and_no_words_never_wait_for_the_network(
    text: str, stand_in: StandIn, embedded: Embedded, tmp_path: Path
) -> None:
    async with rasa(stand_in, embedded, tmp_path) as engine:
        assert await engine.read(text, charity="yusr") == embedded.read_now(text, charity="yusr")
    assert stand_in.asked == []


async def test_rasa_cannot_call_off_or_raise_an_alarm(stand_in: StandIn, embedded: Embedded, tmp_path: Path) -> None:
    ranking = [{"name": "emergency", "confidence": 0.9}, {"name": "apply", "confidence": 0.1}]
    stand_in.answer = JSONResponse({**SAID, "intent_ranking": ranking})
    async with rasa(stand_in, embedded, tmp_path) as engine:
        meaning = await engine.read("ابغى اسجل معكم", charity="yusr")
    assert (meaning.intent, meaning.emergency, meaning.ranking[1][0]) == ("apply", False, "emergency")


async def test_connections_are_kept(stand_in: StandIn, embedded: Embedded, tmp_path: Path) -> None:
    async with rasa(stand_in, embedded, tmp_path) as engine:
        for text in ("ابغى اسجل", "كيف اقدم", "هلا والله"):
            await engine.read(text, charity="yusr")
    assert len(stand_in.asked) == 3
    assert len(stand_in.ports) == 1


BAD: dict[str, Response] = {
    "an error": Response(status_code=500),
    "a redirect": Response(status_code=302, headers={"location": "/elsewhere"}),
    "no JSON": Response("<html>"),
    "a list": JSONResponse([]),
    "no ranking": JSONResponse({"intent": None, "entities": []}),
    "an empty ranking": JSONResponse({**SAID, "intent_ranking": []}),
    "foreign intents": JSONResponse({**SAID, "intent_ranking": [{"name": "buy_pizza", "confidence": 1.0}]}),
    "no number": Response(json.dumps({**SAID, "intent_ranking": [{"name": "apply", "confidence": float("nan")}]})),
}


@pytest.mark.parametrize("answer", BAD.values(), ids=BAD.keys())
async def test_whatever_else_it_answers_the_embedded_engine_answers(
    answer: Response, stand_in: StandIn, embedded: Embedded, tmp_path: Path
) -> None:
    stand_in.answer = answer
    async with rasa(stand_in, embedded, tmp_path) as engine:
        assert await engine.read("ابغى اسجل", charity="yusr") == embedded.read_now("ابغى اسجل", charity="yusr")
    assert stand_in.asked
    async with rasa(stand_in, embedded, tmp_path, alone=True) as engine:
        with pytest.raises(RasaError):
            await engine.read("ابغى اسجل", charity="yusr")


async def test_a_slow_rasa_is_not_waited_for(stand_in: StandIn, embedded: Embedded, tmp_path: Path) -> None:
    stand_in.delay = 30.0
    async with asyncio.timeout(5), rasa(stand_in, embedded, tmp_path, seconds=0.3) as engine:
        assert (await engine.read("ابغى اسجل", charity="yusr")).intent == "apply"


async def test_the_breaker_opens_after_three_failures_and_closes_after_a_rest(
    stand_in: StandIn, embedded: Embedded, tmp_path: Path
) -> None:
    stand_in.answer = Response(status_code=500)
    async with rasa(stand_in, embedded, tmp_path) as engine:
        for _ in range(6):
            await engine.read("ابغى اسجل", charity="yusr")
        assert len(stand_in.asked) == 3
        stand_in.answer = JSONResponse(SAID)
        await asyncio.sleep(0.06)
        assert (await engine.read("ابغى اسجل", charity="yusr")).intent == "donate"


@pytest.mark.parametrize(("model", "token"), [("another.tar.gz", "t"), ("../m.json", "t"), ("m.tar.gz", "wrong")])
async def test_a_model_that_nothing_is_known_of_is_not_believed(
    model: str, token: str, stand_in: StandIn, embedded: Embedded, tmp_path: Path
) -> None:
    stand_in.model = model
    async with rasa(stand_in, embedded, tmp_path, alone=True, token=token) as engine:
        with pytest.raises(RasaError) as told:
            await engine.read("ابغى اسجل", charity="yusr")
    assert "ابغى" not in str(told.value)
    assert stand_in.asked == []


def test_what_is_known_of_a_model_is_the_same_after_being_written_and_read(tmp_path: Path) -> None:
    write(KNOWN, tmp_path / "m.tar.gz")
    assert read(tmp_path / "m.tar.gz") == KNOWN
    assert not list(tmp_path.glob("*.part"))


def _spoilt(**changes: Any) -> str:
    return json.dumps({"format": "sanad-rasa-1", **{f: getattr(KNOWN, f) for f in KNOWN.__slots__}, **changes})


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", _spoilt(format="other"), _spoilt(sure=7), _spoilt(sure="x"), _spoilt(more=1)]
)
def test_a_damaged_description_is_refused_by_name(content: str, tmp_path: Path) -> None:
    beside(tmp_path / "m.tar.gz").write_text(content, "utf-8")
    with pytest.raises(RasaError, match=r"m\.json"):
        read(tmp_path / "m.tar.gz")


def test_every_seventh_example_of_an_intent_is_held_aside() -> None:
    blocks = [
        {"intent": "greet", "examples": "".join(f"- هلا {n}\n" for n in range(10))},
        {"lookup": "kind", "examples": "- x\n"},
        {"intent": "apply", "examples": "- وحده\n"},
        {"intent": "greet", "examples": "".join(f"- مرحبا {n}\n" for n in range(4))},
    ]
    part, aside = rasa_training.split(blocks)
    assert [block.get("intent") for block in part] == ["greet", None, "apply", "greet"]
    assert [block["examples"] for block in aside] == ["- هلا 6\n", "- مرحبا 3\n"]


def test_the_models_name_follows_data_pipeline_and_code(tmp_path: Path) -> None:
    one, other = Dataset((Example("greet", "هلا", "x:1"),), {}), Dataset((Example("greet", "هلا بكم", "x:1"),), {})
    pipeline = tmp_path / "diet.yml"
    pipeline.write_text("a")
    first = rasa_training.path_of(one, pipeline, tmp_path)
    assert first.name.startswith("diet-")
    assert rasa_training.path_of(other, pipeline, tmp_path) != first
    pipeline.write_text("b")
    assert rasa_training.path_of(one, pipeline, tmp_path) != first
