"""The city or governorate somebody lives in, in standard Arabic."""

import re

from rapidfuzz.distance import OSA

from flows import arabic
from flows.answers.common import bag, unsure
from flows.answers.parsed import Parsed, refuse
from flows.answers.places import ELSEWHERE, ENTRIES, REGIONS, TOWNS

_LIVING = bag("ساكن ساكنه ساكنين اسكن نسكن مقيم مقيمه عايش عايشه نعيش اعيش حاليا الحين الان بيتي بيتنا live living now")
_FILLING = _LIVING | bag(
    "في من ب مدينه محافظه مدينتي المدينه انا احنا حنا نحن عندنا طبعا اهل اهلي هنا داخل in from at i am city the saudi"
    " السعوديه المملكه يا الله يعافيك يسعدك لو سمحت سمحتي شكرا هو هي والله ايه نعم"
)
_DISTRICT, _STREET = {"حي", "حاره", "مخطط", "district"}, {"شارع", "طريق", "منطقه", "اماره", "المنطقه", "street", "road"}
_NEAR = bag(
    "قرب قريب قريبه جنب بجنب بين ضواحي خارج near قبل بعد حوالي جمب بقرب شمال غرب يم جنوب شرق بعيد بعيده يبعد"
    " تبعد نبعد برا بره"
)
_IN = bag("في من ب ساكن ساكنه ساكنين in from اهل عايش عايشه")
_NOT = bag("مو مب مش ليس ليست غير ما not ماني مهو كنت اصلي اصلا كنا سابقا قبل ولدت مولود مولوده انولدت")
_MOVED = bag("نقلت نقلنا انتقلت انتقلنا رحلت رحلنا جيت جينا")


def _squeezed(text: str) -> str:
    return re.sub(r"([^\W\d_])\1+", r"\1", arabic.fold(text))


def _table() -> tuple[dict[tuple[str, ...], str], set[str]]:
    names: dict[tuple[str, ...], str] = {}
    for standard, spellings, _ in ENTRIES:
        for spelling in spellings:
            names.setdefault(tuple(_squeezed(spelling).split()), standard)
    return names, {standard for standard, _, alone in ENTRIES if alone}


_NAMES, _ALONE = _table()
_IN_ENGLISH = {
    standard: next(spelling for spelling in spellings if spelling.isascii()).title()
    for standard, spellings, _ in ENTRIES
}
# Every one-word spelling of the cities that give a region its name.
_SEATS = [(name[0], place) for name, place in _NAMES.items() if len(name) == 1 and place in TOWNS.values()]
# A city and the governorate it is the heart of, named together, are one place.
_WITHIN = {"الهفوف": "الأحساء", "المبرز": "الأحساء"}
_LONGEST = max(map(len, _NAMES))
# Short everyday forms that are ordinary words in a sentence.
_WORDLIKE = {(word,) for word in bag("خبر رس حفر قريه الخميس المدينه الوادي رياض العيون المهد")}

# Letters told apart by their dots only.
_SHAPES = str.maketrans("جخذزشضظغق", "ححدرسصطعف")


def city(text: str) -> Parsed:
    """One Saudi place; where several are named, the one the writer says to live in."""
    if unsure(text):
        return refuse("city.ambiguous")
    found = _places_only(_squeezed(text).split())
    hits = _hits(found)
    if not hits:
        close = _misspelt([word for word in found if word not in _FILLING])
        return Parsed(close) if close and "؟" not in text else refuse("city.missing")
    hits = [hit for hit in hits if not _near(found, hit[0])]
    if not hits:
        return refuse("city.ambiguous")
    places = {place for _, _, place in hits}
    places -= {outer for inner, outer in _WITHIN.items() if inner in places}
    if len(places) > 1 and (town := _in_region(found, hits)):
        return Parsed(town)
    if len(places) > 1:
        places = {place for at, _, place in hits if _lived_in(found, at)}
    return Parsed(places.pop()) if len(places) == 1 else refuse("city.ambiguous")


def _near(found: list[str], at: int) -> bool:
    return any(word.removeprefix("و") in _NEAR for word in found[max(0, at - 2) : at])


def _in_region(found: list[str], hits: list[tuple[int, int, str]]) -> str:
    """The town of a town told with its region, which bears the name of a city ("شروره نجران"), or ""."""
    if len(hits) != 2 or hits[0][0] + hits[0][1] != hits[1][0]:
        return ""
    first, second = hits[0][2], hits[1][2]
    # "Najran and Sharurah" are two.
    joined = found[hits[1][0]].startswith("و") and second[0] != "و"
    town = second if TOWNS.get(second) == first else first if TOWNS.get(first) == second else ""
    return "" if joined else town


def _lived_in(found: list[str], at: int) -> bool:
    return any(word.removeprefix("و") in _LIVING for word in found[max(0, at - 2) : at])


