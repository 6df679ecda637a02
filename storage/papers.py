"""The private store of the papers that people send: encrypted files under names that tell nothing."""

import os
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from storage.crypto import Keyring

_NAME = re.compile(r"[0-9a-f]{32}")
_UNFINISHED = ".part"


class Papers:
    """One folder of one installation. A file's name is random; what it is and whose is known to the database only."""

    def __init__(self, folder: Path, keyring: Keyring) -> None:
        self._folder = folder
        self._keyring = keyring

    def put(self, content: bytes) -> str:
        """Store the content for good, power cuts included; its name. `OSError` where that is impossible."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = secrets.token_hex(16)
        place, unfinished = self._folder / name, self._folder / f"{name}{_UNFINISHED}"
        try:
            _write(unfinished, self._keyring.encrypt(content))
            unfinished.replace(place)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        # The record that names the file is committed later: the file's entry must be on the disk before.
        _sync(self._folder)
        return name

    def get(self, name: str) -> bytes:
        """The content. `FileNotFoundError` for a name that is none of ours, `KeyringError` for a damaged file."""
        return self._keyring.decrypt(self._place(name).read_bytes())

    def delete(self, name: str) -> None:
        """Delete the file, if it is there."""
        self._place(name).unlink(missing_ok=True)

    def older_than(self, before: datetime) -> Iterator[str]:
        """The names of the files stored before then. What a crash left unfinished is deleted on the way."""
        for place in self._folder.iterdir() if self._folder.is_dir() else ():
            if datetime.fromtimestamp(place.stat().st_mtime, UTC) >= before:
                continue
            if place.name.endswith(_UNFINISHED):
                place.unlink(missing_ok=True)
            elif _NAME.fullmatch(place.name):
                yield place.name

    def _place(self, name: str) -> Path:
        # A name may come from outside (the website's messages name their uploads): it must not lead elsewhere.
        if not _NAME.fullmatch(name):
            raise FileNotFoundError("no such paper")
        return self._folder / name


def _write(place: Path, content: bytes) -> None:
    with os.fdopen(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
