"""The console as an application of its own under /console, so that its headers and errors are its own too."""

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from bot.console import (
    actions,
    applications,
    applications_actions,
    conversation,
    events,
    intake,
    intake_after,
    papers,
    queue,
    ratings,
    signin,
    unanswered,
    undelivered,
)
from bot.console.place import FOLDER, by_htmx, page
from bot.console.secure import Headers, NotSignedIn, give_cookie
from bot.context import Ports

_OF_APPLICATIONS = (applications, applications_actions, papers, intake, intake_after)
_SAID = {
    400: "تعذّرت قراءة الطلب.",
    403: "انتهت صلاحية هذه الصفحة أو لا يُسمح بهذا الإجراء. يمكن الرجوع وتحديث الصفحة ثم المحاولة من جديد.",
    404: "لا توجد صفحة بهذا العنوان، أو أنها ليست ضمن صلاحياتك.",
    413: "النص أكبر من المسموح.",
}


def install(app: FastAPI, ports: Ports | None = None) -> None:
    """Serve the console at /console; without `ports` it uses `app.state.ports`, known once the application starts."""
    console = FastAPI(title="Sanad console", docs_url=None, redoc_url=None, openapi_url=None)
    console.state.house, console.state.ports = app, ports
    console.add_middleware(Headers)
    console.mount("/static", StaticFiles(directory=FOLDER / "static"))
    for part in (signin, queue, conversation, actions, events, *_OF_APPLICATIONS, ratings, undelivered, unanswered):
        console.include_router(part.routes)
    console.add_exception_handler(NotSignedIn, _to_sign_in)
    console.add_exception_handler(HTTPException, _told)
    console.add_exception_handler(RequestValidationError, _no_such_address)
    app.add_route("/console", _enter, methods=["GET"], include_in_schema=False)
    app.mount("/console", console)


async def _enter(_request: Request) -> Response:
    return RedirectResponse("/console/", 303)


async def _to_sign_in(request: Request, error: Exception) -> Response:
    expired = isinstance(error, NotSignedIn) and error.expired
    where = "/console/sign-in?notice=expired" if expired else "/console/sign-in"
    answer = Response(status_code=401, headers={"hx-redirect": where}) if by_htmx(request) else _redirect(where)
    if expired:
        give_cookie(request, answer, "")
    return answer


async def _told(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return page("error.html", {"status": status, "said": _SAID.get(status, "حدث خطأ غير متوقع.")}, status=status)


async def _no_such_address(request: Request, _error: Exception) -> Response:
    return await _told(request, HTTPException(404))


def _redirect(where: str) -> Response:
    return RedirectResponse(where, 303)
