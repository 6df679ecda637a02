"""What is told beside a form's questions is not lost and answers none of them; reluctance is heard."""

from pathlib import Path

import pytest

from bot.packs import load
from flows.library import texts
from flows.pack import Pack
from tests.talk import TO_MOBILE, Talk, charity, in_form, sure

KEPT = "أضفته إلى الطلب"
NAME, IDENTITY = "ما اسمك الكامل", "ما رقم هويتك"
COMPLAINT = sure("complaint")


@pytest.fixture(scope="module")
def najran() -> Pack:
    return load(Path(__file__).parents[2] / "charities" / "najran", texts())


@pytest.fixture
def talk(najran: Pack) -> Talk:
    found = Talk(pack=najran)
    found.say("محل باعني جوال مغشوش", COMPLAINT)
    return found


def details(talk: Talk) -> str:
    assert talk.session.top
    return str(talk.session.top.answers["complaint_details"].value)


def fill(talk: Talk) -> str:
    talk.say("صالح هادي اليامي")
    talk.say("1526018153")
    talk.say("0551234567")
    return talk.say("نجران")


def test_what_happened_is_no_name_and_stands_in_the_complaint(talk: Talk) -> None:
    said = talk.say("معايا الفاتورة والضمان")
    assert KEPT in said
    assert NAME in said
    assert "لم أجد" not in said
    fill(talk)
    talk.say("محل النجم")
    talk.say("ابيه يرجع فلوسي")
    assert details(talk) == "محل باعني جوال مغشوش\nمعايا الفاتورة والضمان\nابيه يرجع فلوسي"


def test_what_was_told_at_length_is_not_asked_for(talk: Talk) -> None:
    talk.say("قلت له يرجع الفلوس وقال البضاعة المباعة لا ترد ولا تستبدل")
    assert "مذكور فيما كتبت" in fill(talk) + " ".join(talk.labels())
    assert "ما الذي حدث" not in talk.say("محل النجم")
    assert details(talk).startswith("محل باعني جوال مغشوش\n")


def test_what_is_told_after_a_long_story_still_belongs_to_it(talk: Talk) -> None:
    talk.say("قلت له يرجع الفلوس وقال البضاعة المباعة لا ترد ولا تستبدل")
    for told in ("صالح هادي اليامي", "دفعت ٢٤٠٠ ريال", "1526018153", "0551234567", "نجران", "محل النجم"):
        talk.say(told)
    assert details(talk).endswith("دفعت ٢٤٠٠ ريال")


def test_what_was_told_may_be_all_there_is_to_tell(talk: Talk) -> None:
    talk.say("الراجل مش راضي يصلحه")
    fill(talk)
    assert "ما الذي حدث" in talk.say("محل النجم")
    talk.tap("مذكور فيما كتبت")
    assert details(talk) == "محل باعني جوال مغشوش\nالراجل مش راضي يصلحه"


def test_a_complaint_told_on_in_its_own_form_is_kept(talk: Talk) -> None:
    said = talk.say("محل اونلاين نصب علي", COMPLAINT)
    assert KEPT in said
    assert NAME in said


def test_a_bare_wish_for_the_open_form_tells_nothing(talk: Talk) -> None:
    said = talk.say("ابغى اقدم شكوى", COMPLAINT)
    assert KEPT not in said
    assert NAME in said


@pytest.mark.parametrize("wrong", ["12345678", "محمد", "ام عبدالله", "رقمي 055", "ليش تبون الاسم؟", "نعم"])
def test_a_wrong_answer_is_nothing_told(talk: Talk, wrong: str) -> None:
    assert KEPT not in talk.say(wrong)


def test_a_sum_and_a_time_are_told_where_a_number_is_asked_for(talk: Talk) -> None:
    talk.say("صالح هادي اليامي")
    assert KEPT in talk.say("المبلغ ١٨٠٠")
    said = talk.say("قبل ٣ اسابيع")
    assert KEPT in said
    assert IDENTITY in said


