"""Group claims at the desk: the list, and entering a group from rows that are checked first.

The rows are typed, pasted or uploaded.
"""

import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.datastructures import UploadFile
from litestar.params import FromPath, MultipartBody
from msgspec import Meta
from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from catalog.core import vault
from catalog.core.errors import Refusal
from catalog.core.fields import CountryCode
from catalog.reference import countries
from i18n import N_, NP_
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import NewClaim
from service.casework.groups import groups, roster
from service.casework.groups.groups import Group, GroupCounts, NewGroup
from service.casework.groups.roster import Roster
from service.casework.money import claimed_amounts
from service.casework.worklists import claim_list
from service.infra.access import Permission
from service.input import forms
from service.input import listing as queries
from service.input.listing import YesNo
from service.pages.desk.shared import desk_page, list_choices, list_columns
from service.pages.shared import claim_draft
from service.web import context, form_actions, queued_work
from service.web.context import Form, Req, async_route, page_get, page_post
from service.web.form_actions import Answer, FormAction
from service.web.lists import listing
from service.web.lists.list_cells import Country, Link, Reference
from service.web.lists.list_view import Choices, Column, FilterField, ListView, Query, Reading


class NoSheetChosen(Refusal):
    slug = "no-sheet-chosen"
    sentence = N_("Choose a CSV or XLSX file first.")


class RowsAreWrong(Refusal):
    slug = "rows-are-wrong"
    sentence = N_("Nothing was saved: some rows need checking. They are listed below.")


class NoRows(Refusal):
    slug = "no-rows"
    sentence = N_("Enter or paste the details of at least one worker.")


class GroupFormPage(msgspec.Struct, frozen=True):
    """The form of a group, and what its rows mean once they were read."""

    typed: dict[str, str]
    read: Roster | None
    codes: list[str]
    columns: dict[str, str]


class GroupFilter(msgspec.Struct, frozen=True):
    """The filter of the groups, as in the query string; `open`: with open claims."""

    employer: queries.Word = ""
    country: CountryCode | None = None
    open: YesNo | None = None
    officer: Annotated[str, Meta(max_length=40)] = ""
    added_from: date | None = None
    added_until: date | None = None


class GroupRow(list_columns.RecordRow, frozen=True):
    """A group with its numbers of workers and the name of the officer who added it."""

    row: Group
    counts: GroupCounts
    officer: str


def _terms(reading: Reading, asked: GroupFilter) -> list[ColumnElement[bool]]:
    within, officer = wage_claims.within(reading.by), list_choices.officer
    terms = [
        groups.within(reading.by),
        *queries.equals(Group, asked, "country"),
        *queries.between(Group.opened_on, asked.added_from, asked.added_until),
    ]
    if asked.employer:
        terms.append(groups.with_claims(within, claim_list.is_employer(asked.employer)))
    if asked.open:
        still = groups.with_claims(within, groups.together())
        terms.append(still if asked.open is YesNo.YES else ~still)
    if asked.officer:
        terms.append(col(Group.officer) == officer(asked.officer, reading.by))
    return terms


def _facts(reading: Reading, rows: list[Group]) -> list[GroupRow]:
    numbers = [row.reference for row in rows]
    counts = groups.count_workers(reading.session, numbers, by=reading.by)
    officers = desk_page.officer_names(reading.session, {row.officer for row in rows})
    return [
        GroupRow(row, counts.get(row.reference, GroupCounts()), officers.get(row.officer, ""))
        for row in rows
    ]


def _choices(reading: Reading, _asked: GroupFilter) -> Choices:
    held = select(col(Group.officer)).where(groups.within(reading.by))
    return {
        "country": list_choices.destinations(reading),
        "open": list_choices.yes_no(reading),
        "officer": list_choices.officers(reading, held),
    }


GROUPS = ListView(
    name="groups",
    path="/desk/groups",
    permission=Permission.WAGES_READ,
    title=N_("Group claims"),
    counted=NP_("%(num)s group", "%(num)s groups"),
    filter=GroupFilter,
    order="-added",
    query=Query(rows=select(Group), key=(col(Group.reference),), terms=_terms),
    facts=_facts,
    choices=_choices,
    template="desk/groups/groups.html",
    fields=(
        FilterField(name="employer", label=N_("Employer"), kind="text", usual=True),
        list_columns.COUNTRY_FIELD,
        FilterField(name="open", label=N_("With open claims"), empty=N_("Either"), usual=True),
        FilterField(name="officer", label=N_("Officer"), empty=N_("All officers"), usual=True),
        FilterField(name="added_from", label=N_("Added on or after"), kind="date"),
        FilterField(name="added_until", label=N_("Added on or before"), kind="date"),
    ),
    columns=(
        Column(
            key="employer",
            label=N_("Employer"),
            cell=lambda one: Link(one.row.employer, f"/desk/groups/{one.reference}"),
            order=(func.lower(col(Group.employer)),),
        ),
        Column(
            key="country",
            label=N_("Country"),
            cell=lambda one: Country(one.row.country, one.row.city),
            order=(col(Group.country), col(Group.city)),
        ),
        Column(
            key="workers",
            label=N_("Workers"),
            cell=lambda one: one.counts.workers,
            is_number=True,
        ),
        Column(
            key="open", label=N_("Open claims"), cell=lambda one: one.counts.open, is_number=True
        ),
        Column(
            key="added",
            label=N_("Added on"),
            cell=lambda one: one.row.opened_on,
            order=(col(Group.opened_on), col(Group.opened_at)),
        ),
        Column(key="officer", label=N_("Officer"), cell=lambda one: one.officer),
        Column(key="reference", label=N_("Reference"), cell=lambda one: Reference(one.reference)),
        Column(
            key="worked_from",
            label=N_("Worked from"),
            cell=lambda one: one.row.worked_from,
            order=(col(Group.worked_from),),
            usual=False,
        ),
        Column(
            key="worked_to",
            label=N_("Worked until"),
            cell=lambda one: one.row.worked_to,
            order=(col(Group.worked_to),),
            usual=False,
        ),
    ),
)


