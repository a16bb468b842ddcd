"""Shows a study's forms in the browser, step by step from a small server, also without JavaScript; stores nothing.

`svar preview STUDY` serves every instrument of the study on this machine only. Answers live in the memory of the
program and are gone when it stops. A collection server uses the same renderer (see `survey.forms.page`).
"""

from __future__ import annotations

import argparse
import secrets
import socket
import sys
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote

from survey.forms.page import RECEIPT, REVIEW, START, Form, Place, common, page
from survey.forms.page import Shown as Nothing
from survey.forms.templates import fill
from survey.forms.theme import load_theme
from survey.forms.walk import Turn, turn
from survey.load import load_questionnaire
from survey.messages import SvarError, did_you_mean, finding
from survey.produce import instruments
from survey.stage import params, run
from survey.words import load_words

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

HOST = "127.0.0.1"
PORT = 8765
COOKIE = "svar_preview"
RESPONDENTS = 500
"""How many respondents are remembered; the one who has been away longest is forgotten first."""
LARGEST = 2_000_000
"""Bytes of one posted page."""
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@dataclass
class Kept:
    """One respondent's answers to one instrument, in memory."""

    typed: dict[str, str] = field(default_factory=dict)
    done: bool = False


@dataclass
class Memory:
    """Respondents by the token in their cookie."""

    people: OrderedDict[str, dict[str, Kept]] = field(default_factory=OrderedDict)

    def of(self, token: str, instrument: str) -> Kept:
        """What is kept of that respondent; begun when there is nothing yet."""
        person = self.people.setdefault(token, {})
        self.people.move_to_end(token)
        while len(self.people) > RESPONDENTS:
            self.people.popitem(last=False)
        return person.setdefault(instrument, Kept())


@dataclass(frozen=True)
class Preview:
    """The forms that are shown, by id, and what respondents have typed."""

    forms: Mapping[str, Form]
    memory: Memory

    def index(self, request: Request) -> Response:
        """The list of instruments."""
        from starlette.responses import HTMLResponse

        first = next(iter(self.forms.values()))
        values = common(first, first.asked.languages[0], Nothing())
        text = fill("instruments.html", **{**values, "forms": list(self.forms.values()), "others": []})
        return HTMLResponse(text, headers=HEADERS)

    def forget(self, request: Request) -> Response:
        """Begin again: everything this respondent typed is gone."""
        self.memory.people.pop(request.cookies.get(COOKIE, ""), None)
        return _to(".")

    def enter(self, request: Request) -> Response:
        """To the start page in the instrument's first language."""
        form = self.forms.get(request.path_params["instrument"])
        return _to(f"{form.asked.languages[0]}/{START}") if form else _missing()

    def show(self, request: Request) -> Response:
        """A step, with the answers given so far; a step that is not this respondent's leads to the start."""
        form, place = self._asked_for(request)
        if form is None:
            return _missing()
        token = request.cookies.get(COOKIE) or secrets.token_urlsafe()
        kept = self.memory.of(token, form.asked.id)
        visible = form.visible(form.route(kept.typed)) + ([RECEIPT] if kept.done else [])
        answer = _page(page(form, kept.typed, place)) if place.step in visible else _to(START)
        answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
        return answer

    async def answer(self, request: Request) -> Response:
        """A posted step: on to the next one, or the same again with what is wrong."""
        form, place = self._asked_for(request)
        token = request.cookies.get(COOKIE)
        if form is None:
            return _missing()
        if token is None:
            return _to(START)
        body = await _body(request)
        if body is None:
            return _page("", status=413)
        kept = self.memory.of(token, form.asked.id)
        done = turn(form, kept.typed, place, body)
        kept.typed, kept.done = done.typed, done.place.step == RECEIPT
        if done.problems:
            return _page(page(form, done.typed, place, done.problems), status=422)
        return _to(address(done))

    def _asked_for(self, request: Request) -> tuple[Form | None, Place]:
        path = request.path_params
        came_from = REVIEW if request.query_params.get("from") == REVIEW else ""
        place = Place(path["step"], path["language"], came_from)
        form = self.forms.get(path["instrument"])
        known = form is not None and place.language in form.asked.languages
        return form if known else None, place