def test_nothing_is_kept_twice(talk: Talk) -> None:
    for _ in range(3):
        talk.say("الراجل مش راضي يصلحه")
    assert talk.session.top
    assert talk.session.top.memo["beside"].count("يصلحه") == 1


@pytest.mark.parametrize("words", ["مش عايز اقول اسمي", "لازم يعني", "ما ابي اعطي اسمي", "I'd rather not say"])
def test_who_would_rather_not_answer_is_offered_another_time_and_a_person(talk: Talk, words: str) -> None:
    said = talk.say(words)
    assert "لا يُرفع الطلب بدون هذا الجواب" in said
    assert "موظف" in talk.labels()
    assert KEPT not in said


def test_a_photo_sent_before_it_is_said_what_for_goes_along_into_the_form(najran: Pack) -> None:
    talk = Talk(pack=najran)
    talk.send()
    talk.say("محل باعني جوال مغشوش", COMPLAINT)
    assert "وصل الملف وهو محفوظ" in talk.say("هذي الفاتورة", sure("submit_document"))


def test_a_paper_announced_too_early_is_told_when_it_is_wanted(talk: Talk) -> None:
    said = talk.say("معي الفاتورة", sure("submit_document"))
    assert "بعد هذه الأسئلة" in said
    assert NAME in said


def at_mobile() -> Talk:
    return in_form(*TO_MOBILE)


def test_what_was_forgotten_to_tell_is_kept_and_refuses_nothing() -> None:
    said = at_mobile().say("نسيت اقول لكم انه عنده فرط حركه")
    assert "لا يُرفع الطلب" not in said
    assert "أضفته" in said


def test_what_a_wish_for_the_open_form_is_for_is_kept() -> None:
    talk = at_mobile()
    assert "أضفته" in talk.say("محتاج من يسمعني ويوجهني في بيتي", sure("apply"))
    assert "أضفته" not in talk.say("طيب ابغى احجز", sure("apply"))


@pytest.mark.parametrize("words", ["not sure", "مدري والله", "ماني متأكدة"])
def test_whoever_is_not_sure_of_a_condition_need_not_choose(words: str) -> None:
    assert "للباحث الاجتماعي" in in_form().say(words)


def test_a_first_name_introduced_is_no_business() -> None:
    assert "اسمين" in in_form("نعم").say("اسمي يحيى", sure("privacy_request"))


def test_a_service_that_is_not_wanted_is_not_begun() -> None:
    talk = Talk()
    talk.say("وش خدماتكم", sure("list_services"))
    said = talk.say("لا ما ابي استشاره", sure("apply", service="family_consultation"))
    assert "على راحتك" in said
    assert talk.session.top is None
    assert "أي خدمة" in talk.say("ابغى اقدم", sure("apply"))


def test_what_is_wanted_instead_is_begun() -> None:
    said = Talk().say("ما ابي استشاره ابي دورة", sure("apply", service="skills_programmes"))
    assert "مطلقة أو أرملة" in said


@pytest.mark.parametrize(
    "words", ["ما ابي غير استشارة", "ما ابغى الا استشاره", "I don't want anything but a consultation"]
)
def test_nothing_but_a_service_is_a_wish_for_it(words: str) -> None:
    said = Talk().say(words, sure("apply", service="family_consultation"))
    assert "نبدأ معًا طلب" in said


@pytest.mark.parametrize("words", ["hmm can I do it later", "ممكن بعدين", "later please"])
def test_later_in_a_few_words_leaves_the_form(words: str) -> None:
    talk = at_mobile()
    talk.say(words)
    assert len(talk.session.parked) == 1


def test_who_waits_may_begin_the_complaint_that_the_charity_takes_by_a_form() -> None:
    talk = Talk(pack=charity("najran"))
    talk.say("ممكن احد يرد", sure("talk_to_human"))
    assert "اسمك" in talk.say("ابغى اسوي شكوى على متجر الكتروني ما وصلني الطلب", sure("complaint"))
    assert talk.session.owner == "bot"
