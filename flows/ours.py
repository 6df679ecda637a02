"""Texts of packs and flows as messages are compared with them, folded once. Nothing that a person wrote comes here."""

from functools import lru_cache

from flows import arabic

# More than the names, labels and phrases of a dozen charities.
MOST = 20_000


@lru_cache(maxsize=MOST)
def folded(text: str) -> str:
    return arabic.fold(text)


@lru_cache(maxsize=MOST)
def words(text: str) -> tuple[str, ...]:
    return tuple(arabic.words(text))
