"""The monthly returns of posts: the list, one return, signing, correction, and its table."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal, require_found
from catalog.core.fields import Count
from catalog.reference.posts import Post
from i18n import N_, Language, gettext
from service.infra import access
from service.infra.access import Permission
from service.infra.settings import DisclosureLimits
from service.input import spreadsheets
from service.pages.desk.reporting.post_return_labels import SECTIONS, label
from service.pages.desk.shared import desk_page
from service.reporting.annual.frozen_year import ReportYear
from service.reporting.disclosure import public_masks
from service.reporting.figures import months, report_digest
from service.reporting.figures.figures import Figure
from service.reporting.figures.months import Month
from service.reporting.monthly import monthly_counts, post_return
from service.reporting.monthly.monthly_counts import Row
from service.reporting.monthly.post_return import PostReturn, SigningInput
from service.web import auth_middleware, context, form_actions, rendering
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

Signing = TypeVar("Signing", PostReturn, ReportYear)
# Months that an attaché sees at once.
MONTHS = 13
COLUMNS = ("section", "key", "sentence", "part", "unit", "currency", "value", "today")


class MonthRow(msgspec.Struct):
    """A month of a post in the list, with its latest signed return."""

    post: Post
    month: Month
    over: bool
    row: PostReturn | None


class ReturnView(msgspec.Struct):
    """One month of a post: the signed return and its signings, or else current figures."""

    post: Post
    month: Month
    over: bool
    signings: list[PostReturn]
    row: PostReturn | None
    rows: list[Row]
    seen: str


class NumberInput(msgspec.Struct):
    number: Count = 0


class ReturnsPage(msgspec.Struct):
    rows: list[MonthRow]
    month: Month
    own: bool
    this: Month


@page_get("/desk/returns", permission=Permission.RETURNS_READ)
def index(request: Req) -> Response[Any]:
    """Show an attaché's own post by month; to others, all posts in one month."""
    by, today = context.actor(request), context.app_state(request).today
    own, month = by.role is Role.ATTACHE, _requested_month(request, today)
    listed = _previous_months(months.month_of_day(today)) if own else [month]
    with context.reading(request) as session:
        offices = rendering.by_country(
            context.reader(request).lang, post_return.posts(session, by=by)
        )
        rows = _list_months(session, offices, listed, today)
    shown = ReturnsPage(rows, month, own, months.month_of_day(today))
    return context.page(request, "desk/reporting/returns.html", shown)


def _requested_month(request: Req, today: date) -> Month:
    """Return the month in the address, or the last complete one. Refuses: NotFound."""
    asked = request.query_params.get("month")
    return months.parse_month(asked, today) if asked else months.month_of_day(today).before


def _previous_months(month: Month) -> list[Month]:
    listed = [month]
    while len(listed) < MONTHS:
        listed.append(listed[-1].before)
    return listed


def _list_months(
    session: Session, posts: list[Post], listed: list[Month], today: date
) -> list[MonthRow]:
    known = post_return.newest_by_month(session, PostReturn, [post.code for post in posts], listed)
    return [
        MonthRow(post, month, months.is_over(month, today), known.get((post.code, str(month))))
        for post in posts
        for month in listed
    ]


@page_get("/desk/returns/{post:str}/{month:str}", permission=Permission.RETURNS_READ)
def show(request: Req, post: FromPath[str], month: FromPath[str]) -> Response[Any]:
    return _show(request, post, month, {})


class ReturnPage(msgspec.Struct):
    """A post's return of a month: `signs` is whether the reader may sign it now.

    `late` is whether today's figures differ, and `holds` whether the signed row is intact.
    """

    view: ReturnView
    names: dict[str, str]
    sections: list[tuple[str, list[Row]]]
    newest: PostReturn | None
    signs: bool
    part: Callable[[Figure], str]
    late: bool
    exact: bool
    holds: bool
    smallest: DisclosureLimits
    typed: dict[str, str]


