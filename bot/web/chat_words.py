"""The page's own words: labels and notices around the conversation, never part of it."""

from collections.abc import Mapping

LANGUAGES = ("ar", "en")

_ARABIC = {
    "title": "محادثة {charity}",
    "assistant": "سند، المساعد الآلي",
    "launch": "تحدث معنا",
    "close": "إغلاق المحادثة",
    "unread": "رسائل جديدة من الجمعية:",
    "menu": "خيارات المحادثة",
    "language": "English",
    "forget": "محو المحادثة من هذا الجهاز",
    "forget_sure": "ستُمحى المحادثة من هذا الجهاز، ولن تستطيع متابعتها منه. هل تريد المتابعة؟",
    "log": "المحادثة",
    "write": "اكتب رسالتك",
    "send": "إرسال",
    "attach": "إرفاق صورة أو ملف PDF",
    "detach": "إزالة الملف",
    "open_file": "فتح الملف",
    "open_receipt": "فتح إيصال الطلب (PDF)",
    "choices": "اختيارات",
    "me": "أنت",
    "bot": "المساعد الآلي",
    "staff": "موظف الجمعية",
    "system": "الجمعية",
    "sending": "جارٍ الإرسال…",
    "failed": "لم تُرسل. أعد المحاولة",
    "refused": "تعذّر قبول هذه الرسالة.",
    "file_lost": "لم يُرسل الملف. اختره من جديد.",
    "file_large": "حجم الملف أكبر من 10 ميغابايت. أرسل صورة أصغر.",
    "file_kind": "نوع الملف غير مقبول. أرسل صورة (JPEG أو PNG أو WebP أو HEIC) أو ملف PDF.",
    "offline": "لا يوجد اتصال بالإنترنت. ما تكتبه محفوظ على جهازك.",
    "reconnecting": "انقطع الاتصال، ونحاول من جديد…",
    "starting": "جارٍ فتح المحادثة…",
    "old_browser": "إن لم تُفتح المحادثة فقد يكون المتصفح قديمًا، ويمكنك التواصل مع الجمعية هاتفيًا.",
}
_ENGLISH = {
    "title": "Chat with {charity}",
    "assistant": "Sanad, the automatic assistant",
    "launch": "Chat with us",
    "close": "Close the chat",
    "unread": "New messages from the charity:",
    "menu": "Chat options",
    "language": "العربية",
    "forget": "Clear the chat from this device",
    "forget_sure": "The chat will be cleared from this device and cannot be continued on it. Go on?",
    "log": "Conversation",
    "write": "Write your message",
    "send": "Send",
    "attach": "Attach a picture or a PDF file",
    "detach": "Remove the file",
    "open_file": "Open the file",
    "open_receipt": "Open the receipt (PDF)",
    "choices": "Choices",
    "me": "You",
    "bot": "Assistant",
    "staff": "Charity staff",
    "system": "The charity",
    "sending": "Sending…",
    "failed": "Not sent. Try again",
    "refused": "This message could not be accepted.",
    "file_lost": "The file was not sent. Please choose it again.",
    "file_large": "The file is larger than 10 MB. Please send a smaller picture.",
    "file_kind": "This kind of file is not accepted. Send a picture (JPEG, PNG, WebP or HEIC) or a PDF file.",
    "offline": "You are offline. What you write is kept on your device.",
    "reconnecting": "Connection lost, trying again…",
    "starting": "Opening the chat…",
    "old_browser": "If the chat does not open, your browser may be too old; you can reach the charity by phone.",
}
WORDS: Mapping[str, Mapping[str, str]] = {"ar": _ARABIC, "en": _ENGLISH}


def preferred(wish: str, accept: str) -> str:
    """The page's language: the `wish` in the address, else Arabic unless the browser reads English and no Arabic."""
    if wish in LANGUAGES:
        return wish
    reads = {part.split(";")[0].strip().lower()[:2] for part in accept.split(",")}
    # Many phones here are set to English by people who would rather read Arabic, and say so further down their list.
    return "en" if "en" in reads and "ar" not in reads else "ar"
