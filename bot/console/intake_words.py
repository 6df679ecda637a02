"""The Arabic of assisted intake."""

from collections.abc import Iterable, Mapping

from flows.arabic import fold
from flows.pack import Pack
from storage.intake import DELEGATE, INTERVIEW, LETTER, ON_PAPER, PHONE, READ_OUT

REQUIRED = "هذا الحقل مطلوب."
SIGNED_ON = "يلزم تاريخ التوقيع: يوم مضى خلال سنة، أو اليوم."
NOT_YET = "لم يُسجَّل الطلب بعد. كل ما كُتب محفوظ في الصفحة، وبقي:"
CHANGED = "تغيّرت بيانات هذه الخدمة بعد فتح الصفحة. هذه صيغتها الحالية، وما كُتب محفوظ. نرجو مراجعتها، ومنها نص الإقرار."
WAYS: Mapping[str, str] = {
    INTERVIEW: "المقابلة",
    PHONE: "الاتصالات الهاتفية",
    LETTER: "الخطابات",
    DELEGATE: "مندوب",
}
# A word of a pack's channel that shows which way it is.
_SIGNS: Mapping[str, str] = {INTERVIEW: "مقابله", PHONE: "هاتفي", LETTER: "خطاب", DELEGATE: "مناديب"}
SIGNINGS: Mapping[str, str] = {
    READ_OUT: "قُرئ النص على صاحب الطلب كاملًا، ووافق عليه",
    ON_PAPER: "وقّعه صاحب الطلب على ورق",
}
PAPERS: Mapping[str, str] = {
    "seen": "اطُّلع عليها الآن، وهي مطابقة",
    "seen_valid": "اطُّلع عليها الآن، وهي مطابقة وسارية",
    "later": "تصل لاحقًا",
    "none": "لا توجد، وهي اختيارية",
}
ANSWERS: Mapping[str, str] = {"yes": "نعم", "no": "لا", "unsure": "لم يتضح"}
NO_MOBILE = "من لا جوال له يُترك حقله فارغًا."
SIGNED_NAME = "كما وقّعه، أو كما ذكره بعد قراءة النص عليه."
OTHER_SIGNER = "اسم من أقرّ غير اسم صاحب الطلب."
# How the person asks for the status, by the phone lines that the charity has.
_ASKING: Mapping[tuple[str, ...], str] = {
    (
        "whatsapp",
        "sms",
    ): "لمعرفة حال الطلب في أي وقت: رسالة واتساب أو نصية من رقم الجوال نفسه، ويكفي فيها: وين طلبي.",
    ("whatsapp",): "لمعرفة حال الطلب في أي وقت: رسالة واتساب من رقم الجوال نفسه، ويكفي فيها: وين طلبي.",
    ("sms",): "لمعرفة حال الطلب في أي وقت: رسالة نصية من رقم الجوال نفسه، ويكفي فيها: وين طلبي.",
    (): "لمعرفة حال الطلب: سؤال موظف الجمعية برقم الطلب.",
}
LABELS: Mapping[str, str] = {
    "way": "كيف وصل الطلب؟",
    "signing": "كيف تم الإقرار؟",
    "signed_name": "اسم من أقرّ",
    "signed_on": "تاريخ الإقرار",
    "reason": "سبب المتابعة",
}


def ways(pack: Pack) -> dict[str, str]:
    """The ways by which a request comes, in the charity's own words where its policy has some."""
    own = {way: next((c.ar for c in pack.channels if sign in fold(c.ar)), "") for way, sign in _SIGNS.items()}
    return {way: own[way] or label for way, label in WAYS.items()}


def asking(phones: Iterable[str]) -> str:
    """How to ask for the status; `phones` are those of whatsapp and sms, in this order, that the person may use."""
    return _ASKING[tuple(phones)]
