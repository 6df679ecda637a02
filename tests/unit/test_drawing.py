"""A drawing shows every step in the bot's own words, and nothing lies on top of anything else."""

import itertools
import re
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.drawing import draw
from bot.drawing_layout import place
from bot.drawing_svg import TEXT, boxed
from bot.drawing_words import Speaker, width, wrapped
from flows import library
from flows.flow import Flow
from tests.talk import yusr

SVG = "{http://www.w3.org/2000/svg}"
ARABIC = Speaker(library.texts(), "ar")
FLOWS = library.load()


def drawn(flow: Flow, speaker: Speaker = ARABIC) -> ET.Element:
    return ET.fromstring(draw(flow, speaker))  # noqa: S314  our own


def said(picture: ET.Element) -> str:
    return " ".join("".join(text.itertext()) for text in picture.iter(f"{SVG}text"))


def plain(text: str) -> str:
    return " ".join(re.sub(r"\{\w+\}", " ", text).split())


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.id)
def test_every_flow_can_be_drawn_in_both_languages(flow: Flow, language: str) -> None:
    words = said(drawn(flow, Speaker(library.texts(), language)))
    assert library.texts()[f"flow.{flow.id}"].say(language).split()[0] in words
    assert "{" not in words


def test_the_words_of_every_option_and_prompt_are_there() -> None:
    words = said(drawn(FLOWS["rate"]))
    for key in ("rate.ask", "rate.1", "rate.2", "rate.3", "rate.4", "rate.5", "rate.thanks", "rate.sorry"):
        assert plain(library.texts()[key].ar) in words, key


def test_a_decision_is_a_diamond_with_its_fact_in_plain_words() -> None:
    picture = drawn(FLOWS["hours"])
    assert len(list(picture.iter(f"{SVG}polygon"))) == 2, "the decision, and the one of the legend"
    words = said(picture)
    assert f"{library.texts()['fact.has_hours'].ar}؟" in words
    assert "has_hours" not in words


def test_a_choice_of_several_facts_has_them_on_its_arrows() -> None:
    words = said(drawn(FLOWS["status"]))
    for fact in ("reference_own", "has_reference", "has_applications"):
        assert library.texts()[f"fact.{fact}"].ar in words


def test_an_option_that_is_not_always_shown_says_when() -> None:
    words = said(drawn(FLOWS["menu"]))
    assert f"حين يكون: {library.texts()['fact.has_parked'].ar}" in words


def test_a_hand_off_an_end_and_a_called_flow_look_different() -> None:
    shapes = {shape: boxed(shape, "", "كلمة") for shape in ("hand_off", "end", "call")}
    assert len({box.shape for box in shapes.values()}) == 3
    words = said(drawn(FLOWS["complaint"]))
    assert "تحويل إلى موظف" in words
    assert library.texts()["flow.blank"].ar in said(drawn(FLOWS["hours"]))


def test_what_only_a_conversation_knows_stands_as_its_name() -> None:
    assert "‹اسم الخدمة›" in ARABIC.told("apply.begin")


def test_what_the_charity_says_itself_is_filled_in() -> None:
    speaker = Speaker(yusr().texts, "ar", yusr())
    assert yusr().committee.name.ar in speaker.told("decision_time")
    assert yusr().name.ar in speaker.told("services.list")


def test_no_word_is_lost_in_wrapping() -> None:
    for key, words in library.texts().items():
        assert " ".join(wrapped(words.ar, 200, TEXT)).split() == words.ar.split(), key


def test_lines_keep_to_the_room_unless_a_word_is_wider() -> None:
    lines = wrapped("كلمة " * 40 + "و" * 80, 200, TEXT)
    assert all(width(line, TEXT) <= 200 for line in lines[:-1])
    assert lines[-1] == "و" * 80


def rectangles(flow: Flow) -> list[tuple[float, float, float, float]]:
    found = []
    for rect in drawn(flow).iter(f"{SVG}rect"):
        if rect.get("stroke") and rect.get("fill") != "none":
            x, y, wide, high = (float(rect.get(key, "0")) for key in ("x", "y", "width", "height"))
            found.append((x, y, x + wide, y + high))
    return found


@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.id)
def test_no_box_covers_another_and_none_leaves_the_page(flow: Flow) -> None:
    page = drawn(flow)
    wide, high = float(page.get("width", "0")), float(page.get("height", "0"))
    boxes = rectangles(flow)
    assert all(left >= 0 and top >= 0 and right <= wide and bottom <= high for left, top, right, bottom in boxes)
    for one, other in itertools.combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


def test_arrows_lead_down_but_for_those_that_go_back() -> None:
    sizes = dict.fromkeys("abcd", (40.0, 20.0))
    layout = place(sizes, [("a", "b"), ("b", "c"), ("c", "b"), ("a", "c"), ("c", "d")], "a")
    heights = [layout.middles[name][1] for name in "abcd"]
    assert heights == sorted(heights)
    assert layout.routes[0][0][1] < layout.routes[0][-1][1]
    assert layout.routes[2][0][1] > layout.routes[2][-1][1], "from c back up to b"


def test_a_long_arrow_passes_beside_the_boxes_between() -> None:
    sizes = dict.fromkeys("abc", (100.0, 20.0))
    layout = place(sizes, [("a", "b"), ("b", "c"), ("a", "c")], "a")
    middle = layout.middles["b"]
    beside = [x for x, y in layout.routes[2] if abs(y - middle[1]) <= 10]
    assert beside
    assert all(abs(x - middle[0]) >= 50 for x in beside)


def test_in_arabic_the_first_option_stands_on_the_right() -> None:
    for speaker, sign in ((ARABIC, 1), (Speaker(library.texts(), "en"), -1)):
        places = {}
        for text in drawn(FLOWS["language"], speaker).iter(f"{SVG}text"):
            places["".join(text.itertext())] = float(text.get("x", "0"))
        arabic, english = (speaker.say(f"language.{name}") for name in ("ar", "en"))
        assert (places[arabic] - places[english]) * sign > 0


def test_the_command_draws_into_a_file_and_lists_the_flows(tmp_path: pytest.TempPathFactory) -> None:
    file = f"{tmp_path}/menu.svg"
    run = CliRunner()
    assert run.invoke(app, ["flows", "draw", "--charity", "yusr", "menu", "-o", file]).exit_code == 0
    assert said(ET.parse(file).getroot()).startswith("القائمة الرئيسية (menu)")  # noqa: S314  our own
    listed = run.invoke(app, ["flows", "draw"]).stdout.splitlines()
    assert [line.split()[0] for line in listed] == list(FLOWS)
    assert all(len(line.split()) > 1 for line in listed)


@pytest.mark.parametrize("wrong", [["flows", "draw", "nowhere"], ["flows", "draw", "--charity", "nobody", "menu"]])
def test_a_flow_or_charity_that_is_not_there_is_told(wrong: list[str]) -> None:
    result = CliRunner().invoke(app, wrong)
    assert result.exit_code == 1
    assert result.stderr.startswith("sanad: ")
