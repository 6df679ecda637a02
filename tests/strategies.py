"""What people, their phones and the records may come up with, as hypothesis strategies."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from hypothesis import strategies as st

from flows.life import State
from flows.message import ApplicationView, Dossier, Entity, Meaning, Media
from flows.pack import Pack
from flows.reference import make
from flows.routes import ROUTES
from flows.walk_answers import SAMPLES, WAYS

CHANNELS = ("telegram", "whatsapp", "sms", "web")
NATIONAL_ID, IQAMA, IBAN = "1526018153", "2000000006", "SA0380000000608010167519"
_SCRIPTS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "০১২৩৪৫৬৭৮৯", "０１２３４５６７８９")
_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\ufeff\u200b\u200d"

SAID = (
    "السلام عليكم", "صباح الخير يا اهل الخير", "ابغى استشاره لولدي", "وش الاوراق المطلوبه؟", "كم ياخذ الطلب وقت",
    "متى الدوام؟", "وين طلبي", "نعم", "ايه", "لا", "مدري", "تخطي", "بعدين", "هذا كل شي", "خلاص", "صحيح، نكمل",
    "أقر وأوافق", "موافقة", "تعديل إجابة", "1", "٢", "9", "777", "الأولى", "آخر شي", "نورة سعد القحطاني", "جدة",
    "اليوم", "15/3/1988", "12/3/1405", "ثلاثة آلاف", "ما عندي", "YSR-4K7Q-2", "ysr 4k7q 2", "abgha musa3ada", "مشكور",
    "yes", "no", "skip", "I need help with rent please", "mujhe madad chahiye", "مجھے مدد چاہیے", "আমার সাহায্য দরকার",
    "kailangan ko ng tulong", "እርዳታ እፈልጋለሁ", "我需要帮助", "Мне нужна помощь",
)  # fmt: skip
HOSTILE = (
    "", " ", " \n\t ", "\u200b\u200f", "\x00", "نعم\x00", "\x1b[2J", "\r\n\r\n", "{summary}", "{0.__class__}", "{",
    "}}", "%s", "%(name)s", "${x}", "$(id)", "'; DROP TABLE people; --", "<script>alert(1)</script>", "{{ 7*7 }}",
    "!!python/x",
    '{"text": null}', "- a: [", "\u202eدعس\u202c", "ن̷̛͙̮́̊ع̴̧̛͎͑م̵̡̛͓̈́", "🙂" * 300, "👨‍👩‍👧‍👦", "أ" * 5000, "1" * 400,
    "٩" * 400, "9" * 5000, "-1", "1e400", "NaN", "Infinity", "0x10", "²", "Ⅷ", "½", "①", "go.menu", "go.human", "1.1",
    "/start", "/cancel", "#", "?", "؟", "....", "\n" * 2000, "STOP", "ﷺ", "ﷲ", "ـــــ", "ً ٌ ٍ",
)  # fmt: skip


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """A number of a person, in any digits, with what keyboards put between them."""
    said = draw(st.sampled_from([NATIONAL_ID, IQAMA, "0551234567", "966551234567", IBAN, "1526018154", "8153", "3500"]))
    written = said.translate(str.maketrans(_SCRIPTS[0], draw(st.sampled_from(_SCRIPTS))))
    between = draw(st.sampled_from(["", "", " ", "-", "\u200f", "."]))
    around = draw(st.sampled_from(["{}", "رقمي {} شكرا", "my id is {}", "({})", "هويتي:{}"]))
    return around.replace("{}", between.join(written))


def texts(pack: Pack) -> st.SearchStrategy[str]:
    """What may be written to this charity: its own words, everybody's words, and nonsense of every kind."""
    own = [name for service in pack.services for name in (service.name.ar, *service.names)]
    own += [phrase for question in pack.questions for phrase in question.ask]
    own += [option.label.ar for form_field in pack.fields for option in form_field.options]
    ways = [word for words in WAYS.values() for word in words.values()] + ["متابعة", "اشتراك", "continue"]
    good = [sample for samples in SAMPLES.values() for sample in samples]
    plain = st.sampled_from([*SAID, *good, *ways]) | numbers()
    return st.one_of(
        plain,
        plain,
        st.sampled_from(own),
        st.sampled_from(HOSTILE),
        st.text(max_size=60),
        st.builds("{}{}{}".format, st.sampled_from(_MARKS), plain, st.sampled_from(_MARKS)),
    )


