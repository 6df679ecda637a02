"""Text as it may be stored: what people send can hold characters that a database or UTF-8 refuses."""


def storable(value: object) -> str:
    """The value as text, "" for None; NUL is dropped (PostgreSQL refuses it) and lone surrogates become "?"."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
