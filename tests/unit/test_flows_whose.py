"""Whose number is given or meant at a form's question: another's identity, another's mobile, and who asks which."""

import pytest

from flows.answers.anothers import mobile_of_another
from tests.talk import TO_MOBILE, Talk, in_form, sure

TO_IDENTITY = TO_MOBILE[:2]
CONTACT = sure("contact_info")


def memo(talk: Talk) -> str:
    assert talk.session.top
    return talk.session.top.memo.get("beside", "")


@pytest.mark.parametrize(
    "words", ["رقم هوية زوجي 1526018153", "هويه جوزي 1526018153", "هوية امي 1526018153", "my husbands id 1526018153"]
)
def test_anothers_identity_number_is_told_from_a_wish_for_contact_details(words: str) -> None:
    talk = in_form(*TO_IDENTITY)
    said = talk.say(words, CONTACT)
    assert "صاحب الطلب نفسه" in said
    assert talk.session.top
    assert "identity" not in talk.session.top.answers


@pytest.mark.parametrize(
    "words", ["زوجي سعد القحطاني", "هوية زوجي سعد القحطاني", "هذي هوية زوجي", "اسم ولدي فهد سعد محمد"]
)
def test_another_persons_name_at_the_identity_question_is_no_part_of_the_need(words: str) -> None:
    talk = in_form(*TO_IDENTITY)
    assert "صاحب الطلب نفسه" in talk.say(words)
    assert not memo(talk)


@pytest.mark.parametrize("words", ["زوجي متوفي من سنتين", "زوجي مريض بالقلب", "امي كبيره وما تمشي", "زوجي مسجون"])
def test_what_is_told_of_a_relative_there_is_kept(words: str) -> None:
    talk = in_form(*TO_IDENTITY)
    talk.say(words)
    assert memo(talk) == words


@pytest.mark.parametrize(
    "words",
    ["جوال اختي 0551234567", "0551234567 جوال أختي", "هذا جوال زوجي 0551234567", "تليفون اخويا 0551234567",
     "رقم جوال اختي 0551234567", "my husbands phone 0551234567", "raqam okhti 0551234567", "jawal zawji 0551234567",
     "واتس جارتي 0551234567", "جوال بنت اختي 0551234567", "0551234567 بتاع جوزي", "الرقم حق ولدي 0551234567"],
)  # fmt: skip
def test_a_mobile_said_to_be_anothers_is_taken_for_that_in_every_spelling(words: str) -> None:
    assert mobile_of_another(words)
    talk = in_form(*TO_MOBILE)
    assert "وهو لغيرك" in talk.say(words)


@pytest.mark.parametrize(
    "words", ["جوالي 0551234567", "رقمي يا اختي 0551234567", "تفضل اخوي 0551234567", "0551234567 الله يسعدك يا بنتي"]
)
def test_whoever_is_called_brother_or_daughter_owns_no_number(words: str) -> None:
    assert not mobile_of_another(words)


@pytest.mark.parametrize(
    "words", ["الجوال حق ولدي عادي؟", "رقمها ولا رقمي؟", "عادي احط رقم اختي", "can i give my sister number?"]
)
def test_who_asks_whose_mobile_hears_that_any_that_reaches_them_will_do(words: str) -> None:
    talk = in_form(*TO_MOBILE)
    said = talk.say(words)
    assert "من يوصل إليك" in said
    assert "ما رقم جوالك" in said


@pytest.mark.parametrize(
    "words", ["اي رقم تبون؟ هويتي ولا هوية زوجي الله يرحمه", "هويتي ولا هوية امي؟", "هويته ولا هويتي"]
)
def test_who_asks_whose_identity_hears_the_applicants(words: str) -> None:
    said = in_form(*TO_IDENTITY).say(words, sure("required_documents"))
    assert "صاحب الطلب نفسه" in said


@pytest.mark.parametrize("words", ["شو يعني رقم اقامه", "وين القى رقم الهويه", "what is iqama number?"])
def test_who_asks_what_the_number_is_is_told(words: str) -> None:
    said = in_form(*TO_IDENTITY).say(words)
    assert "عشرة أرقام تبدأ بـ 1" in said
    assert said.count("ما رقم هويتك") == 1
