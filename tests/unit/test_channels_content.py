import json

import pytest

from channels.content import Template, general, offer, waiting
from channels.limits import broken
from flows.message import Button, Reply
from tests.fakes.twilio_content import Content, Library, fault

KNOWN = {template.name for template in general()}
YES, NO, MENU = Button("7.1", "نعم"), Button("7.2", "لا"), Button("go.menu", "القائمة", word=True)


def offered(text: str, *buttons: Button) -> tuple[str, str, list[str]]:
    """What stands before, the template's name, and its values."""
    found = offer(Reply(text, buttons), KNOWN, 1600)
    assert found
    assert list(broken("whatsapp", found[1])) == []
    return found[0], found[1]["content"], list(found[1]["variables"].values())


def test_up_to_three_short_choices_are_buttons() -> None:
    assert offered("هل تسكن هنا؟", YES, NO, MENU) == (
        "",
        "buttons_3",
        ["هل تسكن هنا؟", "نعم", "7.1", "لا", "7.2", "القائمة", "go.menu"],
    )


def test_more_or_longer_ones_are_a_list() -> None:
    buttons = [Button(str(n), f"الخيار رقم {n}") for n in range(4)]
    assert offered("أي خدمة؟", *buttons)[1:] == (
        "list_4",
        ["أي خدمة؟", "الخيارات", *(value for b in buttons for value in (b.label, b.id))],
    )
    assert (
        offered("Which one?", Button("1", "Family consultations"), Button("2", "Awareness meetings, all"))[1]
        == "list_2"
    )


def test_a_label_too_long_for_a_row_begins_in_it_and_stands_whole_below() -> None:
    long = Button("2", "مركز شمل لتنفيذ أحكام الرؤية والزيارة والحضانة")
    _, name, values = offered("أي خدمة؟", YES, long)
    assert name == "list_described_2"
    assert values[2:] == ["نعم", "7.1", "نعم", "2. مركز شمل لتنفيذ…", "2", long.label]


def test_what_stands_before_the_question_is_a_message_of_its_own() -> None:
    assert offered("أهلًا بك.\n\nهذا ملخص:\n• الاسم\n\nهل كل شيء صحيح؟", YES, NO)[::2] == (
        "أهلًا بك.\n\nهذا ملخص:\n• الاسم",
        ["هل كل شيء صحيح؟", "نعم", "7.1", "لا", "7.2"],
    )


def test_a_list_in_the_text_is_not_torn_for_the_sake_of_a_question() -> None:
    said, _, values = offered("بقي من الأوراق:\n• الهوية", YES, NO)
    assert (said, values[0]) == ("بقي من الأوراق:\n• الهوية", "يمكن الاختيار من هنا:")
    assert offered("Still missing:\n• the ID", YES)[2][0] == "Please choose here:"


@pytest.mark.parametrize(
    ("text", "buttons"),
    [
        ("مرحبًا", []),
        ("مرحبًا", [Button(str(n), f"خيار {n}") for n in range(11)]),
        ("مرحبًا", [YES, Button("7.3", "نعم")]),
        ("مرحبًا", [YES, Button("2", "خيار " * 20)]),
        ("مرحبًا", [YES, Button("2", "خيار\nفي سطرين")]),
        ("كلمة " * 250, [YES, NO]),
        ("فراغ      طويل", [YES, NO]),
    ],
    ids=["no buttons", "eleven", "twins", "over a description", "two lines", "a long question", "a wide space"],
)
def test_what_no_template_carries_is_left_to_numbers(text: str, buttons: list[Button]) -> None:
    assert offer(Reply(text, tuple(buttons)), KNOWN, 1600) is None


def test_a_template_that_is_not_there_carries_nothing() -> None:
    assert offer(Reply("هل؟", (YES, NO)), KNOWN - {"buttons_2"}, 1600) is None


def test_the_same_stands_in_numbers_for_when_twilio_refuses_the_template() -> None:
    found = offer(Reply("أهلًا\nهل نكمل؟", (YES, NO)), KNOWN, 1600)
    assert found
    assert found[1]["body"] == "هل نكمل؟\n\n1. نعم\n2. لا"


@pytest.mark.parametrize("template", general(), ids=lambda template: template.name)
def test_every_template_is_one_that_twilio_takes(template: Template) -> None:
    given = {"friendly_name": template.label, "language": template.language, "variables": dict(template.samples)}
    given |= {"types": dict(template.types)}
    assert fault(given) == ""
    shown = Library({"HX1": Content("HX1", given)}).filled("HX1", json.dumps(template.samples, ensure_ascii=False))
    assert len(shown["choices"]) == int(template.name.rpartition("_")[2])


def test_another_content_is_another_name() -> None:
    first, second = (waiting("yusr", "ar", body=body, title="عرض", tap="t") for body in ("رسالة", "رسالتان"))
    assert first.name == second.name == "yusr_waiting_ar"
    assert first.label != second.label
    assert len({template.label for template in general()}) == len(KNOWN) == 21


def test_a_text_too_long_for_whatsapp_is_said_at_once() -> None:
    with pytest.raises(ValueError, match="yusr"):
        waiting("yusr", "ar", body="رسالة", title="عنوان أطول مما يسع الزر", tap="t")
