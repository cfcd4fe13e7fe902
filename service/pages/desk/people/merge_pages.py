"""Merging two records of one person: comparing them, choosing the main one, undoing it."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Role
from catalog.core.errors import NotFound, Refusal
from i18n import N_
from matching.identity import document_holders
from matching.identity import persons as people
from matching.identity.document_holders import DocumentsTaken
from matching.identity.duplicates import SearchInput
from matching.identity.persons import Citizen
from service.casework import people_access
from service.casework.people_access import PersonMatch
from service.casework.protection import record_merge
from service.infra import access
from service.infra.access import Permission
from service.pages.desk.people import person_pages
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import Answer, FormAction


class ChooseMainRecord(Refusal):
    slug = "choose-who-leads"
    sentence = N_("Choose which of the two records is the main one.")


class Side(msgspec.Struct):
    """One of two compared records: masked numbers, and the cases that the officer may see."""

    row: Citizen
    masks: dict[str, str]
    claims: int
    sessions: int


class MergePage(msgspec.Struct, frozen=True):
    """The records to compare; with one, `likely` are those that may be its person's, too.

    `holders` are others with the typed passport; a supervisor may confirm that it is this one's, too."""

    sides: list[Side]
    other: str
    likely: list[PersonMatch]
    holders: list[PersonMatch]
    typed: dict[str, str]
    may_confirm: bool


@page_get("/desk/citizens/{reference:str}/merge", permission=Permission.CITIZENS_MERGE)
def compare(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference, request.query_params.get("other", "").strip().upper())


@person_pages.post(
    "/desk/citizens/{reference:str}/part",
    permission=Permission.CITIZENS_MERGE,
    done=N_("The records are separated."),
)
def unmerge(act: FormAction, row: Citizen) -> None:
    """Undo a merge: with the other record, or with the account of the person who made it."""
    other = act.typed.get("other", "")
    if other:
        record_merge.unmerge(act.session, row.reference, other, by=act.by, on=act.on)
    else:
        record_merge.unmerge_own(act.session, row, by=act.by, on=act.on)


def _page(
    request: Req,
    reference: str,
    other: str,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    """Show both records, or the choice of the second; both count as opened.

    Refuses: NotFound, NotAllowed, Unavailable.
    """
    by = context.actor(request)
    access.require(by, Permission.CITIZENS_READ)
    with context.reading(request) as session:
        rows = [people_access.get(session, reference, by=by)]
        try:
            rows += (
                [people_access.get(session, other, by=by)] if other not in ("", reference) else []
            )
        except NotFound:
            refusal = NotFound("other")
        shown = MergePage(
            sides=[_side(request, session, row) for row in rows],
            other=other,
            likely=_find_similar(request, session, rows[0]) if len(rows) == 1 else [],
            holders=person_pages.other_holders(session, typed or {}, rows, by) if refusal else [],
            typed=typed or {},
            may_confirm=by.role is Role.SUPERVISOR and isinstance(refusal, DocumentsTaken),
        )
        answer = form_actions.form_page(
            request, "desk/people/citizen_merge.html", shown, refusal=refusal
        )
        seen = [row.reference for row in rows]
    context.note_read(request, "citizen", *seen)
    return answer


def _side(request: Req, session: Session, row: Citizen) -> Side:
    by = context.actor(request)
    claims = (
        len(people_access.claims(session, [row], by=by))
        if access.allows(by, Permission.WAGES_READ)
        else 0
    )
    talks = (
        len(people_access.sessions(session, [row], by=by))
        if access.allows(by, Permission.ADVICE_READ)
        else 0
    )
    return Side(row, person_pages.masked_numbers(session, row), claims, talks)


def _find_similar(request: Req, session: Session, row: Citizen) -> list[PersonMatch]:
    """Return similar persons within the officer's own scope."""
    if row.erased_at:
        return []
    search_input = SearchInput(
        row.name, **{name: people.unseal_value(session, row, name) for name in people.SEALED}
    )
    by = context.actor(request)
    found = people_access.find_similar(session, search_input, by=by, proved=True).people
    return [one for one in found if one.reference not in (row.reference, row.same_as)]


@form_actions.post(
    "/desk/citizens/{reference:str}/merge",
    permission=Permission.CITIZENS_MERGE,
    back="/desk/citizens/{reference}",
    redraw=lambda request, reference, typed, refusal: _page(
        request, reference, typed.get("other", ""), typed, refusal
    ),
    reads=Permission.CITIZENS_READ,
    done=N_("The records are merged."),
)
def merge(act: FormAction, reference: str) -> Answer:
    """Merge two records, and store the passport that the officer saw, if one has none.

    Refuses: NotFound for one outside the officer's scope.
    """
    kept, both = act.typed.get("leads", ""), {reference, act.typed.get("other", "")}
    if kept not in both:
        raise ChooseMainRecord("leads")
    other = next(iter(both - {kept}), kept)
    row = record_merge.merge(act.session, kept, other, by=act.by, on=act.on)
    both_rows = [row, act.session.get_one(Citizen, other)]
    passport, sure = act.typed.get("passport", ""), bool(act.typed.get("second_holder"))
    document_holders.add_passport(
        act.session, both_rows, passport, by=act.by, on=act.on, confirmed=sure
    )
    return {"reference": row.reference}