def in_english(place: str) -> str:
    """The name of a place that `city` found as it is written in English, or as it stands."""
    return _IN_ENGLISH.get(place, place)


def _places_only(found: list[str]) -> list[str]:
    """Without districts, streets and regions, which bear the names of cities too."""
    kept: list[str] = []
    at = 0
    while at < len(found):
        word = found[at].removeprefix("ب") if found[at][1:] in _DISTRICT | _STREET else found[at]
        if word in _DISTRICT | _STREET:
            kept.append("|")
            at += 2
            # A district's name may go on for a second word until a place or a preposition comes.
            if word in _DISTRICT and at < len(found) and not _known(found, at) and found[at] not in _FILLING:
                at += 1
            continue
        kept.append(found[at])
        at += 1
    return kept


def _known(found: list[str], at: int) -> bool:
    return any(_named(found, at, size) for size in range(1, _LONGEST + 1))


def _hits(found: list[str]) -> list[tuple[int, int, str]]:
    """(start, words, place) of every place named, the longest name first, denied ones left out."""
    hits = []
    at = 0
    while at < len(found):
        size = next((n for n in range(min(_LONGEST, len(found) - at), 0, -1) if _named(found, at, n)), 0)
        place = _named(found, at, size) if size else ""
        if place and _counts(found, at, size, place) and not _denied(found, at):
            hits.append((at, size, place))
        at += size or 1
    return hits


def _denied(found: list[str], at: int) -> bool:
    """Is the place ruled out or left behind: "not X", "I was in X"?"""
    near = found[max(0, at - 3) : at]
    before = [word.removeprefix("و") for word in near if word not in _IN]
    return bool(before) and (before[-1] in _NOT or (before[-1] in _MOVED and near[-1] == "من"))


def _named(found: list[str], at: int, size: int) -> str:
    """The place named by exactly these words, the first perhaps with a preposition joined."""
    first, *others = found[at : at + size] or [""]
    if len(others) != size - 1:
        return ""
    for form in _forms(first):
        place = _NAMES.get((form, *others))
        if place:
            return place
    return ""


def _forms(word: str) -> list[str]:
    forms = [word]
    if len(word) > 3 and word[0] in "بلوف":
        forms.append(word[1:])
        forms.append("ال" + word[2:] if word.startswith("لل") else word[1:])
    if len(word) > 4 and word[:2] in ("وب", "ول"):
        forms.append(word[2:])
    return forms


def _counts(found: list[str], at: int, size: int, place: str) -> bool:
    """Is it meant as a place? A name that is also a word is one only where nothing else is said."""
    name = tuple(found[at : at + size])
    wordlike = name in _WORDLIKE or place in _ALONE
    if not wordlike or (name == ("المدينه",) and at and found[at - 1].removeprefix("و") in _LIVING):
        return True
    others = found[:at] + found[at + size :]
    # "Baysh, Jazan": its region says that the town is meant.
    region = _squeezed(TOWNS.get(place, "")).split()
    spare = {*_FILLING, "|", *(form for form, name in _SEATS if name == TOWNS.get(place))} | set(region)
    return all(word in spare for word in others) and "يوم" not in found


def _ended(name: str) -> str:
    """With ه for a final ا: عنيزا is عنيزه."""
    return f"{name[:-1]}ه" if name.endswith("ا") else name


def _another_word(form: str, spelled: str) -> bool:
    """In a short word another letter makes another word (قريه, ضريه); a missing or doubled one, or a dot, is a slip."""
    if len(form) != len(spelled) or len(form) >= 6 or sorted(form) == sorted(spelled):
        return False
    return len(form) < 5 or form.translate(_SHAPES) != spelled.translate(_SHAPES)


def _misspelt(found: list[str]) -> str:
    """The one place within a slip (two in a long name) of the whole answer, or ""."""
    text = " ".join(found)
    if not 1 <= len(found) <= 3 or len(text) < 4 or set(found) & (ELSEWHERE | REGIONS | {"|"}):
        return ""
    distances: dict[str, int] = {}
    for form in {_ended(" ".join([form, *found[1:]])) for form in _forms(found[0])}:
        # A name that is a word as well is near many a word: "الطريق" is no "الحريق".
        for name, place in ((name, place) for name, place in _NAMES.items() if place not in _ALONE):
            spelled = _ended(" ".join(name))
            shorter = min(len(spelled), len(form))
            slips = 2 if shorter >= 8 else 1
            distance = OSA.distance(form, spelled, score_cutoff=slips)
            if len(spelled) >= 4 and distance <= slips and not _another_word(form, spelled):
                distances[place] = min(distance, distances.get(place, 9))
    nearest = [place for place, distance in distances.items() if distance == min(distances.values())]
    return nearest[0] if len(nearest) == 1 else ""