@page_get("/desk/groups", permission=Permission.WAGES_READ)
def index(request: Req) -> Response[Any]:
    return listing.show(request, GROUPS)


@page_get("/desk/groups/new", permission=Permission.WAGES_WRITE)
def show_form(request: Req) -> Response[Any]:
    return _form(request, {})


@async_route("/desk/groups/new/file", http_method=["POST"], permission=Permission.WAGES_WRITE)
async def upload(request: Req, data: MultipartBody[dict[str, Any]]) -> Response[Any]:
    """Put the rows of a file into the form, where they are checked; nothing is stored."""
    return await queued_work.run(_read_upload, request, data)


def _read_upload(request: Req, data: dict[str, Any]) -> Response[Any]:
    file = data.pop("file", None)
    typed = form_actions.typed_values(data)
    try:
        typed["rows"] = _rows(file)
    except Refusal as refusal:
        refusal.field = "file"
        return _form(request, typed, refusal)
    return _preview(request, typed)


def _rows(file: object) -> str:
    """Return the rows of an uploaded file.

    Refuses: NoSheetChosen, and what roster.read_upload refuses.
    """
    if not isinstance(file, UploadFile) or not file.filename:
        raise NoSheetChosen
    with tempfile.TemporaryDirectory() as place:
        content = file.file.read()
        path = Path(place) / ("rows.xlsx" if content.startswith(b"PK") else "rows.csv")
        path.write_bytes(content)
        return roster.read_upload(path)


@page_post("/desk/groups/new", permission=Permission.WAGES_WRITE)
def enter(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Check the rows, or store them: all of them, or none."""
    typed = form_actions.typed_values(data)
    if data.get("act") != "keep":
        return _preview(request, typed)
    try:
        new_group, read = _read(typed, context.app_state(request).today)
    except Refusal as refusal:
        return _form(request, typed, refusal)
    if read.mistakes:
        return _preview(request, typed, RowsAreWrong("rows"))
    return form_actions.submit(
        request,
        data,
        partial(_save_group, new_group, read.workers, str(data.get("once", ""))),
        lambda answer: f"/{lang}/desk/groups/{answer['reference']}/slips",
        partial(_preview, request),
    )


def _save_group(new_group: NewGroup, workers: list[NewClaim], key: str, act: FormAction) -> Answer:
    number = "G-" + vault.token("group number", f"{act.by.account} {key}", 8) if key else None
    confirmed = claim_draft.confirmed_amounts(act.typed, ["rows"])
    claimed_amounts.require_confirmed_claims(
        act.session, new_group.country, workers, "rows", confirmed, act.day
    )
    group = groups.create(
        act.session, new_group, workers, by=act.by, on=act.on, day=act.day, number=number
    )
    return {"reference": group.reference}


def _read(typed: dict[str, str], today: date) -> tuple[NewGroup, Roster]:
    """Parse the group and its rows.

    Refuses: InvalidInput, NoRows, spreadsheets.NotATable, and what groups.require_dates refuses.
    """
    new_group = forms.read(NewGroup, forms.fields_of(NewGroup, typed))
    groups.require_dates(new_group, today)
    if not typed.get("rows", "").strip():
        raise NoRows("rows")
    return new_group, roster.read(typed["rows"], new_group, today)


def _preview(request: Req, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    """Show the form with what its rows mean, and what is wrong in which of them."""
    try:
        _, read = _read(typed, context.app_state(request).today)
    except Refusal as wrong:
        return _form(request, typed, wrong)
    if read.mistakes and refusal is None:
        refusal = RowsAreWrong("rows")
    return _form(request, typed, refusal, read)


def _form(
    request: Req, typed: dict[str, str], refusal: Refusal | None = None, read: Roster | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        shown = GroupFormPage(typed, read, countries.worksites(session), roster.COLUMNS)
    return form_actions.form_page(request, "desk/groups/group_new.html", shown, refusal=refusal)


@page_get("/desk/groups/{reference:str}/slips", permission=Permission.WAGES_WRITE)
def slips(request: Req, reference: FromPath[str]) -> Response[Any]:
    """Show each worker's reference and secret, to be handed out.

    Only the officer who entered the group sees them, for an hour.
    """
    by, on = context.actor(request), context.app_state(request).clock()
    with context.reading(request) as session:
        group = groups.get(session, reference, by=by)
        result = groups.slips(session, group, by=by, on=on)
        answer = context.page(request, "desk/groups/group_slips.html", group=group, slips=result)
    context.note_read(request, "group", reference)
    return answer
