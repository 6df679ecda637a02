"""In a form: what is the service that it is for? The pack describes it, and the question is put again."""

from flows import ours, running, signs
from flows.answers.common import bag
from flows.play import Play, Said
from flows.service import Service

# What is "family consultations"?
_WHAT = bag("وش ايش اش شنو شو ايه ما ماهي ماهو ماهيه what wesh wsh esh eish shno")
_WHAT_IS = _WHAT | bag(
    "هي هو هذي هذا هذه يعني معنى معني معناها معناه المقصود تقصدون بالضبط طيب طب لو سمحت سمحتي سمحتوا فيها فيه عندكم"
    " is are the a this that mean means by you do does exactly please ya3ni hya hiya"
)


def asked(play: Play, said: Said) -> bool:
    """Describe the service of the open form to whoever asks what it is."""
    if not (play.service and signs.is_text(said)) or said.meaning.answered or not _asks(said, play.service):
        return False
    play.say(play.service.about.say(play.session.language))
    running.run(play)
    return True


def _asks(said: Said, service: Service) -> bool:
    """What is it, this service, and no question about something of it?"""
    names = {
        word.removeprefix("ال")
        for name in (service.name.ar, service.name.en, *service.names)
        for word in ours.words(name)
    }
    rest = {word.removeprefix("ال") for word in said.words} - _WHAT_IS
    named = all(any(word[:5] == name[:5] for name in names) for word in rest)
    return bool(rest) and named and bool(_WHAT & set(said.words))
