"""Relatives as the writer calls them, in the letters in which texts are compared, with bars between."""

# The nearest. ابي is also "I want".
KIN = "زوجي|زوجتي|مرتي|حرمتي|ابوي|ابي|والدي|والدتي|امي|ولدي|ابني|بنتي|اخوي|اخي|اختي|جدي|جدتي"
NEAREST = frozenset(KIN.split("|"))
# Whom a number may belong to besides the writer.
RELATIVES = f"{KIN}|" + (
    "جوزي|مراتي|اخويا|ابويا|خالتي|عمتي|جاري|خويتي|رفيقتي|زوجها|زوجته|المدام|الوالد|الوالده|ابنتي|عمي|خالي|جارتي|صديقي"
    "|صاحبي|كفيلي|صديقتي|اخته|اخوه|امه|ابوه|الزوج|المتوفي|المتوفاه|المرحوم|المرحومه|الزوجه|الاب|الام|الابن|الابنه|الاخ"
    "|الاخت|الكفيل"
)
