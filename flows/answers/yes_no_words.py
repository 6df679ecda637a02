"""The words in which people agree, deny, hesitate or say something else, folded."""

from flows.answers.common import OPEN, UNSURE, bag
from flows.answers.wanting import APPLYING, MOMENT, UNWANTED

# Sure on their own, wherever they stand.
YES = bag(
    "نعم نعمين ايه ايي اي ايوه ايوا ايو ايوى ايوي ايون ايوالله ايواا ايهه ايوةه اه اها اهه اهااه هيه هي ييه اييه اييي"
    " امبلا مبلي بلي يب ييب يس ياس اجل yes yep yup yeah yea yess ya y na3am naam n3m nem eh ee eeh eee ey aywa aiwa"
    " aywah aiwah aywaa iwa ewa eywa eiwa ywa ah aha ahaa إي"
)
NO = bag(
    "لا كلا لالا لااا لأه لاه لع لء نو نوب نن ابد ابدا مستحيل ارفض نرفض رفضت مرفوض لاوالله no nope nah noo n nop la"
    " laa laaa la2 la2a l2 la3 lala never not"
)
# A yes unless something denies it.
AGREEING = bag(
    "اكيد طبعا بالتاكيد تاكيد موكد بالطبع صدق صدقت yessir معلوم صح صحيح مضبوط مزبوط بالضبط تمام طيب زين حاضر ابشر ابشري"
    " ابشروا تم اوك اوكي اوكيه اوكى اوكية ماشي موافق موافقه موافقين اوافق نوافق وافقت قبلت اقبل نقبل قابل مقبول"
    " اقر نقر اتعهد نتعهد اتعهدت ابغي"
    " ابغا ابغاه ابغاها نبغي ابي نبي ابيه اريد نريد عايز عايزه عاوز عاوزه بدي بدنا داير دايره اشتي نشتي ودي حاب حابه"
    " احب ارغب نرغب راغب كمل اكمل كملي كملوا استمر توكلنا عندي عندنا يوجد موجود موجوده فيه جاهز جاهزه متاكد متاكده"
    " تكرم عيوني لدي معي معاي ايجابي عنده عندها عندهم معه معها معاه معاها معهم معايا لديه لديها لديهم حصل مسجل مسجله"
    " do have ok okay okey okk k sure absolutely definitely correct right true agree agreed accept fine good tamam"
    " tmam mashi akeed akid ak6eed sa7 sah saheeh of course certainly yalla ابصم اتفقنا متفق متفقه تفضل تفضلي"
)
DENYING = UNWANTED | bag(
    "ما مو مب مهب مهوب موب ماهو مهو ماهي مش مانيب مانب ماني ماهوب ليس لست ليست لم لن غير بدون مافي مافيه مفيش مافيش"
    " ماعندي ماعندنا معنديش ماعنديش معندي معندناش ماعندناش ماكو ماش هونت لايوجد مالي مالنا ماليش ماعنديه معيش"
    " مامعي مامعيش ماحصل مايوجد ماوافق mafi mafe mo mu mish mesh mob don't dont ماعنده ماعندها ماعندهم مامعه"
    " مامعها"
)
# What denies without a word after it: all but the bare particles.
WHOLE = DENYING - bag(
    "ما مو مب مهب مهوب موب ماهو ماهي مهو مش ماهوب ليس لست ليست لم لن غير بدون mo mu mish mesh mob don't dont"
)
# After these as after a plain yes a "but" takes half of it back; "عندي بس امي" is "I have only my mother".
YES_BUT = bag("موافق موافقه اوافق اكيد طبعا صح صحيح تمام طيب اوك اوكي ماشي ok okay sure")
# What is asked of the writer, and denied by "I do not ...".
FACTS = bag("استلم اشتغل املك ادرس اعمل اسكن اعول استفيد سجلت قدمت تقدمت تزوجت")
SPEAKING = bag("والله وربي بالله الله انا احنا حنا هو هي لي لنا لو")
# Conditions and delays, besides doubt.
HEDGES = f"{UNSURE}|" + (
    "مو اكيد|مب اكيد|مش اكيد|ممكن|لست ادري|ماعرف|مانيب متاكد|علي حسب|حسب|بشوف|اشوف|نشوف|خليني اشوف|افكر|بفكر"
    "|خلني افكر|بعدين|احيانا|مو دايم|مو دايما|نوعا ما|شوي|تقريبا|لاحقا|مو الحين|مب الحين|مش دلوقتي|مو الان"
    "|ليس الان|لا تعليق|ما يهم|مايهم|ما يفرق|ما قررت|ماقررت|لم اقرر|ما فهمت|مافهمت|مش فاهم|مو فاهم|ما افهم"
    "|فيه خطا|في خطا|فيه غلط|في غلط|لسه"
    "|لسا|مره ومره|perhaps"
    "|ما ظنتي|ظنتي|ماظن|ماظنتي|لكن|ولكن|بشرط|بشروط|الا اذا|ودي بس|ابي بس|ابغي بس|بودي بس|بس اذا|بس لو|but"
    "|not really sure|not so sure|not very sure|not too sure|depends|later|mumkin|momken|yemken|ymkn|sometimes"
    "|probably|possibly"
)
# Words that deny nothing although a "no" or "not" is in them.
COURTESY = (
    "لا اله الا الله|لا حول ولا قوه الا بالله|لا حول|لا هنت|لاهنت|لا هنتي|لا هنتوا|لا خلا ولا عدم|لا عدمتك"
    "|لا عدمناك|ما شا الله|ماشا الله|ما عليك امر|ما عليكم امر|ما عليك زود|ما قصرت|ما قصرتوا|ما قصرتي|ان شا الله"
    "|انشالله|انشا الله|باذن الله|بسم الله|inshallah|insha allah|in sha allah|nshallah|no worries|من غير شر|لا تامر"
    "|الله يعافيك|طال عمرك|طال عمركم"
)
OBJECTION_FREE = (
    "لا مانع|لامانع|ما عندي مانع|ماعندي مانع|ما عندنا مانع|مافي مانع|ما في مانع|مافيه مانع|ما فيه مانع|لا يوجد مانع"
    "|ليس لدي مانع|بدون مانع|لا باس|لاباس|ليش لا|ليه لا|وليه لا|وليش لا|لم لا|لما لا|كيف لا|ما يخالف|مايخالف"
    "|ما فيها كلام|مافيها كلام|ما يبي لها كلام"
    "|ما عليه|ماعليه|ما يضر|مافي مشكله|ما في مشكله|مافيه مشكله|ما فيه مشكله|ما عندي مشكله|ماعندي مشكله|لا مشكله"
    "|مو مشكله|مش مشكله|مفيش مشكله|ما عندي اعتراض|لا اعتراض|بلا شك|لا شك|بدون شك|no problem|why not|no objection"
    "|without a doubt|of course|علي راسي|من عيوني"
)
# Whoever has a question or a wish of their own, or wants a moment or a colleague, agrees to nothing.
# سجل and قدم are a register and a foot as well: "I have a commercial register" is a yes.
ELSE = (OPEN - bag("كم")) | (APPLYING - bag("سجل قدم")) | MOMENT
ELSE |= bag(
    "سوال استفسار استفسر اسال اسالك اسالكم ملاحظه اقتراح شكوي موظف الموظف اكلم اتكلم اعرف افهم question ask"
    " كيفك كيفكم شلونك شلونكم اخباركم"
    " تسجلني تسجليني تسجلوني اسجل قدمولي تقدملي اقدم اقدملي"
    " ساعدني ساعديني ساعدوني تساعدني تساعدوني كلمني كلميني كلموني حولني حوليني حولوني اتصل اتصلي اتصلوا رد ردي ردوا"
    " ارسل ارسلي ارسلوا ارسله ارسليه عطني عطيني عطوني اعطني اعطيني اعطوني قولي قوليلي قوللي خبرني خبريني فهمني فهميني"
    " علمني علميني وريني ابعت ابعتي ابعتلي شوفي شوفيلي"
    " شويه help send call tell hold"
)
