"""`sanad serve`: what is prepared before the web server starts, and what is told to whoever started it."""

from collections.abc import Sequence

import uvicorn

from bot import log, migrate, staff
from bot.database import open_database
from bot.settings import Settings
from bot.web.app import create


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT."""
    log.set_up()
    if settings.demo:
        announce(settings, demo_accounts(settings))
    # The log of requests is left out: addresses and paths say who writes to a charity and when.
    config = uvicorn.Config(create(settings), settings.host, settings.port, log_config=None, access_log=False)
    uvicorn.Server(config).run()


def announce(settings: Settings, accounts: Sequence[staff.Demo]) -> None:
    """The addresses, for a person at a terminal."""
    base = f"http://{settings.host}:{settings.port}"
    print("\n  Sanad  سند\n")
    for charity in _charities(settings):
        print(f"  Web chat   {base}/chat/{charity}")
    if settings.works_inside:
        print(f"  Simulator  {base}/simulator   (WhatsApp, Telegram, SMS and website side by side)")
    print(f"  Console    {base}/console   (passwords of this installation only, new at each start)")
    for account in accounts:
        print(f"             {account.login}   {account.password}   ({account.role})")
    print(flush=True)


def demo_accounts(settings: Settings) -> list[staff.Demo]:
    migrate.upgrade(settings)
    database = open_database(settings)
    try:
        return staff.demo(database, _charities(settings))
    finally:
        database.close()


def add_staff(settings: Settings, email: str, name: str, password: str, role: str, charities: str) -> int:
    """The number of the new member of staff. Raises `staff.StaffError`."""
    migrate.upgrade(settings)
    known = _charities(settings)
    named = [slug.strip() for slug in charities.split(",") if slug.strip()]
    if unknown := set(named) - {*known, "*"}:
        raise staff.StaffError(f"no charity {', '.join(sorted(unknown))}; there is {', '.join(known)}")
    database = open_database(settings)
    try:
        return staff.add(database, name, email, password, role, known if named == ["*"] else named)
    finally:
        database.close()


def _charities(settings: Settings) -> list[str]:
    return sorted(path.parent.name for path in settings.charities_dir.glob("*/pack.yaml"))
