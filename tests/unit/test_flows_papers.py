"""Papers in the conversation: pages, albums, dates, later, and what is still missing after the request went in."""

from dataclasses import replace

import pytest

from flows.events import PaperGiven, Submitted
from flows.message import ApplicationView
from flows.pack import Pack
from flows.papers import files, mark
from flows.part import Words
from flows.service import DocumentKind, Validity
from flows.session import Answer
from tests.talk import TO_MOBILE, Talk, in_form, sure, yusr

FORM = ("نعم", "نورة سعد القحطاني", "1526018153", "0551234567", "جدة", "3", "تخطي")
ALL = "هذا كل شيء"


def with_papers(*papers: DocumentKind) -> Pack:
    """Yusr's pack whose consultation asks for these papers, and no others."""
    pack = yusr()
    services = [
        service.model_copy(update={"documents": [paper.id for paper in papers]})
        if service.id == "family_consultation"
        else service
        for service in pack.services
    ]
    return pack.model_copy(update={"documents": list(papers), "services": services})


def paper(name: str, **more: object) -> DocumentKind:
    return DocumentKind(id=name, label=Words(ar=f"ورقة {name}", en=name), why=Words(ar="للتأكد", en="to see"), **more)  # type: ignore[arg-type]


def at_papers(pack: Pack | None = None) -> Talk:
    """A consultation's form at its first paper."""
    talk = Talk(pack=pack or yusr())
    talk.say("أبغى استشارة", sure("apply", service="family_consultation"))
    for answer in FORM:
        talk.say(answer)
    return talk


def finish(talk: Talk) -> str:
    talk.tap("صحيح، نكمل")
    talk.tap("أقر وأوافق")
    return talk.say("نورة سعد القحطاني")


def given(talk: Talk) -> dict[str, Answer]:
    return talk.session.stack[-1].answers


def submitted(talk: Talk) -> Submitted:
    return next(event for event in talk.events if isinstance(event, Submitted))


def test_a_photo_is_asked_for_further_pages_and_they_belong_to_the_same_paper() -> None:
    talk = at_papers()
    assert "صفحات أخرى" in talk.send()
    assert "رقم 2" in talk.send()
    assert "ملخص" in talk.tap(ALL)
    finish(talk)
    assert len(files(submitted(talk).documents["identity_paper"])) == 2


@pytest.mark.parametrize("done", ["لا", "بس", "خلاص كذا", "هذا كل شي", "لا ما بقي شي", "1", "١", "no", "done"])
def test_that_nothing_is_left_may_be_said_in_words(done: str) -> None:
    talk = at_papers()
    talk.send()
    assert "ملخص" in talk.say(done)


@pytest.mark.parametrize("more", ["نعم", "ايه باقي صفحة", "yes"])
def test_that_a_page_is_left_waits_for_it(more: str) -> None:
    talk = at_papers()
    talk.send()
    assert "ملخص" not in talk.say(more)
    assert "رقم 2" in talk.send()


def test_a_single_pdf_is_a_whole_paper_and_nothing_more_is_asked() -> None:
    talk = at_papers()
    said = talk.send("application/pdf")
    assert "وصلت: الهوية" in said
    assert "ملخص" in said


def test_an_album_is_one_paper_and_is_answered_once() -> None:
    talk = at_papers(with_papers(paper("one_paper"), paper("two_paper")))
    assert talk.send(album="g1")
    assert talk.send(album="g1") == ""
    assert talk.send(album="g1") == ""
    assert "two_paper" in talk.say(ALL)
    assert len(files(given(talk)["one_paper"])) == 3


def test_a_picture_of_the_album_that_comes_late_still_belongs_to_its_paper() -> None:
    talk = at_papers(with_papers(paper("one_paper"), paper("two_paper")))
    talk.send(album="g1")
    talk.tap(ALL)
    assert talk.send(album="g1") == ""
    assert len(files(given(talk)["one_paper"])) == 2
    assert "two_paper" not in given(talk)


def test_several_files_in_one_message_are_pages_of_one_paper() -> None:
    talk = at_papers()
    talk.send(files=3)
    talk.tap(ALL)
    assert len(files(given(talk)["identity_paper"])) == 3


@pytest.mark.parametrize("later", ["بعدين", "ما عندي الحين", "not now", "مو معي الان", "ارسلها لاحقا", "1"])
def test_a_paper_may_come_later_in_any_words(later: str) -> None:
    talk = at_papers()
    assert "لاحقًا" in talk.say(later)
    assert given(talk)["identity_paper"].value is None


def test_a_question_with_a_word_of_later_is_no_answer() -> None:
    talk = at_papers()
    talk.say("ليش ما ارسلها بعدين؟")
    assert "identity_paper" not in given(talk)


