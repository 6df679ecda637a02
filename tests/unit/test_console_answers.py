from dataclasses import replace

from bot.console.answers import forms, whole
from flows.charity import Approval, Committee, Declaration, Number, Policy
from flows.pack import Pack
from flows.part import Words
from flows.service import Condition, FormField, Service
from flows.session import Answer, Frame, Session

AT = "2026-11-01T10:00:00+03:00"
W = Words(ar="نص")


def pack() -> Pack:
    return Pack(
        slug="yusr",
        name=W,
        about=W,
        prefix="YSR",
        source="made up for the tests",
        services=[
            Service(
                id="food",
                name=Words(ar="السلة الغذائية"),
                about=W,
                conditions=[Condition(id="resident", says=W, ask=Words(ar="هل تقيم هنا؟"))],
                fields=["full_name", "identity"],
            )
        ],
        fields=[
            FormField(id="identity", kind="identity", ask=W, label=Words(ar="رقم الهوية")),
            FormField(id="full_name", kind="full_name", ask=W, label=Words(ar="الاسم")),
        ],
        committee=Committee(name=W),
        declaration=Declaration(version="1", text=W),
        policy=Policy(approval=Approval(body=W), goal=W, steps=[W]),
        emergency=[Number(label=W, number="911")],
    )


FRAME = Frame(
    "apply",
    "fields",
    service="food",
    answers={
        "identity": Answer("1000000008", "typed", AT, "1000000008"),
        "full_name": Answer("اسم ما", "staff", AT, "اسم ما"),
        "resident": Answer(True, "button", AT, ""),
        "iban_told": Answer("SA0380000000608010167519", "typed", AT, ""),
    },
)


def test_answers_come_in_the_order_of_the_form_with_the_packs_labels() -> None:
    (form,) = forms(Session(stack=(FRAME,)), pack())
    assert form.title == "السلة الغذائية"
    assert [answer.label for answer in form.answers] == ["هل تقيم هنا؟", "الاسم", "رقم الهوية", "iban_told"]


def test_where_an_answer_came_from_is_told() -> None:
    (form,) = forms(Session(stack=(FRAME,)), pack())
    assert [answer.how for answer in form.answers] == ["بزر", "أدخله موظف", "كتابةً", "كتابةً"]
    assert form.answers[0].at is not None
    assert form.answers[0].at.isoformat() == AT


def test_numbers_that_identify_are_hidden_whatever_field_they_stand_in() -> None:
    (form,) = forms(Session(stack=(FRAME,)), pack())
    assert [answer.value for answer in form.answers] == ["نعم", "اسم ما", "********08", "SA" + "*" * 20 + "19"]
    assert [answer.hidden for answer in form.answers] == [False, False, True, True]


def test_an_identity_of_an_unknown_form_is_hidden_too() -> None:
    odd = replace(FRAME, answers={"identity": Answer("AB123456", "typed", AT, "AB123456")})
    (form,) = forms(Session(stack=(odd,)), pack())
    assert form.answers[0].value == "******56"


def test_only_the_answer_that_was_asked_for_is_shown_whole() -> None:
    (form,) = forms(Session(stack=(FRAME,)), pack(), revealed="s0:identity")
    assert [answer.value for answer in form.answers][2:] == ["1000000008", "SA" + "*" * 20 + "19"]


def test_a_form_put_aside_is_shown_and_an_empty_one_is_not() -> None:
    session = Session(stack=(Frame("menu", "choose"),), parked=(FRAME,))
    (form,) = forms(session, pack())
    assert form.parked
    assert form.answers[0].key == "p0:resident"


def test_an_answer_that_is_gone_is_not_found() -> None:
    session = Session(stack=(FRAME,))
    assert whole(session, "s0:identity") == ("identity", FRAME.answers["identity"])
    assert whole(session, "s1:identity") is None
    assert whole(session, "s0:other") is None
    assert whole(session, "nonsense") is None
