"""The files that our messages name: made from the records when a channel sends or a person opens them."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import log, receipt
from bot.clock import Clock
from channels.base import SendError
from flows.message import Attachment
from flows.pack import Pack
from storage import packs, receipts
from storage.crypto import KeyringError
from storage.engine import AWAY, Database

logger = log.get(__name__)
Draw = Callable[[receipt.Page], bytes]
# As long as a page may lie open, or a provider be slow; whoever still has the conversation gets a new one.
LASTS = timedelta(hours=24)
_PURPOSE = "file"


class Files:
    """`packs` by slug; `public_url` without a slash at its end."""

    def __init__(
        self, database: Database, loaded: Mapping[str, Pack], draw: Draw, *, public_url: str, clock: Clock
    ) -> None:
        self._database = database
        self._packs = loaded
        self._draw = draw
        self._public_url = public_url
        self._clock = clock
        # One at a time: drawing is Python from end to end, and more of it would hold up the turns.
        self._drawer = ThreadPoolExecutor(1, "receipts")

    def of(self, charity: str) -> "CharityFiles":
        return CharityFiles(self, charity)

    async def content(self, charity: str, file: Attachment) -> bytes:
        """The bytes of the PDF. Raises `SendError`: transient for database trouble, else invalid."""
        try:
            page = await self._database.read(self._page, charity, file)
            if page is None:
                raise SendError("invalid", "nothing is filed under this reference")
            return await asyncio.get_running_loop().run_in_executor(self._drawer, self._draw, page)
        except SendError:
            raise
        except AWAY as error:
            raise SendError("transient", type(error).__name__) from error
        except Exception as error:
            # Whatever is wrong with one receipt, the text that it came with has been sent.
            logger.error("no receipt", charity=charity, exc_info=error)
            raise SendError("invalid", type(error).__name__) from error

    def path(self, charity: str, file: Attachment) -> str:
        """`files/<token>/<kind>.pdf`. The token is encrypted, so it tells nothing, and nobody can guess one."""
        until = (self._clock() + LASTS).timestamp()
        token = self._database.keyring.encrypt_json([_PURPOSE, charity, asdict(file), int(until)])
        return f"files/{token}/{file.kind}.pdf"

    def link(self, charity: str, file: Attachment) -> str:
        return f"{self._public_url}/{self.path(charity, file)}"

    def opened(self, token: str) -> tuple[str, Attachment]:
        """The charity and the file of a token. `ValueError` for one that is not ours, or is too old."""
        try:
            purpose, charity, file, until = self._database.keyring.decrypt_json(token)
        except (KeyringError, TypeError, UnicodeError) as error:
            raise ValueError("no token of ours") from error
        if purpose != _PURPOSE or datetime.fromtimestamp(until, self._clock().tzinfo) < self._clock():
            raise ValueError("too old")
        return charity, Attachment(**file)

    def _page(self, connection: Connection, charity: str, file: Attachment) -> receipt.Page | None:
        present, filed = self._packs.get(charity), receipts.find(connection, charity, file.ref)
        if present is None or filed is None:
            return None
        # The words that were signed are of that version.
        version = filed.text_version.partition("@")[2]
        return receipt.page(filed, packs.of_version(connection, present, version))


@dataclass(frozen=True, slots=True)
class CharityFiles:
    """What the channels of one charity are given (`channels.base.Files`)."""

    files: Files
    charity: str

    async def content(self, file: Attachment) -> bytes:
        return await self.files.content(self.charity, file)

    def link(self, file: Attachment) -> str:
        return self.files.link(self.charity, file)
