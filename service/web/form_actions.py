"""Form actions: a posted form runs one command, then redirects or shows its page again."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import EditConflict, InvalidInput, NotFound, Refusal
from i18n import N_
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.web import auth_middleware, context, interrupted_forms
from service.web.context import Form, Req

# Fields that a form carries for itself.
_UNSEEN = (forms.TOKEN_FIELD, "once", interrupted_forms.RESUMED)
# What an action returns: it is stored with the form's key, and a repeated form gets it again.
Answer = dict[str, Any]
Action = Callable[["FormAction"], Answer | None]
# What a page says after a form, unless the form has a sentence of its own.
SAVED, DONE = N_("Saved."), N_("Done.")
Redraw = Callable[[dict[str, str], Refusal], Response[Any]]


class FormAction(msgspec.Struct):
    """A posted form: the typed values, who sent them, and the transaction, time and day to act in."""

    request: Req
    session: Session
    typed: dict[str, str]
    by: Actor
    on: datetime
    day: date
    # Whether all that was typed belongs to this form, as on a page with several.
    is_part: bool = False

    def read(self, kind: type[forms.T], part: str = "", money: str = "") -> forms.T:
        """Return the fields of a struct from the typed values. Refuses: InvalidInput.

        `part` is the prefix of the form on a page with several, and `money` the name of the field
        with an amount in whole units.
        """
        typed: dict[str, Any] = self.typed
        if part:
            typed = forms.fields_under(part, typed)
        elif not self.is_part:
            typed = forms.fields_of(kind, typed)
        return forms.read(
            kind,
            forms.with_minor_units(typed, money, "currency") if money else typed,
            today=self.day,
        )

    def require_version(self, row: Any) -> None:
        """Require that the record is still what the page showed. Refuses: EditConflict."""
        if str(row.version) != self.typed.get("version", ""):
            raise EditConflict


class Preview(Exception):
    """The results of an action that is only tried: raised inside it, nothing of it is kept."""

    def __init__(self, results: list[Any]) -> None:
        self.results = results


def typed_values(data: dict[str, Any]) -> dict[str, str]:
    """Return what a person typed or chose in a form, without its token and its key."""
    return {name: str(value) for name, value in data.items() if name not in _UNSEEN}


def form_page(
    request: Req,
    template: str,
    *parts: msgspec.Struct,
    refusal: Refusal | None = None,
    **facts: Any,
) -> Response[Any]:
    """Return a page with a form and the errors of a refusal, which browsers must not store.

    A page that shows other errors, or may be stored, says so by `errors` or `headers`. NotFound
    without a field is raised.
    """
    if isinstance(refusal, NotFound) and refusal.field is None:
        raise refusal
    status = auth_middleware.refusal_status(request, refusal)
    shown: dict[str, Any] = {
        "headers": context.NO_STORE,
        "errors": forms.errors_by_field(refusal),
    } | facts
    return context.page(request, template, *parts, status=status, **shown)


def run(
    request: Req, data: dict[str, Any], action: Action, *, answer_is_secret: bool = False
) -> Answer:
    """Run an action once under the hidden key of its form and return its answer.

    A form without a key runs each time, and so does one whose answer is secret, since that must
    not be stored. One that is shown again after a sign-in changes nothing. Refuses:
    FormAlreadySent, SignedInAgain, and whatever the action refuses, in the order of the form.
    """
    state, typed = context.app_state(request), typed_values(data)
    key = "" if answer_is_secret else str(data.get("once", ""))
    with context.writing(request) as session, interrupted_forms.only_tried(request, data) as ran:
        form = FormAction(
            request, session, typed, context.actor(request), state.clock(), state.today
        )

        def act() -> Answer:
            ran.append(True)
            return action(form) or {}

        with _in_order(data):
            return context.run_form_once(request, session, key, typed, act)


@contextmanager
def _in_order(data: Mapping[str, Any]) -> Iterator[None]:
    """Sort the errors of a form as a browser sends its fields, which is as they stand on it."""
    try:
        yield
    except InvalidInput as refusal:
        refusal.sort([*data])
        raise


def submit(
    request: Req,
    data: dict[str, Any],
    action: Action,
    redirect: str | Callable[[Answer], str | Response[Any]],
    redraw: Redraw | None = None,
    *,
    answer_is_secret: bool = False,
    done: str = SAVED,
    named: Mapping[str, Any] | None = None,
) -> Response[Any]:
    """Run an action once and redirect; after a refusal, show the page again with what was typed.

    The page that follows says `done`, or the sentence that the answer has under that name, to
    whoever is signed in; it may name values of the answer and of `named`. Instead of an address, `redirect` may
    return a page. NotFound is raised, but shown as an error of its field if it has one. Without a
    page to show again, every refusal is raised.
    """
    try:
        answer = run(request, data, action, answer_is_secret=answer_is_secret)
    except Refusal as refusal:
        if redraw is None or (isinstance(refusal, NotFound) and refusal.field is None):
            raise
        return redraw(typed_values(data), refusal)
    after = redirect if isinstance(redirect, str) else redirect(answer)
    if not isinstance(after, str):
        return after
    facts = {**(named or {}), **answer}
    return context.redirect_done(request, after, facts.pop("done", done), **facts)


class FormRoute(msgspec.Struct, frozen=True):
    """Decorator of an action: the route of its form, which goes `back` or shows a refusal.

    The action gets the form and the values in the path, or the row that `find` returns for them;
    `versioned`: only while that row is still what the page showed. `part` is the prefix of the form
    on a page with several. `back` is an address without its language; braces name values in the
    path or of the answer. `done` is the sentence of the page that
    follows, which may name those too. `redraw` shows the page
    again with what was typed. `first` is called before anything else, and `reads` is the permission
    to read the page that is shown.
    """

    path: str
    permission: Permission
    back: str
    redraw: Callable[..., Response[Any]]
    find: Callable[..., Any] | None = None
    part: str = ""
    versioned: bool = True
    reads: Permission | None = None
    first: Callable[[Req], object] | None = None
    done: str = SAVED

    def __call__(self, action: Callable[..., Answer | None]) -> HTTPRouteHandler:
        def handle(request: Req, data: Form) -> Response[Any]:
            return self._submit(request, data, action)

        for name in ("__module__", "__name__", "__qualname__", "__doc__"):
            setattr(handle, name, getattr(action, name))
        return context.page_post(self.path, permission=self.permission)(handle)

    def _submit(
        self, request: Req, data: dict[str, Any], action: Callable[..., Answer | None]
    ) -> Response[Any]:
        if self.first:
            self.first(request)
        if self.reads:
            access.require(context.actor(request), self.reads)
        named = dict(request.path_params)
        lang, values = named.pop("lang"), [*named.values()]

        def redirect(answer: Answer) -> str:
            # An answer that was stored by an earlier version may lack a value.
            return f"/{lang}{self.back.format_map(defaultdict(str, named | answer))}"

        return submit(
            request,
            data,
            lambda form: self._run(form, values, action),
            redraw=partial(self.redraw, request, *values),
            redirect=redirect,
            done=self.done,
            named=named,
        )

    def _run(
        self, form: FormAction, values: list[Any], action: Callable[..., Answer | None]
    ) -> Answer | None:
        given = [self.find(form, *values)] if self.find else values
        if self.find and self.versioned:
            form.require_version(*given)
        if not self.part:
            return action(form, *given)
        typed = forms.fields_under(self.part, form.typed)
        own_part = msgspec.structs.replace(form, typed=typed, is_part=True)
        with forms.errors_under(self.part):
            return action(own_part, *given)


post = FormRoute


def submit_from_list(
    request: Req,
    back: str,
    number: Any,
    command: Callable[..., object],
    redraw: Callable[[Req, Refusal], Response[Any]],
    data: dict[str, Any] | None = None,
) -> Response[Any]:
    """Run an officer's one-button command and go back to the list, which shows a refusal."""

    def act(form: FormAction) -> None:
        command(form.session, number, by=form.by, on=form.on)

    return submit(
        request, data or {}, act, back, lambda _typed, refusal: redraw(request, refusal), done=DONE
    )
