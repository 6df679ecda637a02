"""Files that people sent, from Twilio's own hosts and no other, wherever a webhook or a redirect points."""

from base64 import b64encode
from urllib.parse import SplitResult, urlsplit

import aiohttp

from channels.base import FetchError
from channels.fetching import follow

_API, _FILES = ".twilio.com", ".twiliocdn.com"
# Twilio's older store of files lies in a bucket that bears its name, written in either of two ways.
_BUCKET_HOST = "media.twiliocdn.com.s3-external-1.amazonaws.com"
_BUCKET_PATH = ("s3-external-1.amazonaws.com", "/media.twiliocdn.com/")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_HOPS = 3


async def fetch(
    session: aiohttp.ClientSession, url: str, *, base_url: str, authorization: str, most: int, seconds: float
) -> bytes:
    """A file of at most `most` bytes. Each address on the way is checked before it is asked. Raises `FetchError`."""
    for _ in range(1 + _HOPS):
        if not hosted(url, base_url):
            raise FetchError("gone", "not at Twilio")
        # Credentials are shown to the API alone; the store of files takes signed addresses.
        headers = {"Authorization": authorization} if own(url, base_url) else {}
        found = await follow(session, url, most=most, seconds=seconds, headers=headers)
        if isinstance(found, bytes):
            return found
        url = found
    raise FetchError("transient", "redirected without end")


def own(url: str, base_url: str) -> bool:
    """Is this an address of Twilio's API, to which our credentials may be shown?"""
    here, base = _parts(url), urlsplit(base_url)
    if (here.scheme, here.netloc) == (base.scheme, base.netloc):
        return True
    return _https(here) and _host(here).endswith(_API)


def hosted(url: str, base_url: str) -> bool:
    """Is this an address where Twilio keeps files? With a stand-in on this machine, so is its port."""
    if own(url, base_url):
        return True
    here = _parts(url)
    if own_machine(base_url) and _host(here) in _LOOPBACK:
        return here.scheme == "http" and here.port == urlsplit(base_url).port
    bucket = _host(here) == _BUCKET_HOST or (_host(here) == _BUCKET_PATH[0] and here.path.startswith(_BUCKET_PATH[1]))
    return _https(here) and (_host(here).endswith(_FILES) or bucket)


def own_machine(base_url: str) -> bool:
    return _host(urlsplit(base_url)) in _LOOPBACK


def trusted(base_url: str) -> set[str]:
    """The names that may lead into a private network: a stand-in's, because the operator chose it."""
    named = _host(urlsplit(base_url))
    if own_machine(base_url):
        return set(_LOOPBACK)
    return set() if named.endswith(_API) else {named}


def basic(user: str, password: str) -> str:
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        return parts if parts.port is None or parts.port else SplitResult("", "", "", "", "")
    except ValueError:  # a port or a bracket that is none
        return SplitResult("", "", "", "", "")


def _https(parts: SplitResult) -> bool:
    """On the usual port, without a name and password."""
    return parts.scheme == "https" and parts.port in (None, 443) and "@" not in parts.netloc


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").lower()