def meanings(pack: Pack) -> st.SearchStrategy[Meaning]:
    """Any reading of any text, names that this version of the pack does not know included."""
    shares = st.floats(0, 1)
    questions = st.sampled_from([*(question.id for question in pack.questions), "no_such_question"])
    entities = st.one_of(
        st.builds(Entity, st.just("service"), st.sampled_from([*(s.id for s in pack.services), "no_such_service"])),
        st.builds(Entity, st.just("reference"), references(pack)),
    )
    intents = st.sampled_from(sorted(ROUTES))
    drawn = st.builds(
        Meaning,
        intent=intents | st.just(""),
        confidence=shares,
        ranking=st.lists(st.tuples(intents, shares), max_size=3).map(tuple),
        entities=st.lists(entities, max_size=2).map(tuple),
        sure=st.booleans(),
        emergency=st.integers(0, 19).map(lambda n: n == 0),
        certain=st.booleans(),
        language=st.sampled_from(["ar", "en", "other"]),
        answers=st.lists(st.tuples(questions, shares), max_size=2).map(tuple),
        answered=st.just("") | st.just("") | questions,
    )
    return st.one_of(st.just(Meaning()), st.just(Meaning("greet", 0.2, (("apply", 0.2), ("rate_service", 0.1)))), drawn)


def references(pack: Pack) -> st.SearchStrategy[str]:
    return st.integers(0, 3).map(lambda n: make(pack.prefix, (n, n, n, n)))


@st.composite
def dossiers(draw: st.DrawFn, pack: Pack) -> Dossier:
    """Up to three applications in any state, a twin perhaps; some of a service, or lacking a paper, long dropped."""
    services = [service.id for service in pack.services]
    papers = st.lists(st.sampled_from([*(d.id for d in pack.documents), "paper_of_old"]), max_size=3, unique=True)
    views = st.builds(
        ApplicationView,
        reference=references(pack),
        service=st.sampled_from([*services, *services, "service_of_old"]),
        status=st.sampled_from(State),
        at=st.just(datetime(2026, 2, 1, tzinfo=UTC)),
        own=st.booleans(),
        missing=papers.map(tuple),
        asked=st.sampled_from(["", "صورة أوضح", "{summary}"]),
        signer=st.sampled_from(["", "نورة سعد القحطاني"]),
        last_four=st.sampled_from(["", "8153"]),
        tries=st.integers(0, 3),
    )
    found = draw(st.lists(views, max_size=3, unique_by=lambda view: view.reference))
    return Dossier(tuple(found), tuple(draw(st.lists(views, max_size=1))))


MEDIA = st.builds(
    Media,
    ref=st.sampled_from(["file1", "file2"]),
    mime=st.sampled_from(["image/jpeg", "application/pdf", "application/zip"]),
    size=st.just(1000),
    digest=st.just("0" * 64),
    problem=st.sampled_from(
        ["", "", "", "type", "size", "pixels", "pages", "empty", "locked", "unreadable", "unavailable", "too_many"]
    ),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens. `do`: say, edit (the message numbered `place`), speak (a voice that is understood),
    share (one's own number), tap (a present button by its place), press (any id), send, hear, resume; elsewhere: the
    person goes on in another conversation, and their forms with them.
    """

    do: str
    text: str = ""
    place: int = 0
    kind: str = ""
    media: tuple[Media, ...] = ()
    meaning: Meaning = field(default_factory=Meaning)
    # What the records say from here on; None leaves them as they are.
    dossier: Dossier | None = None


def steps(pack: Pack) -> st.SearchStrategy[Step]:
    changed = st.none() | st.none() | st.none() | dossiers(pack)
    old = st.builds("{}.{}".format, st.integers(0, 30), st.integers(0, 9))
    strange = st.sampled_from([*HOSTILE[:12], "go.nowhere"])
    said, meant = texts(pack), meanings(pack)
    return st.one_of(
        st.builds(Step, st.just("say"), text=said, place=st.integers(0, 9), meaning=meant, dossier=changed),
        st.builds(Step, st.sampled_from(["say", "say", "edit", "speak"]), said, st.integers(0, 9), meaning=meant),
        st.builds(Step, st.just("share"), text=st.sampled_from(["966551234567", "+15550100", ""])),
        st.builds(Step, st.just("tap"), place=st.integers(0, 9), dossier=changed),
        st.builds(Step, st.just("tap"), place=st.integers(0, 9)),
        st.builds(Step, st.just("press"), text=old | strange),
        st.builds(
            Step,
            st.just("send"),
            text=st.sampled_from(["", "", "هذي الورقة"]),
            kind=st.sampled_from(["", "", "album"]),
            media=st.lists(MEDIA, min_size=1, max_size=3).map(tuple),
        ),
        st.builds(
            Step, st.just("hear"), kind=st.sampled_from(["voice", "location", "contact", "edited", "unsupported"])
        ),
        st.builds(Step, st.sampled_from(["resume", "staff", "elsewhere", "opted_in"])),
        st.builds(Step, st.just("opted_out"), text=st.sampled_from(["", "answered"])),
    )
