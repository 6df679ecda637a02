"""Danger now is seen by words alone in three languages; danger past, in general or in jest is not."""

import pytest

from flows.arabic import fold
from nlu import danger
from nlu.danger import certain
from nlu.emergency import Words, alarm, proven, windows, words

NOW = [
    "زوجي يضربني قدام بناتي",
    "ضربني وطردني برا البيت",
    "ابوي حابسني بالغرفة من أمس",
    "معه سكين وواقف على الباب",
    "يهددني بالقتل إذا رجعت لأهلي",
    "فيه واحد يبتزني بمقاطع",
    "أفكر بالانتحار من كم يوم",
    "ودي انهي حياتي الليلة",
    "بلعت حبوب كثيرة",
    "طردنا من البيت بنص الليل انا وعيالي",
    "نايمين بالشارع انا وبناتي",
    "العيال ما اكلوا شي من امس",
    "ما عندي حليب للرضيع اليوم",
    "انقذوني تكفون",
    "جوزي بيضربني وانا حامل",
    "راجلي يبي يقتلني",
    "he is hitting me and the kids",
    "i want to kill myself",
    "we have nowhere to sleep tonight",
    "my children have not eaten since yesterday",
    "yethrebni kol lailah",
    "نفر يضرب مدام كتير",
    "تم الاعتداء علينا الليلة",
    "كب البنزين ومعه ولاعة",
    "فاتحة الغاز وتقول خلوني",
    "الرضيع لحاله بالشقة يبكي",
    "البنت قاصر ويبون تزويجها بكرة",
    "ابتلعت علبة دوا كاملة",
    "امي ما تصحى من العصر",
    "المالك غير القفل وحنا برا",
    "امي اخذت حبوب السكر كلها",
    "my arm is bleeding and he will not stop",
    "they are forcing her to marry",
    "الحبوب قدامي والباب مقفل",
    "جايبين عصي وواقفين عند الباب",
    "بيت جيراننا يحترق وفيه حرمه",
    "ماسكني بالمخزن وما يخليني اطلع",
    "he tied my sister to the bed",
    "he knows where my kids study",
    "بنت خالتي قطعت شرايينها",
    "صاحب المتجر ضربني وسكر علي الباب",
    "الصغير شرب سايل تنظيف وفمه محروق",
    "بنت اخوي لحست كيروسين من الجركل",
    "my nephew drank drain cleaner",
    "she swallowed a button battery",
    "grandma's oxygen ran out",
    "brother i not want live, company no pay",
]
CALM = [
    "كان زوجي يضربني قبل سنين والحين تطلقت الحمد لله",
    "الاسعار ذبحتنا والله",
    "بموت من الضحك عليك",
    "متنا من الانتظار في الصالة",
    "وش يقدم مركز الحماية الأسرية؟",
    "كيف تتعاملون مع قضايا العنف بشكل عام",
    "ولدي يضرب أخته الصغيرة ويعاند وابي استشارة",
    "بطارية جوالي ماتت",
    "اكتب بحث عن العنف الأسري",
    "طردوني من الشغل وابي اقدم على مساعدة",
    "نحتاج سلة غذائية كل شهر",
    "الجهاز مضروب والمحل ما يرجعه",
    "بتقفلون الباب الساعة كم",
    "اخوي الصغير عمره سبع سنين هل يستفيد",
    "the movie killed me with laughter",
    "my father used to hit me, years ago, and I want counselling",
    "how does the family protection centre work",
    "el as3ar dhaba7atna",
    "ولدي ما يصحى بدري للمدرسة",
    "طقني النوم وانا اعبي الطلب",
    "بنتي ما تاكل الا مكرونة",
    "كم سعر تعبئة الغاز",
    "last night i sent the form",
    "كان زوجي يضربني العام والحين احسن",
    "اخذت حبوب السكر قبل الاكل",
    "وش عقوبة اللي يهددني بصوري؟ معلومه عامه",
    "سكين البطل في فورتنايت وش اسمها",
    "my uncle lost a son to suicide years back",
    "شكرا، وقفتوا معي يوم طردني زوجي من البيت",
    "ما اذنت لاحد ينشر صوري بالموقع",
    "we are locked out of the website",
    "المحل ضربني بالسعر",
    "البايع يهددني يحظرني من المتجر",
    "اعرف وين مكتبكم بس متى تداومون",
    "السيارة شربت البنزين كله بمشوار",
    "the oxygen therapy course, when does it start",
    "i not want live chat, call me",
    "في المسلسل خطفوا البطلة",
    "بستي طاحت والدم ما يوقف",
    "كنت انام بالسيارة وبعدها لقيت غرفة",
]


@pytest.mark.parametrize("text", NOW)
def test_words_that_prove_danger_are_enough(text: str) -> None:
    assert certain(fold(text))


@pytest.mark.parametrize("text", CALM)
def test_past_general_and_figurative_words_prove_nothing(text: str) -> None:
    assert not certain(fold(text))


def test_danger_that_goes_on_is_not_calmed_by_its_past() -> None:
    assert certain(fold("كان يضربني قبل سنين واليوم رجع يضربني"))
    assert certain(fold("كان زوجي يضربني العام والحين رجع يضربني"))


