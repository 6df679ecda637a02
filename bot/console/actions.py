"""The forms of a conversation's page. Each does one thing and comes back to the page."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from bot.console import desk, secure, words
from bot.console.conversation import Key, Looking, draw
from bot.console.desk import Act, Done, Missing
from bot.console.place import by_htmx, ports_of
from flows.message import Reply
from storage import console
from storage.staff import SignedIn

routes = APIRouter(prefix="/c/{key}")
Who = Annotated[SignedIn, Depends(secure.acting)]
LONGEST = 4000
_LONGEST_NUMBER = 18


@routes.post("/claim")
async def claim(request: Request, key: Key, who: Who) -> Response:
    fields = await secure.posted(request, who)
    done = await _write(request, desk.claim, _act(request, key, who), over=fields.get("over") == "yes")
    if done.ok:
        return await _back(request, key, done)
    trouble = f"المحادثة في عهدة {done.holder} الآن." if done.holder else words.NOTICES["not_yours"]
    return await draw(request, key, who, Looking(trouble=trouble), status=409)


@routes.post("/release")
async def release(request: Request, key: Key, who: Who) -> Response:
    await secure.posted(request, who)
    done = await _write(request, desk.release, _act(request, key, who))
    return await _back(request, key, done, to="/console/")


@routes.post("/hand-back")
async def hand_back(request: Request, key: Key, who: Who) -> Response:
    fields = await secure.posted(request, who)
    close = fields.get("close") == "yes"
    done = await _write(request, desk.hand_back, ports_of(request), _act(request, key, who), close=close)
    return await _back(request, key, done)


@routes.post("/reply")
async def reply(request: Request, key: Key, who: Who) -> Response:
    fields = await secure.posted(request, who)
    text, fault = _text(fields)
    if fault:
        return await _answer(request, key, who, Done(False, fault), Looking(draft=text))
    payloads = await _rendered(request, key, who, text)
    if payloads is None:
        return await _answer(request, key, who, Done(False, "no_channel"), Looking(draft=text))
    act = _act(request, key, who)
    done = await _write(request, desk.reply, act, text=text, payloads=payloads, form=_form(fields))
    return await _answer(request, key, who, done, Looking(draft="" if done.ok else text))


@routes.post("/note")
async def note(request: Request, key: Key, who: Who) -> Response:
    fields = await secure.posted(request, who)
    text, fault = _text(fields)
    if fault:
        done = Done(False, fault)
    else:
        done = await _write(request, desk.note, _act(request, key, who), text=text, form=_form(fields))
    looking = Looking(note="" if done.ok else text)
    return await _answer(request, key, who, done, looking, mode=fields.get("mode", ""))


@routes.post("/reveal")
async def reveal(request: Request, key: Key, who: Who) -> Response:
    """The page with one number shown whole, once."""
    fields = await secure.posted(request, who)
    answer = fields.get("answer", "")
    done = await _write(request, desk.reveal, _act(request, key, who), answer)
    looking = Looking(revealed=answer) if done.ok else Looking(trouble=words.NOTICES[done.notice])
    return await draw(request, key, who, looking)


@routes.post("/separate")
async def separate(request: Request, key: Key, who: Who) -> Response:
    """Take a number that was proved in this conversation, or an address that proved this one, away again."""
    fields = await secure.posted(request, who)
    if who.role not in secure.LEADING:
        raise HTTPException(403)
    text, fault = _text(fields)
    link = fields.get("link", "")
    if fault or not link.isdecimal() or len(link) > _LONGEST_NUMBER:
        return await draw(request, key, who, Looking(trouble=words.NOTICES[fault or "not_joined"]), status=422)
    done = await _write(request, desk.separate, _act(request, key, who), int(link), why=text)
    return await _back(request, key, done)


@routes.post("/keep")
async def keep(request: Request, key: Key, who: Who) -> Response:
    await secure.posted(request, who)
    await _write(request, desk.keep, _act(request, key, who))
    return Response(status_code=204)


def _act(request: Request, key: int, who: SignedIn) -> Act:
    return Act(key, who, ports_of(request).clock())


def _text(fields: dict[str, str]) -> tuple[str, str]:
    """What was written, and what is wrong with it. A NUL fits into no database text."""
    text = fields.get("text", "").replace("\r\n", "\n").replace("\0", "").strip()
    return text, "too_long" if len(text) > LONGEST else "" if text else "blank"


def _form(fields: dict[str, str]) -> str:
    form = fields.get("form", "")
    if not form:
        raise HTTPException(400)
    return form


async def _rendered(request: Request, key: int, who: SignedIn, text: str) -> list[dict[str, Any]] | None:
    """The text as the person's own channel sends it; None where that is not open."""
    ports = ports_of(request)
    row = await ports.database.read(console.conversation, key, who.charities)
    if row is None:
        raise HTTPException(404)
    channel = ports.channels.get((row.charity, row.channel))
    return channel.render(Reply(text)) if channel else None


async def _write(request: Request, work: Any, *args: Any, **kwargs: Any) -> Any:
    """One transaction of `desk`. 404 for a conversation that is none of hers."""
    try:
        return await ports_of(request).database.write(work, *args, **kwargs)
    except Missing as error:
        raise HTTPException(404) from error


async def _news(request: Request, key: int) -> None:
    """After the commit: send what is due, and tell whoever is looking."""
    ports = ports_of(request)
    await ports.wake.wake(key)
    await ports.signals.publish(key)


async def _back(request: Request, key: int, done: Done, to: str = "") -> Response:
    await _news(request, key)
    where = to if to and done.ok else f"/console/c/{key}"
    return RedirectResponse(f"{where}?notice={done.notice}", 303)


async def _answer(request: Request, key: int, who: SignedIn, done: Done, looking: Looking, mode: str = "") -> Response:
    """Back to the page without what was written, or the page (or its live parts) with it and with what is wrong."""
    await _news(request, key)
    if done.ok and not by_htmx(request):
        return RedirectResponse(f"/console/c/{key}?notice={done.notice}", 303)
    said = words.NOTICES[done.notice]
    told = Looking(
        draft=looking.draft, note=looking.note, notice=said if done.ok else "", trouble="" if done.ok else said
    )
    template = "live.html" if by_htmx(request) else "conversation.html"
    return await draw(request, key, who, told, template=template, mode=mode, status=200 if done.ok else 422)
