"""Keys: encryption of personal data at rest and blind indexes to find a person without storing the number."""

import hashlib
import hmac
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class KeyringError(ValueError):
    """A key that cannot be used. The message never shows the key."""


class Keyring:
    """The first key encrypts, every key decrypts, the last one makes the blind indexes and derived secrets.

    To rotate, put a new key in front and keep the old ones behind it.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise KeyringError("no encryption key: set SANAD_KEYS")
        try:
            self._fernet = MultiFernet([Fernet(key.encode()) for key in keys])
        except ValueError as error:
            raise KeyringError("SANAD_KEYS: each key must be 32 bytes in URL-safe base64") from error
        self._root = hashlib.sha256(b"sanad blind index\0" + keys[-1].encode()).digest()

    def __repr__(self) -> str:
        return "Keyring(...)"

    def encrypt_json(self, value: Any) -> str:
        raw = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return self._fernet.encrypt(raw).decode("ascii")

    def decrypt_json(self, token: str) -> Any:
        """Raises `KeyringError` when none of the keys fits."""
        try:
            return json.loads(self._fernet.decrypt(token))
        except InvalidToken as error:
            raise KeyringError("stored data does not open with these keys") from error

    def encrypt(self, content: bytes) -> bytes:
        return self._fernet.encrypt(content)

    def decrypt(self, token: bytes) -> bytes:
        """Raises `KeyringError` when none of the keys fits, or the content was tampered with."""
        try:
            return self._fernet.decrypt(token)
        except InvalidToken as error:
            raise KeyringError("stored data does not open with these keys") from error

    def blind(self, charity: str, kind: str, value: str) -> str:
        """A fingerprint (64 hex digits) of an identity number: equal for equal values of one charity and kind."""
        text = "\0".join((charity, kind, value)).encode()
        return hmac.new(self._root, text, hashlib.sha256).hexdigest()

    def secret(self, purpose: str) -> str:
        """A secret (64 hex digits) for signing, the same after every start."""
        return hmac.new(self._root, b"secret\0" + purpose.encode(), hashlib.sha256).hexdigest()


def open_keyring(keys: Sequence[str], data_dir: Path) -> Keyring:
    """The keyring of the configured keys, or of `data_dir/keys`, made on first use for development."""
    return Keyring(list(keys) or _file_keys(data_dir / "keys"))


def _file_keys(path: Path) -> list[str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # O_EXCL: of two processes that start together only one makes the file.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").split()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(Fernet.generate_key().decode() + "\n")
    return path.read_text(encoding="ascii").split()