def test_every_rule_is_written_as_folding_leaves_the_words() -> None:
    written = [line for line in danger._FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert [line for line in written if set(line) & set("أإآةىئؤء")] == []


def test_a_high_score_needs_no_words_and_words_need_no_score() -> None:
    plain, proved = Words(proved=False, sign=False, calmed=False), Words(proved=True, sign=True, calmed=False)
    assert alarm(plain, score=0.1, threshold=0.1, share=0.4) == pytest.approx(0.5)
    assert alarm(plain, score=9.0, threshold=0.1, share=0.4) == pytest.approx(0.95)
    assert alarm(plain, score=0.0, threshold=0.1, share=0.4) == 0
    assert alarm(plain, score=9.0, threshold=0.1, share=0.1) == 0
    assert alarm(proved, score=-3, threshold=0.1, share=0.0) > 0.9


@pytest.mark.parametrize("text", ["ما عندنا عشا الليلة", "البيت ما فيه لقمة", "ما عندي خبز لعيالي اليوم"])
def test_an_empty_kitchen_is_want_and_worth_a_guess_whatever_the_score(text: str) -> None:
    assert not proven(text)
    assert alarm(words(text), score=-3, threshold=0.1, share=0.0) == pytest.approx(0.5)


def test_who_mourns_and_tells_nothing_else_that_hints_at_danger_raises_no_alarm() -> None:
    def score(text: str) -> float:
        return alarm(words(text), score=9.0, threshold=0.1, share=0.9)

    assert score("توفى زوجي وأنا محطمة") == 0
    assert score("my father passed away and we are lost") == 0
    assert score("زوجي توفى وأخوه يضربني كل يوم") > 0.9
    assert score("ابوي توفى وتعبت من الدنيا") > 0.9
    assert score("امي ماتت الحين قدامي") > 0.9


@pytest.mark.parametrize(
    "text",
    [
        "الولد غرق في المسبح وش نسوي",
        "شب حريق في البيت",
        "البيت يحترق",
        "بنتي بلعت بطارية",
        "ولدي لدغته عقرب",
        "our house is on fire",
        "my father is having a heart attack",
    ],
)
def test_fire_water_and_sickness_that_cannot_wait_prove_danger(text: str) -> None:
    assert proven(text)


@pytest.mark.parametrize(
    "text",
    [
        "غرقانين في الديون",
        "ابوي غرقان في الديون",
        "الجو نار",
        "زوجي معه جلطة قديمة ومقعد",
        "زوجتي ولدت امس بنت",
        "عندي حريق بالمعدة",
    ],
)
def test_the_same_words_of_debts_heat_and_an_old_illness_prove_none(text: str) -> None:
    assert not proven(text)


def test_what_the_classifier_takes_for_danger_needs_less_evidence() -> None:
    plain = Words(proved=False, sign=False, calmed=False)
    assert alarm(plain, score=-0.4, threshold=0.1, share=0.5) == pytest.approx(0.5)
    assert alarm(plain, score=-0.5, threshold=0.1, share=0.9) == 0


def test_danger_inside_a_long_text_is_seen() -> None:
    story = "عندي سؤال عن التسجيل في الدوره " * 60
    assert proven(f"{story} زوجي يضربني الحين {story}")
    assert not proven(story * 3)


def test_a_sign_is_calmed_only_where_nothing_else_in_the_text_hints_at_danger() -> None:
    assert words("شريت فرن والغاز يسرب منه") == words("وش تسوون اذا احد ضرب")
    assert words("المحل ضربني بالسعر").calmed
    far = " وبعدين رحنا السوق" * 80
    assert not words(f"المحل ضربني بالسعر {far} وهو واقف قدام الباب").calmed
    assert words("متى الدوام") == words("كم سعر السهم")


def test_windows_cover_all_of_a_message_and_the_ends_of_a_huge_one() -> None:
    text = "".join(chr(0x4E00 + n % 20000) for n in range(4096))
    assert all(any(text[n : n + 100] in part for part in windows(text)) for n in range(0, 3996, 50))
    huge = "ا" * 99_000 + "خاتمه"
    assert len(windows(huge)) == 10
    assert windows(huge)[-1].endswith("خاتمه")


@pytest.mark.parametrize(
    ("text", "proof"),
    [
        ("هو ما يضربني بس يصارخ", False), ("زوجي ما يضربني", False), ("ما عمره ضربني بس عصبي", False),
        ("ما يضربني الا بالعقال", True), ("يضربني ويضرب عيالي", True), ("ما عاد يصرف وصار يضربني", True),
    ],
)  # fmt: skip
def test_who_is_not_beaten_proves_nothing(text: str, proof: bool) -> None:
    assert certain(fold(text)) is proof


@pytest.mark.parametrize(
    ("text", "proof"),
    [
        ("راح يكلمه وضربني قدام الناس", True), ("سكر الباب ويهددني بالقتل", True), ("كل يوم وما ضربني ابد", False),
        ("خلص العقد وطلعنا بيت لحالنا", False),
    ],
)  # fmt: skip
def test_an_and_joined_to_the_word_hides_no_danger(text: str, proof: bool) -> None:
    assert certain(fold(text)) is proof