def _show(
    request: Req, post: str, month: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        result = _find_return(session, post, month, request)
        names = desk_page.officer_names(
            session,
            {one for row in result.signings for one in (row.signed_by, row.countersigned_by or "")},
        )
    sections = [
        (words, [row for row in result.rows if row.about.key.startswith(f"{name}.")])
        for name, words in SECTIONS.items()
    ]
    lang, newest = context.language(request), result.signings[0] if result.signings else None
    may = access.allows(context.actor(request), Permission.RETURNS_SIGN)
    shown = ReturnPage(
        view=result,
        names=names,
        sections=sections,
        newest=newest,
        signs=result.over and may,
        part=partial(label, lang),
        late=any(row.differs for row in result.rows),
        exact=_sees_exact_numbers(context.actor(request)),
        holds=result.row is None or post_return.is_intact(result.row),
        smallest=context.app_state(request).settings.smallest,
        typed=typed or {"remarks": newest.remarks if newest else ""},
    )
    return form_actions.form_page(request, "desk/reporting/return.html", shown, refusal=refusal)


def _sees_exact_numbers(by: Actor) -> bool:
    """Return whether small numbers are shown: to the post itself and to a supervisor."""
    return by.role is not Role.STATISTICIAN


def _find_return(session: Session, code: str, written: str, request: Req) -> ReturnView:
    """Return one month of a post.

    Refuses: NotFound, for another post, for what is no month, and for a number that was not signed.
    """
    by, today = context.actor(request), context.app_state(request).today
    post, month = post_return.post(session, code, by=by), months.parse_month(written, today)
    now, signings = (
        monthly_counts.count_figures(session, months.span(code, month, today)),
        post_return.list_for_month(session, PostReturn, code, month),
    )
    row = find_signing(signings, request.query_params.get("number"))
    then = post_return.read(row) if row else now
    rows = (
        monthly_counts.compare_with_today(then, now)
        if _sees_exact_numbers(by)
        else monthly_counts.compare_with_today(
            *_mask_small_numbers(request, f"{code} {written}", then, now)
        )
    )
    return ReturnView(
        post,
        month,
        months.is_over(month, today),
        signings,
        row,
        rows,
        report_digest.fingerprint(now),
    )


def _mask_small_numbers(
    request: Req, edition: str, then: list[Figure], now: list[Figure]
) -> tuple[list[Figure], list[Figure]]:
    """Hide small numbers in the signed and in today's figures.

    None can be worked out by comparing the two.
    """
    smallest = context.app_state(request).settings.smallest
    signed = public_masks.mask_figures(then, edition=edition, smallest=smallest)
    return signed, public_masks.mask_figures(
        now, edition=edition, smallest=smallest, before=[signed]
    )


def find_signing(signings: list[Signing], asked: str | None) -> Signing | None:
    """Return the signed return or edition with the number in the address, or the latest."""
    if asked is None:
        return signings[0] if signings else None
    return require_found(next((row for row in signings if str(row.number) == asked), None))


@page_get("/desk/returns/{post:str}/{month:str}/table.csv", permission=Permission.RETURNS_READ)
def table(
    request: Req, lang: FromPath[str], post: FromPath[str], month: FromPath[str]
) -> Response[Any]:
    """Return the return as a table, beside what differs today.

    It has the signed figures, or current ones while nothing is signed.
    """
    reader = context.require_language(lang)
    with context.reading(request) as session:
        result = _find_return(session, post, month, request)
    name = f"return-{result.post.code}-{result.month}" + (
        f"-{result.row.number}" if result.row else ""
    )
    headers = context.NO_STORE | {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(_table(reader, result.rows), media_type="text/csv", headers=headers)


def _table(lang: Language, rows: list[Row]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "return.csv"
        spreadsheets.write_csv(path, COLUMNS, (_line(lang, row) for row in rows))
        return path.read_bytes()


def _line(lang: Language, row: Row) -> list[str]:
    one = row.about
    values = [
        one.key.partition(".")[0],
        one.key,
        gettext(lang, one.sentence),
        label(lang, one),
        one.unit.value,
    ]
    return [
        *values,
        one.currency or "",
        _plain(row.signed),
        _plain(row.today) if row.differs else "",
    ]


def _plain(figure: Figure | None) -> str:
    """Return a figure as text: zero if there is none, empty if it is hidden."""
    if figure is None:
        return "0"
    return "" if figure.value is None else str(figure.value)


@form_actions.post(
    "/desk/returns/{post:str}/{month:str}",
    permission=Permission.RETURNS_SIGN,
    back="/desk/returns/{post}/{month}",
    redraw=_show,
    first=auth_middleware.require_fresh,
    done=N_("Your signature is recorded."),
)
def sign(act: FormAction, post: str, month: str) -> None:
    """Sign a month, or a correction of it. Refuses: ConfirmFirst, NotFound."""
    command = post_return.correct if act.typed.get("act") == "correct" else post_return.sign
    signing_input, read = act.read(SigningInput), months.parse_month(month, act.day)
    command(act.session, post, read, signing_input, by=act.by, on=act.on, day=act.day)


@form_actions.post(
    "/desk/returns/{post:str}/{month:str}/countersign",
    permission=Permission.RETURNS_COUNTERSIGN,
    back="/desk/returns/{post}/{month}",
    redraw=lambda request, post, month, _typed, refusal: _show(request, post, month, {}, refusal),
    first=auth_middleware.require_fresh,
    done=N_("Your signature is recorded."),
)
def countersign(act: FormAction, post: str, month: str) -> None:
    """Add a supervisor's second signature. Refuses: ConfirmFirst, NotFound."""
    number, read = act.read(NumberInput).number, months.parse_month(month, act.day)
    post_return.countersign(act.session, post, read, number, by=act.by, on=act.on)