def address(done: Turn) -> str:
    """Where a turn leads, seen from any step."""
    place = done.place
    path = f"../{place.language}/{quote(place.step)}"
    query = f"?from={place.came_from}" if place.came_from else ""
    return f"{path}{query}{'#' + quote(done.anchor) if done.anchor else ''}"


def _to(place: str) -> Response:
    from starlette.responses import RedirectResponse

    return RedirectResponse(place, status_code=303, headers=HEADERS)


def _page(text: str, status: int = 200) -> Response:
    from starlette.responses import HTMLResponse

    return HTMLResponse(text, status_code=status, headers=HEADERS)


def _missing() -> Response:
    from starlette.responses import PlainTextResponse

    return PlainTextResponse("404", status_code=404, headers=HEADERS)


async def _body(request: Request) -> dict[str, str] | None:
    """The posted fields, the first of each name; None when there is too much."""
    parts, size = list[bytes](), 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST:
            return None
        parts.append(part)
    pairs = parse_qsl(b"".join(parts).decode("utf-8", "replace"), keep_blank_values=True)
    return dict(reversed(pairs))


def application(forms: Iterable[Form]) -> Starlette:
    """The web application that shows `forms`."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.routing import Route

    shown = Preview({form.asked.id: form for form in forms}, Memory())
    step = "/{instrument}/{language}/{step}"
    return Starlette(
        routes=[
            Route("/", shown.index, methods=["GET"]),
            Route("/", shown.forget, methods=["POST"]),
            Route("/{instrument}/", shown.enter, methods=["GET"]),
            Route(step, shown.show, methods=["GET"]),
            Route(step, shown.answer, methods=["POST"]),
        ],
        # Only this machine: a page elsewhere cannot reach it under another name.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])],
    )


def load_forms(args: argparse.Namespace) -> list[Form]:
    """The study's instruments ready to be shown; raises SvarError for mistakes in any of them, or an unknown name."""
    theme = load_theme(params(args.params, "render").get("theme") or {}, str(args.params), Path())
    found = [load_questionnaire(path) for path in instruments(args.params, args.study)]
    known = {questionnaire.id: questionnaire for questionnaire in found}
    if args.instrument and args.instrument not in known:
        near, listed = did_you_mean(args.instrument, known), ", ".join(known)
        raise SvarError([finding("S042", "svar preview", args.instrument, suggestion=near, known=listed)])
    chosen = [known[args.instrument]] if args.instrument else found
    return [Form(q, load_words(args.words, q.languages), "preview", theme) for q in chosen]


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line of `svar preview`."""
    parser = argparse.ArgumentParser(prog="svar preview", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("study", metavar="STUDY", help="the evaluation, as params.yaml calls it")
    parser.add_argument("--instrument", help="only this one (its id); default: all of the study")
    parser.add_argument("--port", type=int, default=PORT, help=f"default: {PORT}")
    parser.add_argument("--params", type=Path, default=Path("params.yaml"), help="parameter file")
    parser.add_argument("--words", type=Path, default=Path("questionnaires/text"), help="the shared words")
    return parser.parse_args(arguments)


def listen(port: int) -> socket.socket:
    """A socket on this machine; raises SvarError (S043) when the port cannot be had."""
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        server.bind((HOST, port))
    except (OSError, OverflowError):
        server.close()
        raise SvarError([finding("S043", "svar preview", port)]) from None
    return server


def main() -> None:
    """Serve until Ctrl+C."""
    import uvicorn

    args = parse(sys.argv[1:])
    app = application(load_forms(args))
    server = listen(args.port)
    sys.stdout.write(f"http://{HOST}:{server.getsockname()[1]}/ shows {args.study}. Stop with Ctrl+C.\n")
    sys.stdout.flush()
    settings: dict[str, Any] = {"log_level": "warning", "server_header": False}
    uvicorn.Server(uvicorn.Config(app, **settings)).run(sockets=[server])


if __name__ == "__main__":
    run(main)
