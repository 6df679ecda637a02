"""The console's Arabic: labels of states, moves and mistakes."""

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "appeal": "تظلّم من قرار",
    "appointment": "موعد لا يناسب",
    "asked": "طلب التحدث مع موظف",
    "complaint": "شكوى",
    "danger_guess": "خطر محتمل",
    "detail": "سؤال عن التفاصيل",
    "donate": "رغبة في التبرع",
    "eligibility": "استفسار عن الأهلية",
    "emergency": "حالة طارئة",
    "low_rating": "تقييم منخفض",
    "paper": "ورقة أو مستند",
    "privacy": "خصوصية البيانات",
    "status": "سؤال عن طلب",
    "stepped_in": "تدخّل موظف",
    "suggestion": "اقتراح",
    "trouble": "عطل في المساعد الآلي",
    "voice": "رسالة صوتية للاستماع",
    "unclear": "لم يُفهم السؤال",
    "update_data": "تحديث بيانات",
    "volunteer": "رغبة في التطوع",
    "withdraw": "سحب طلب",
}
CHANNELS: Mapping[str, str] = {"whatsapp": "واتساب", "telegram": "تيليجرام", "sms": "رسائل نصية", "web": "الموقع"}
STATUSES: Mapping[str, str] = {
    "draft": "لم يكتمل",
    "submitted": "وصل الطلب",
    "checking": "قيد المراجعة",
    "needs_information": "ينقصه معلومات",
    "interview": "مقابلة",
    "field_visit": "زيارة ميدانية",
    "committee": "عند اللجنة",
    "accepted": "مقبول",
    "rejected": "معتذر عنه",
    "appeal": "تظلّم",
    "served": "قُدِّمت الخدمة",
    "rated": "قُدِّمت وقُيِّمت",
    "withdrawn": "مسحوب",
}
DELIVERIES: Mapping[str, str] = {
    "parked": "تنتظر رسالة من المستفيد (انتهت نافذة واتساب)",
    "queued": "في الانتظار",
    "sending": "جارٍ الإرسال",
    "sent": "أُرسلت",
    "delivered": "وصلت",
    "read": "قُرئت",
    "failed": "لم تُرسل",
    "unknown": "لا نعلم هل وصلت",
    "dropped": "أُلغيت لأن موظفًا تولّى المحادثة",
    "retried": "أُعيد إرسالها",
}
ERRORS: Mapping[str, str] = {
    "blocked": "حظر الشخص الرسائل أو أوقفها",
    "window": "انتهت نافذة واتساب (24 ساعة)",
    "invalid": "رفضت القناة الرسالة",
    "rate": "القناة مزدحمة",
    "transient": "تعذّر الوصول إلى القناة",
    "timeout": "لم تُجب القناة في وقتها",
    "overtaken": "كتب المستفيد بعدها، فمضت المحادثة من دونها",
    "unconfirmed": "لا سبيل لمعرفة وصولها، والقرار لكم في إعادتها",
}
HOW: Mapping[str, str] = {
    "typed": "كتابةً",
    "button": "بزر",
    "spoken": "بصوته",
    "shared": "بمشاركة رقمه",
    "document": "من مستند",
    "staff": "أدخله موظف",
    "visit": "من زيارة",
}
MOVES: Mapping[str, str] = {
    "claim": "استلم المحادثة",
    "take_over": "تولّى المحادثة من زميل",
    "release": "أعادها إلى قائمة الانتظار",
    "hand_back": "أعادها إلى المساعد الآلي",
    "separate": "فصل رقمًا عن المحادثة",
}
PROOFS: Mapping[str, str] = {"contact": "بمشاركة الرقم", "code": "برمز وصل إلى الرقم"}
ROLES: Mapping[str, str] = {
    "researcher": "باحث اجتماعي",
    "supervisor": "مشرف",
    "committee": "عضو اللجنة",
    "delegate": "مندوب",
    "auditor": "مدقق",
    "admin": "مدير",
}
# What the flows' own questions gather; a service's fields have their labels in the pack.
ANSWERS: Mapping[str, str] = {"words": "نص الرسالة", "reference": "رقم الطلب", "answer": "الإجابة"}
MARKS: Mapping[str, str] = {
    "expired": "منتهية بحسب التاريخ المكتوب",
    "too_old": "أقدم من المطلوب بحسب التاريخ المكتوب",
    "undated": "لم يُعرف تاريخها",
}
VERDICTS: Mapping[str, str] = {
    "matches": "اطُّلع عليها وهي مطابقة",
    "differs": "غير مطابقة",
    "expired": "منتهية الصلاحية",
}
NOTICES: Mapping[str, str] = {
    "attested": "سُجِّل الاطلاع على الورقة.",
    "claimed": "المحادثة الآن في عهدتك، وتوقّف المساعد الآلي عن الرد فيها.",
    "released": "أُعيدت المحادثة إلى قائمة الانتظار.",
    "handed_back": "أُعيدت المحادثة إلى المساعد الآلي، وأُغلقت الحالة.",
    "handed_back_open": "أُعيدت المحادثة إلى المساعد الآلي، وبقيت الحالة مفتوحة.",
    "replied": "أُضيف ردك وهو في طريقه إلى المستفيد.",
    "repeated": "وصل هذا الرد من قبل، ولم يُرسل مرة أخرى.",
    "noted": "حُفظت الملاحظة.",
    "separated": "فُصل الرقم، وبقي لكل محادثة سجلها كما هو.",
    "not_joined": "لم يعد هذا الرقم مضمومًا إلى المحادثة.",
    "retried": "أُضيفت محاولة جديدة للرسالة نفسها.",
    "not_retried": "لم تعد هذه الرسالة تنتظر إعادة.",
    "settled": "خرجت من القائمة.",
    "signed_out": "سُجِّل خروجك.",
    "expired": "انتهت مدة الجلسة، ويلزم تسجيل الدخول من جديد.",
    "blank": "لا يمكن إرسال نص فارغ.",
    "too_long": "النص طويل جدًّا. أقصى طول هو 4000 حرف.",
    "not_yours": "هذه المحادثة ليست في عهدتك الآن، ويلزم استلامها أولًا.",
    "parked": "حُفظ الرد: يصل إلى المستفيد حين يكتب من جديد على واتساب.",
    "no_channel": "هذه القناة غير متاحة الآن، فلم يُرسل الرد.",
    "no_case": "لا توجد حالة تُكتب عليها ملاحظة، ويلزم استلام المحادثة أولًا.",
    "no_answer": "لم تعد هذه الإجابة موجودة.",
    "moved": "تم ذلك، وسُجِّل في سجل الطلب.",
    "moved_told": "تم ذلك، ورسالة المستفيد في طريقها إليه.",
    "moved_untold": "تم ذلك، لكن لم يمكن إبلاغ المستفيد: السبب في سجل الطلب أدناه.",
    "corrected": "صُحِّحت الإجابة، وحُفظت السابقة في سجل الطلب.",
    "unchanged": "هذه هي الإجابة المسجلة نفسها، فلم يتغير شيء.",
}
# An application's moves: what the button says, and what the history says was done.
STEPS: Mapping[str, str] = {
    "check": "بدء المراجعة",
    "ask_information": "طلب معلومات أو أوراق",
    "supply": "اكتملت المعلومات المطلوبة",
    "interview": "تحديد موعد مقابلة",
    "field_visit": "تحديد موعد زيارة ميدانية",
    "record_visit": "تسجيل ما جرى في الموعد",
    "recommend": "رفع توصية إلى اللجنة",
    "send_back": "إعادة الطلب إلى الباحث",
    "accept": "قبول الطلب",
    "reject": "الاعتذار عن الطلب",
    "appeal": "تسجيل تظلّم المستفيد",
    "serve": "تسجيل تقديم الخدمة",
    "withdraw": "سحب الطلب برغبة المستفيد",
}
# `record_visit` without an appointment.
ON_THE_SPOT, HELD_ON_THE_SPOT = "تسجيل مقابلة أو زيارة تمت دون موعد", "سُجِّلت مقابلة أو زيارة تمت دون موعد"
HAPPENED: Mapping[str, str] = {
    "submit": "قُدِّم الطلب",
    "check": "بدأت المراجعة",
    "ask_information": "طُلبت معلومات أو أوراق",
    "supply": "اكتملت المعلومات المطلوبة",
    "interview": "حُدِّد موعد مقابلة",
    "field_visit": "حُدِّد موعد زيارة ميدانية",
    "record_visit": "سُجِّل ما جرى في الموعد",
    "recommend": "رُفعت توصية إلى اللجنة",
    "send_back": "أُعيد الطلب إلى الباحث",
    "accept": "قُبل الطلب",
    "reject": "اعتُذر عن الطلب",
    "appeal": "قُدِّم تظلّم",
    "serve": "قُدِّمت الخدمة",
    "rate": "قُيِّمت الخدمة",
    "withdraw": "سُحب الطلب",
    "correct": "صُحِّحت إجابة",
}
# Above the field for words, and below it: who reads them.
ASKED: Mapping[str, str] = {
    "ask_information": "ما الذي ينقص الطلب؟",
    "record_visit": "ما الذي جرى، وما النتيجة؟",
    "recommend": "سبب التوصية",
    "send_back": "ما المطلوب قبل القرار؟",
    "reject": "سبب الاعتذار",
    "appeal": "ما الذي ذكره المستفيد؟",
}
READERS: Mapping[bool, str] = {
    True: "تصل هذه الكلمات إلى المستفيد كما كُتبت.",
    False: "للموظفين واللجنة فقط، ولا تُرسل إلى المستفيد.",
}
WAYS: Mapping[str, Mapping[str, str]] = {
    "recommend": {"accept": "القبول", "reject": "الاعتذار"},
    "record_visit": {"held": "تم الموعد", "missed": "لم يتم الموعد"},
}
APPOINTMENTS: Mapping[str, str] = {"planned": "قادم", "held": "تم", "missed": "لم يتم", "cancelled": "أُلغي"}
UNTOLD: Mapping[str, str] = {
    "blocked": "لم يُبلَّغ المستفيد: حظر رسائلنا.",
    "opted_out": "لم يُبلَّغ المستفيد: أوقف استقبال الرسائل.",
    "window": "لم يُبلَّغ المستفيد: انتهت نافذة واتساب (24 ساعة)، ولا خط رسائل نصية لدى الجمعية، ولا قالب معتمد.",
    "no_channel": "لم يُبلَّغ المستفيد: قناته غير متاحة الآن.",
    "nowhere": "لم يُبلَّغ المستفيد: لا محادثة معه.",
}
REFUSALS: Mapping[str, str] = {
    "unknown": "لا يوجد هذا الإجراء أو هذا الطلب.",
    "state": "لا يمكن هذا الإجراء والطلب على حاله الآن.",
    "actor": "هذا الإجراء ليس ضمن صلاحياتك.",
    "reason": "يلزم كتابة السبب أو التفاصيل.",
    "service": "هذه الخدمة لا تتضمن هذا النوع من التحقق.",
    "verification": "لا تُرفع التوصية قبل أن يتم ما تشترطه الخدمة من مقابلة أو زيارة.",
    "same_person": "من رفع التوصية لا يقرر فيها: القرار لشخص آخر.",
    "raced": "تغيّر الطلب بعد فتح هذه الصفحة، فلم يُنفَّذ الإجراء. هذه حاله الآن، وما كتبته محفوظ أدناه.",
    "recommendation": "يلزم اختيار التوصية: القبول أو الاعتذار.",
    "appointment": "يلزم للموعد تاريخ ووقت قادمان، ومكان.",
    "visit": "يلزم اختيار: هل تم الموعد؟",
    "past": "يلزم لما تم دون موعد تاريخ ووقت مضيا، ومكان.",
    "paper": "هذه الورقة ليست من أوراق الخدمة.",
    "too_long": "النص طويل جدًّا. أقصى طول للتفاصيل 2000 حرف، وللمكان 200 حرف.",
}
# Above the reply where WhatsApp's 24 hours are over: can the person be told that something waits?
CLOSED: Mapping[bool, str] = {
    True: "مضت 24 ساعة على آخر رسالة من المستفيد. يُحفظ الرد، وتصل إليه دعوة إلى الكتابة، ثم يصله الرد حين يكتب.",
    False: "مضت 24 ساعة على آخر رسالة من المستفيد. يُحفظ الرد، ويصله حين يكتب. للعاجل يمكن الاتصال به.",
}
STARS: Mapping[int, str] = {5: "خمس نجوم", 4: "أربع نجوم", 3: "ثلاث نجوم", 2: "نجمتان", 1: "نجمة"}
CONDITIONS: Mapping[str, str] = {
    "met": "متحقق",
    "unmet": "غير متحقق",
    "unclear": "لم يتضح",
    "told": "ينظر فيه الموظف",
}
