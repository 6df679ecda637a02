"""A list that no phone shows at a glance comes a page at a time, and whatever is on another page can be named."""

from dataclasses import replace

from flows.pages import PAGE
from flows.part import Words
from tests.talk import VAGUE, Talk, sure, yusr

NAMES = [
    f"خدمة {word}" for word in ("السكن", "الكسوة", "السقيا", "الدواء", "الأجهزة", "المواصلات", "التدريب", "التوظيف")
]
NAMES += [
    f"برنامج {word}" for word in ("الأيتام", "الأرامل", "كبار السن", "المواليد", "القرطاسية", "الحقيبة", "التمور")
]


def many() -> Talk:
    """A charity of fifteen services, with their list in view."""
    pack = yusr()
    (form, *_) = (service for service in pack.services if service.intake == "form")
    services = [
        form.model_copy(update={"id": f"service_{n}", "name": Words(ar=name), "names": []})
        for n, name in enumerate(NAMES)
    ]
    talk = Talk(pack=pack.model_copy(update={"services": services}))
    talk.say("وش خدماتكم", sure("list_services"))
    return talk


def test_a_page_holds_what_a_picker_holds_and_leads_to_the_next() -> None:
    talk = many()
    assert talk.labels()[:PAGE] == [*NAMES[: PAGE - 1], "المزيد"]
    talk.tap("المزيد")
    assert talk.labels()[: len(NAMES) - PAGE + 2] == [*NAMES[PAGE - 1 :], "من أول القائمة"]
    talk.tap("من أول القائمة")
    assert NAMES[0] in talk.labels()


def test_more_can_be_written_and_a_number_counts_on_the_page_in_view() -> None:
    talk = many()
    talk.say("المزيد", VAGUE)
    assert NAMES[PAGE - 1] in talk.say("1", VAGUE)


def test_a_service_of_another_page_can_be_named() -> None:
    assert NAMES[-1] in many().say("برنامج التمور", VAGUE)
    assert NAMES[-1] in many().say(
        "أبغى أعرف عن التمور", replace(VAGUE, entities=sure("x", service="service_14").entities)
    )


def test_words_that_name_nothing_are_asked_again() -> None:
    talk = many()
    talk.say("كلام لا يعني شيئا", VAGUE)
    assert talk.session.top is None or not talk.session.top.service


def test_a_short_list_has_no_pages() -> None:
    talk = Talk()
    talk.say("وش خدماتكم", sure("list_services"))
    assert "المزيد" not in talk.labels()
