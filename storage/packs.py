"""Keep every version of every pack that ran."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from flows.pack import Pack
from storage.statements import insert_once, run_once
from storage.tables import PackVersion, table

_pack = table(PackVersion)
_NEW = insert_once(_pack, ("charity", "version"))
_FIND = select(_pack.c.content).where(_pack.c.charity == bindparam("charity"), _pack.c.version == bindparam("version"))


def keep(connection: Connection, pack: Pack, now: datetime) -> None:
    """Remember this version; one that is known already changes nothing."""
    content = pack.model_dump(mode="json")
    run_once(connection, _NEW, {"charity": pack.slug, "version": pack.version, "content": content, "at": now})


def find(connection: Connection, charity: str, version: str) -> Pack | None:
    """That version of the charity's pack. Raises `pydantic.ValidationError` where this code cannot read it."""
    content = connection.execute(_FIND, {"charity": charity, "version": version}).scalar()
    return None if content is None else Pack.model_validate(content)


def of_version(connection: Connection, present: Pack, version: str) -> Pack:
    """That version of the charity's pack; the present one where it is the same, or is not known."""
    old = None if version in ("", present.version) else find(connection, present.slug, version)
    # A flow, or a paper, that is newer than the pack may say what the old version has no words for.
    return old.model_copy(update={"texts": {**present.texts, **old.texts}}) if old else present
