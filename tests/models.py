"""Where the tests find a trained model: that of the present data, whatever is in use on this machine."""

import shutil
from functools import cache
from pathlib import Path

from nlu import dataset, renewal, training

_VAR = Path(__file__).resolve().parents[1] / "var"


@cache
def data_folder() -> Path:
    """A data folder with the model of `nlu/data` alone, trained once for all tests.

    The developer's own may hold one that was rolled back, refused or taught more. A folder for every digest: where
    there was no model, none is refused.
    """
    data = dataset.load()
    wanted = training.digest(data)
    folder = _VAR / "tests" / wanted
    for other in (_VAR / "tests").glob("*"):
        if other.name != wanted:
            shutil.rmtree(other, ignore_errors=True)
    renewal.ensure(data, folder / "models")
    return folder
