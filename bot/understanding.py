"""Which engine reads messages: the embedded one, or Rasa with the embedded one beside it."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot import log
from bot.breaker import Breaker
from bot.ports import Understander
from bot.reloading import Reloading
from bot.settings import Settings
from flows.message import Meaning
from flows.pack import Pack

if TYPE_CHECKING:
    from nlu.model import Model


class Unneeded:
    """Stands for understanding in a process that takes no turns: nothing is loaded."""

    async def read(self, text: str, *, charity: str) -> Meaning:
        raise RuntimeError("this process takes no turns: `sanad work` does")


def understander(settings: Settings, loaded: Mapping[str, Pack], *, alone: bool = False) -> Understander:
    """The engine of the settings with every charity's names and questions; `alone` as in `nlu.rasa.Rasa`."""
    own = _embedded(settings, loaded)
    if settings.engine == "embedded":
        return own
    from nlu.rasa import Rasa
    from nlu.rasa_server import RasaServer

    token, models, breaker = settings.rasa_token.get_secret_value(), settings.data_dir / "rasa", Breaker(failures=3)
    server = RasaServer(settings.rasa_url, models, breaker, token=token, seconds=settings.rasa_seconds)
    return Rasa(own, server, alone=alone)


def _embedded(settings: Settings, loaded: Mapping[str, Pack]) -> Understander:
    """The embedded engine; its model is trained first where none fits.

    A model that is put in use later, by another process, is taken up while messages are read.
    """
    from nlu import shelf, versions
    from nlu.catalogue import Catalogue
    from nlu.embedded import Embedded

    catalogues = {slug: Catalogue(_names(pack), _questions(pack)) for slug, pack in loaded.items()}
    folder = settings.data_dir / "models"
    embedded = Embedded(_model(settings, folder), catalogues)
    return Reloading(
        embedded,
        stamp=lambda: shelf.stamp(folder),
        prepare=lambda: Embedded(versions.in_use(folder), catalogues),
        swap=embedded.become,
    )


def _model(settings: Settings, folder: Path) -> "Model":
    """The model in use. Data that cannot be read stop nothing where there is one."""
    from nlu import dataset, renewal, versions

    logger = log.get(__name__)

    def warn(why: str) -> None:
        logger.warning("models", why=why)

    try:
        data = dataset.load(learned=settings.learned)
    except dataset.DataError as error:
        if (model := versions.left(folder, warn)) is None:
            raise
        logger.error("the training data cannot be read: the old model reads on", why=str(error))
        return model
    return renewal.ensure(data, folder, warn=warn)


def _names(pack: Pack) -> dict[str, list[str]]:
    return {s.id: [*filter(None, (s.name.ar, s.name.en)), *s.names] for s in pack.services}


def _questions(pack: Pack) -> dict[str, list[str]]:
    return {q.id: list(q.ask) for q in pack.questions}