def test_an_optional_paper_may_be_left_out_and_is_then_not_missing() -> None:
    talk = at_papers(with_papers(paper("spare_paper", optional=True)))
    talk.tap("تخطي")
    assert "بقي من الأوراق" not in finish(talk)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("type", "ليس صورة"), ("size", "كبير"), ("pixels", "أبعاد"), ("pages", "كثيرة"), ("empty", "فارغ"),
        ("locked", "كلمة مرور"), ("unreadable", "لم ينفتح"), ("unavailable", "الشبكة"), ("too_many", "غدًا"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_is_told_with_what_to_do_and_asked_for_again(problem: str, words: str) -> None:
    talk = at_papers()
    said = talk.send(problem=problem)
    assert words in said
    assert "نحتاج صورة" in said
    assert "identity_paper" not in given(talk)
    english = yusr().texts[f"error.document.{problem}"].en
    assert english
    assert "صفحات أخرى" in talk.send()


def test_back_asks_for_the_paper_afresh() -> None:
    talk = at_papers(with_papers(paper("one_paper"), paper("two_paper")))
    talk.send()
    talk.send()
    talk.tap(ALL)
    assert "one_paper" in talk.say("رجوع")
    assert given(talk).keys().isdisjoint({"one_paper", "two_paper"})
    assert "تجاوز هذا السؤال" in talk.say("رجوع")


UNTIL = paper("card_paper", valid=Validity(until=True))
FRESH = paper("bank_paper", valid=Validity(within_days=90))


@pytest.mark.parametrize("day", ["15/3/2027", "1/10/1448 هـ", "٢ مارس ٢٠٢٦"])
def test_a_paper_that_is_still_valid_passes_silently(day: str) -> None:
    talk = at_papers(with_papers(UNTIL))
    assert "متى تنتهي" in talk.send("application/pdf")
    assert "انتهت" not in talk.say(day)
    assert mark(given(talk)["card_paper"]) == ""
    assert given(talk)["card_paper"].value["date"] >= "2026-03-01"


def test_an_expired_paper_is_told_kindly_the_form_goes_on_and_a_renewed_one_is_wanted() -> None:
    talk = at_papers(with_papers(UNTIL))
    talk.send("application/pdf")
    said = talk.say("28/2/2026")
    assert "انتهت صلاحية" in said
    assert "ملخص" in said
    assert "صلاحيتها منتهية" in said
    finish(talk)
    assert mark(submitted(talk).documents["card_paper"]) == "expired"
    assert "card_paper" in talk.say("وش الأوراق الناقصة")


@pytest.mark.parametrize(("day", "told"), [("1/12/2025", ""), ("30/11/2025", "too_old")])
def test_a_paper_may_be_as_old_as_the_charity_says_and_not_a_day_older(day: str, told: str) -> None:
    talk = at_papers(with_papers(FRESH))
    assert "متى صدرت" in talk.send("application/pdf")
    talk.say(day)
    assert mark(given(talk)["bank_paper"]) == told


def test_a_day_of_issue_to_come_is_asked_again() -> None:
    talk = at_papers(with_papers(FRESH))
    talk.send("application/pdf")
    assert "لم يأت بعد" in talk.say("1/1/2027")


@pytest.mark.parametrize("unknown", ["لا أعرف التاريخ", "مدري", "ما عليها تاريخ"])
def test_a_date_that_nobody_knows_is_left_to_staff(unknown: str) -> None:
    talk = at_papers(with_papers(UNTIL))
    talk.send("application/pdf")
    assert "ملخص" in talk.say(unknown)
    assert mark(given(talk)["card_paper"]) == "undated"


def test_a_wrong_date_says_what_is_wrong_with_it() -> None:
    talk = at_papers(with_papers(UNTIL))
    talk.send("application/pdf")
    assert "متى تنتهي" in talk.say("31/2/2027")
    assert "card_paper" in given(talk)


def lacking() -> Talk:
    """Somebody whose request went in without its two papers."""
    talk = at_papers(with_papers(paper("one_paper"), paper("two_paper")))
    talk.say("بعدين")
    talk.say("بعدين")
    finish(talk)
    return talk


@pytest.mark.parametrize(
    "asked", ["وش الأوراق الناقصة", "ايش باقي من أوراقي", "وش ناقصني من ورق؟", "what papers are missing"]
)
def test_the_missing_papers_are_told_at_any_time(asked: str) -> None:
    said = lacking().say(asked)
    assert "one_paper" in said
    assert "two_paper" in said


def test_a_missing_paper_that_was_asked_for_is_handed_in_at_once() -> None:
    talk = lacking()
    talk.say("وش الأوراق الناقصة")
    talk.send()
    [event] = [e for e in talk.last if isinstance(e, PaperGiven)]
    assert (event.reference, event.kind) == (submitted(talk).reference, "one_paper")
    assert "two_paper" in talk.tap(ALL)
    assert "اكتملت" in talk.send("application/pdf")


def test_every_page_sent_later_is_in_the_last_event() -> None:
    talk = lacking()
    talk.say("وش الأوراق الناقصة")
    talk.send()
    talk.send()
    event = [e for e in talk.events if isinstance(e, PaperGiven)][-1]
    assert len(files(event.answer)) == 2


def test_a_paper_sent_out_of_the_blue_is_asked_about_and_goes_to_its_request() -> None:
    talk = lacking()
    assert "أي ورقة" in talk.send()
    talk.tap("ورقة two_paper")
    [event] = [e for e in talk.last if isinstance(e, PaperGiven)]
    assert event.kind == "two_paper"


def test_an_album_out_of_the_blue_is_one_paper() -> None:
    talk = lacking()
    talk.send(album="g7")
    assert talk.send(album="g7") == ""
    talk.say("1")
    assert talk.send(album="g7") == ""
    event = [e for e in talk.events if isinstance(e, PaperGiven)][-1]
    assert len(files(event.answer)) == 3


def test_among_several_requests_the_paper_goes_to_the_one_that_is_chosen() -> None:
    talk = lacking()
    other = ApplicationView("YSR-4K7Q-2", "awareness_meetings", "submitted", talk.now, missing=("one_paper",))
    talk.applications = (*talk.applications, other)
    talk.say("وش الأوراق الناقصة")
    talk.tap(next(label for label in talk.labels() if "YSR-4K7Q-2" in label))
    talk.send()
    [event] = [e for e in talk.last if isinstance(e, PaperGiven)]
    assert event.reference == "YSR-4K7Q-2"


def test_a_paper_of_another_persons_request_is_never_offered() -> None:
    talk = Talk()
    talk.applications = (
        ApplicationView(
            "YSR-4K7Q-2", "family_consultation", "submitted", talk.now, own=False, missing=("identity_paper",)
        ),
    )
    talk.send()
    assert "YSR-4K7Q-2" not in str(talk.replies)
    assert talk.labels()[0] == "تقديم طلب"


def test_status_and_menu_lead_to_what_is_missing() -> None:
    talk = lacking()
    assert "one_paper" in talk.say("وين طلبي", sure("check_status"))
    assert "one_paper" in talk.tap("إرسال الأوراق الناقصة")
    talk.say("القائمة")
    assert "الأوراق الناقصة" in talk.labels()


def test_where_nothing_is_missing_the_menu_does_not_speak_of_it() -> None:
    talk = Talk()
    talk.say("القائمة")
    assert "الأوراق الناقصة" not in talk.labels()


def test_a_refused_file_out_of_the_blue_says_why() -> None:
    assert "كلمة مرور" in lacking().send(problem="locked")


def test_a_paper_sent_early_is_offered_when_its_turn_comes() -> None:
    talk = Talk()
    talk.say("أبغى استشارة", sure("apply", service="family_consultation"))
    talk.say("نعم")
    assert "محفوظ" in talk.send()
    for answer in FORM[1:]:
        said = talk.say(answer)
    assert "هل هو الهوية" in said
    assert "صفحات أخرى" in talk.tap("نعم")


def test_a_paper_sent_early_that_is_another_one_is_asked_for() -> None:
    talk = Talk()
    talk.say("أبغى استشارة", sure("apply", service="family_consultation"))
    talk.say("نعم")
    talk.send()
    for answer in FORM[1:]:
        talk.say(answer)
    assert "نحتاج صورة" in talk.tap("لا")


def test_a_paper_sent_while_the_form_sleeps_goes_along_into_it() -> None:
    talk = at_papers()
    talk.say("القائمة")
    talk.say("وين مقركم", sure("contact_info"))
    talk.send()
    assert "هل هو الهوية" in talk.tap("إكمال طلبي")


def test_a_paper_put_off_may_still_come_at_the_summary() -> None:
    talk = at_papers()
    talk.say("بعدين")
    assert "هل هو الهوية" in talk.send()
    talk.tap("نعم")
    assert "وصلت" in talk.tap(ALL)


def test_a_file_too_many_is_told_not_to_be_needed() -> None:
    talk = at_papers()
    talk.send("application/pdf")
    said = talk.send()
    assert "لا نحتاج" in said
    assert "هل كل شيء صحيح" in said


def test_no_paper_is_asked_for_while_a_person_has_the_conversation() -> None:
    talk = at_papers()
    talk.session = replace(talk.session, owner="staff")
    assert talk.send() == ""


def test_a_choice_that_staff_settled_meanwhile_says_that_nothing_is_missing() -> None:
    talk = lacking()
    talk.send()
    talk.applications = tuple(replace(view, missing=()) for view in talk.applications)
    assert "لا تنقص" in talk.say("1")


def test_a_paper_that_the_charity_no_longer_asks_for_is_not_missing() -> None:
    talk = lacking()
    talk.applications = tuple(replace(view, missing=("old_paper",)) for view in talk.applications)
    assert "لا تنقص" in talk.say("وش الأوراق الناقصة")


def test_a_list_that_is_empty_by_now_asks_nothing() -> None:
    talk = lacking()
    other = ApplicationView("YSR-4K7Q-2", "awareness_meetings", "submitted", talk.now, missing=("one_paper",))
    talk.applications = (*talk.applications, other)
    talk.say("وش الأوراق الناقصة")
    talk.applications = ()
    assert "لا تنقص" in talk.say("8")


def test_no_is_no_scolding_matter_at_a_paper() -> None:
    talk = at_papers(with_papers(paper("one_paper", optional=True), paper("two_paper")))
    assert "two_paper" in talk.say("لا")
    said = talk.say("لا")
    assert "نستقبلها منك لاحقًا" in said
    assert "صحيح، نكمل" in talk.labels()


def test_a_receipt_that_turned_up_later_goes_to_the_request_by_a_colleague() -> None:
    talk = Talk(applications=(ApplicationView("YSR-4K7Q-2", "family_consultation", "submitted", Talk().now),))
    talk.send()
    assert talk.labels() == ["نعم، إلى الموظف", "تقديم طلب"]
    talk.say("نعم")
    assert [e.reason for e in talk.handed_off()] == ["paper"]


@pytest.mark.parametrize("told", ["ما عندي دخل ثابت", "ما اقدر اصرف على عيالي", "والله وضعي صعب", "i cant find a job"])
def test_what_is_lacking_besides_is_no_paper_put_off_and_joins_the_need(told: str) -> None:
    talk = at_papers()
    said = talk.say(told)
    assert "أضفته إلى الطلب" in said
    assert "نحتاج صورة" in said
    assert given(talk)["need"].value == told


@pytest.mark.parametrize(
    "told",
    [
        "ما عندي", "ما عندي هوية", "ماعندي الحين", "الهوية ما عندي", "والله ما عندي شي ابدا",
        "ما اقدر ارسلها", "ما اقدر الحين", "صعب علي اصورها", "ما عندي كاميرا", "i dont have it",
        "i cant send it now", "i dont have my id", "بعدين يا اخوي", "i cant find it",
    ],
)  # fmt: skip
def test_a_paper_that_is_not_at_hand_is_put_off_in_any_words(told: str) -> None:
    assert "نستقبلها منك لاحقًا" in at_papers().say(told)


def test_what_is_lacking_besides_does_not_end_a_paper_either() -> None:
    talk = at_papers()
    talk.send()
    assert "هل بقي" in talk.say("ما عندي دخل ثابت")


def test_a_remark_about_the_picture_is_no_part_of_the_need() -> None:
    talk = at_papers()
    assert "المطلوب هنا صورة" in talk.say("الصورة مو راضيه تترفع")
    assert given(talk)["need"].value is None


def test_a_wish_for_the_open_form_is_answered_at_its_paper_too() -> None:
    talk = at_papers()
    said = talk.say("ابي استشارة", sure("apply"))
    assert "الاستشارات الأسرية" in said
    assert "نكمله معًا" in said
    assert said.count("نحتاج صورة") == 1


def test_what_the_charity_has_words_for_is_answered_at_a_paper() -> None:
    said = at_papers().say("ابي مساعدة مالية", sure("apply", answered="financial_help"))
    assert "نكمله معًا" not in said
    assert len(said) > 150
    assert "نحتاج صورة" in said


def test_a_second_request_is_not_mixed_into_the_open_one() -> None:
    talk = at_papers()
    said = talk.say("ابي استشارة ثانية لاختي في طلاقها من زوجها", sure("apply"))
    assert "نكمل هذا الطلب أولًا" in said
    assert "أضفته" not in said


def test_all_right_puts_a_paper_off_where_no_picture_can_arrive() -> None:
    talk = in_form(*TO_MOBILE, "0551234567", "جدة", "3", "أحتاج جلسة")
    assert "نستقبلها منك لاحقًا" not in talk.say("موافق", sure("affirm"))
    talk.channel = "sms"
    assert "نستقبلها منك لاحقًا" in talk.say("موافق", sure("affirm"))


@pytest.mark.parametrize("words", ["ma 3indi soora al7een", "الهويه بكره اصورها", "bokra arsel elhawiya"])
def test_a_paper_is_put_off_in_more_words(words: str) -> None:
    talk = in_form(*TO_MOBILE, "0551234567", "جدة", "3", "أحتاج جلسة")
    assert "نستقبلها منك لاحقًا" in talk.say(words)
