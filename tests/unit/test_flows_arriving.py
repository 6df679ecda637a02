"""How people come: with a blessing, with "I have a problem", in a language that is not theirs."""

from dataclasses import replace

import pytest

from tests.talk import Talk, charity, in_form, sure


@pytest.mark.parametrize("words", ["يعطيكم العافيه", "الله يعطيك العافية", "قواكم الله", "ya3tekom el3afya"])
def test_a_blessing_at_the_door_is_a_greeting(words: str) -> None:
    said = Talk().say(words, sure("thanks"))
    assert "العفو" not in said
    assert "الله يعافيك" in said
    assert "كيف نقدر نخدمك" in said


def test_the_same_later_is_thanks() -> None:
    talk = Talk()
    talk.say("السلام عليكم", sure("greet"))
    assert "العفو" in talk.say("يعطيكم العافيه", sure("thanks"))


@pytest.mark.parametrize("words", ["السلام عليكم عندي مشكله", "عندي موضوع لو سمحت", "i have a problem"])
def test_who_says_that_there_is_a_problem_is_asked_what_it_is(words: str) -> None:
    said = Talk(pack=charity("najran")).say(words)
    assert "ما الموضوع" in said
    assert "لم أفهم" not in said


@pytest.mark.parametrize("words", ["I dont speak arabic well", "i can't read arabic", "sorry no arabic"])
def test_who_says_in_english_that_arabic_is_hard_goes_on_in_english(words: str) -> None:
    talk = Talk()
    talk.say("hello there", replace(sure("greet"), language="en"))
    said = talk.say(words, replace(sure("change_language"), language="en"))
    assert talk.session.language == "en"
    assert "English" in said


def test_who_says_in_arabic_that_english_is_hard_goes_on_in_arabic() -> None:
    talk = in_form("نعم")
    talk.say("ما اعرف انجليزي", sure("change_language"))
    assert talk.session.language == "ar"
