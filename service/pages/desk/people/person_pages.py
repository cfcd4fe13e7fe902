"""A person's card at the desk: masked data, cases, views, and what may be recorded."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import Mistakes, Refusal, require_found
from i18n import N_, Language
from matching.identity import deaths, document_holders, document_numbers, known_persons, telephones
from matching.identity import persons as people
from matching.identity.document_holders import NumbersRemoval
from matching.identity.duplicates import SearchInput
from matching.identity.known_persons import SamePerson
from matching.identity.persons import Citizen, DocumentsInput, ErasedPerson, NewCitizen
from service.accounts import Account, login_sessions, number_changes, phone_login
from service.accounts.number_changes import NumberChange
from service.casework import people_access
from service.casework.claims.wage_claims import Claim
from service.casework.incidents import incidents
from service.casework.people_access import LookupResult, PersonMatch
from service.casework.protection import minors, record_merge
from service.casework.scope import advice_tables
from service.casework.scope.incident_tables import Incident
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.people import duplicate_check, person_correction_page
from service.pages.desk.shared import desk_page
from service.privacy import access_log
from service.privacy.access_log import AccessEntry
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction

# The number of latest views of a file shown on its card.
VIEWS_SHOWN = 10
_NUMBERS = ("passport", "pinfl", "birth_year")
_READ = {
    "phone": telephones.international_number,
    "passport": document_numbers.passport_number,
    "pinfl": document_numbers.pinfl_number,
}


class NewNumber(msgspec.Struct):
    phone: str


class PersonCard(msgspec.Struct, frozen=True):
    """A person with masked numbers, other records of theirs, cases, views and changes of number.

    `taken_over` is whether the person merged this record into that of their account, by a secret.
    """

    row: Citizen
    masks: dict[str, str]
    joined: list[Citizen]
    leads: Citizen | None
    taken_over: bool
    linked: list[Citizen]
    linked_to: Citizen | None
    link_reason: str
    known: bool
    claims: list[Claim]
    sessions: list[advice_tables.Session]
    incidents: list[Incident]
    died_on: date | None
    looks: list[AccessEntry]
    account: Account | None
    changes: list[tuple[NumberChange, str]]
    officers: dict[str, str]


@page_get("/desk/citizens/new", permission=Permission.CITIZENS_ADD)
def show_form(request: Req) -> Response[Any]:
    """Show the empty form; the language of a worker is not that in which the officer reads."""
    return _form(request, {"language": Language.UZ.value}, None)


@page_post("/desk/citizens/new", permission=Permission.CITIZENS_ADD)
def record(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    if data.get("know"):
        typed = form_actions.typed_values(data) | {"know": ""}
        return duplicate_check.form_with_matches(request, typed, _form)
    return form_actions.submit(
        request,
        data,
        _save_person,
        lambda done: f"/{lang}/desk/citizens/{done['reference']}{done['known']}",
        partial(_form, request),
    )


def _save_person(act: FormAction) -> Answer:
    """Record the person, or find them: whoever is known by a document has no second record."""
    choice = duplicate_check.read_choice(act.typed)
    chosen = people_access.get_chosen(act.session, choice.citizen, by=act.by)
    if chosen:
        return {"reference": chosen.reference, "known": "?known"}
    new_citizen, documents = _read_person(act)
    row, known = duplicate_check.find_or_record(act, new_citizen, documents, choice.confirm)
    return {"reference": row.reference, "known": "?known" if known else ""}


def _read_person(act: FormAction) -> tuple[NewCitizen, DocumentsInput]:
    """Read a new person with the documents. Refuses: InvalidInput with all mistakes at once."""
    mistakes, new_citizen, documents = Mistakes(), None, None
    with mistakes.noted():
        new_citizen = act.read(NewCitizen)
        people.known_age(new_citizen.age_band, new_citizen.birth_year, act.on)
    with mistakes.noted():
        documents = _documents(act.typed)
    _note_wrong_numbers(mistakes, act.typed, *_READ)
    mistakes.require_none()
    return require_found(new_citizen), require_found(documents)


def _note_wrong_numbers(mistakes: Mistakes, typed: dict[str, str], *names: str) -> None:
    for name in names:
        if text := typed.get(name, "").strip():
            with mistakes.noted():
                _READ[name](text)


def _documents(typed: dict[str, str]) -> DocumentsInput:
    """Return the typed documents; a year of birth without a passport is a fact like others."""
    read = forms.read(DocumentsInput, {name: typed.get(name, "") for name in _NUMBERS})
    return read if read.passport or read.pinfl else DocumentsInput()


def _form(
    request: Req,
    typed: dict[str, str],
    refusal: Refusal | None,
    known: LookupResult | None = None,
) -> Response[Any]:
    if known is None:
        known = duplicate_check.people_to_choose(request, typed, refusal)
    return form_actions.form_page(
        request,
        "desk/people/citizen_new.html",
        refusal=refusal,
        typed=typed,
        known=known,
        asked=isinstance(refusal, SamePerson) or bool(typed.get("citizen")),
    )


@page_get("/desk/citizens/{reference:str}", permission=Permission.CITIZENS_READ)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return card(request, reference)


@page_post("/desk/citizens/{reference:str}/reveal", permission=Permission.CITIZENS_REVEAL)
def reveal(request: Req, reference: FromPath[str], data: Form) -> Response[Any]:
    """Show one number in full, once, on this page."""
    access.require(context.actor(request), Permission.CITIZENS_READ)
    what = str(data.get("what", ""))
    value = reveal_number(request, what, lambda _session: reference)
    return card(request, reference, shown={what: value}, noted=True)


def reveal_number(request: Req, what: str, whose: Callable[[Session], str | None]) -> str:
    """Return a person's number in full, within scope; it is recorded before it leaves.

    Refuses: ConfirmFirst, NotFound, NoSuchValue.
    """
    auth_middleware.require_fresh(request)
    by, on = context.actor(request), context.app_state(request).clock()
    with context.writing(request) as session:
        row = people_access.get(session, whose(session) or "", by=by)
        return people_access.reveal(session, row, what, by=by, on=on)


def card(
    request: Req,
    reference: str,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
    *,
    shown: dict[str, str] | None = None,
    noted: bool = False,
) -> Response[Any]:
    """Show the card of one person; the read is recorded before it leaves.

    Refuses: NotFound, Unavailable.
    """
    by = context.actor(request)
    with context.reading(request) as session:
        row = people_access.get(session, reference, by=by)
        answer = form_actions.form_page(
            request,
            "desk/people/citizen.html",
            _card(request, session, row),
            person_correction_page.history(session, reference),
            refusal=refusal,
            typed=typed or {},
            shown=shown or {},
            holders=other_holders(session, typed or {}, [row], by) if refusal else [],
        )
    if not noted:
        context.note_read(request, "citizen", reference)
    return answer


def _card(request: Req, session: Session, row: Citizen) -> PersonCard:
    by, on = context.actor(request), context.app_state(request).clock()
    joined = people_access.same_person(session, row, by=by)
    linked = people_access.linked(session, row, by=by)
    every = [row, *joined, *linked]
    may = partial(access.allows, by)
    filed = people_access.claims(session, every, by=by) if may(Permission.WAGES_READ) else []
    talks = people_access.sessions(session, every, by=by) if may(Permission.ADVICE_READ) else []
    found = incidents.list_for_persons(session, [one.reference for one in every], by=by)
    file = [one.reference for rows in (every, filed, talks, found) for one in rows]
    account, changes = (
        phone_login.find_by_citizen(session, row.reference),
        number_changes.list_waiting(session, row.reference, on=on),
    )
    return PersonCard(
        row=row,
        masks=masked_numbers(session, row),
        joined=joined,
        leads=people_access.get_leading_record(session, row, by=by),
        taken_over=record_merge.merged_by_person(session, row),
        linked=linked,
        linked_to=people_access.get_linked_record(session, row, by=by),
        link_reason=known_persons.link_reason(session, row) if row.linked_to else "",
        known="known" in request.query_params,
        claims=filed,
        sessions=talks,
        incidents=found,
        died_on=deaths.day_of_death(session, row.reference),
        looks=access_log.list_entries(
            session,
            file,
            former=access_log.former_claims(session, [row]),
            oneself=account.reference if account else None,
            limit=VIEWS_SHOWN,
        ),
        account=account,
        changes=[_change(session, one) for one in changes],
        officers=desk_page.officer_names(session, {one.asked_by for one in changes}),
    )


def masked_numbers(session: Session, row: Citizen) -> dict[str, str]:
    """Return each number of a person, masked; empty means unknown."""
    return {
        name: people.mask_number(people.unseal_value(session, row, name)) for name in people.SEALED
    }


def other_holders(
    session: Session, typed: dict[str, str], rows: list[Citizen], by: Actor
) -> list[PersonMatch]:
    """Return who else has the typed passport or PINFL, among the people of this officer."""
    sought = SearchInput(passport=typed.get("passport", ""), pinfl=typed.get("pinfl", ""))
    found = people_access.find_similar(session, sought, by=by, proved=True).people
    own = {number for row in rows for number in (row.reference, row.same_as, row.linked_to)}
    return [one for one in found if one.reference not in own]


def _change(session: Session, row: NumberChange) -> tuple[NumberChange, str]:
    return row, people.mask_number(number_changes.requested_number(session, row))


post = partial(
    form_actions.post,
    back="/desk/citizens/{reference}",
    find=lambda act, reference: people_access.get(act.session, reference, by=act.by),
    redraw=card,
    reads=Permission.CITIZENS_READ,
    versioned=False,
)


@post("/desk/citizens/{reference:str}/documents", permission=Permission.CITIZENS_WRITE)
def set_documents(act: FormAction, row: Citizen) -> None:
    if row.erased_at:
        raise ErasedPerson
    mistakes, read = Mistakes(), None
    with mistakes.noted():
        read = forms.read(DocumentsInput, {name: act.typed.get(name, "") for name in _NUMBERS})
    _note_wrong_numbers(mistakes, act.typed, "passport", "pinfl")
    mistakes.require_none()
    result = require_found(read)
    if result == DocumentsInput():
        raise forms.MissingAnswer("passport")
    document_holders.require_own_documents(act.session, row, result, by=act.by)
    people.set_documents(act.session, row, result, by=act.by, on=act.on)
    minors.refer_person(act.session, row, by=act.by, on=act.on, day=act.day)
    known_persons.relink(act.session, row)


@post(
    "/desk/citizens/{reference:str}/documents/remove",
    permission=Permission.CITIZENS_REVEAL,
    back="/desk/citizens{card}",
    part="off_",
    done=N_("The number was removed from this record."),
)
def remove_documents(act: FormAction, row: Citizen) -> Answer:
    """Take off a number that was recorded by mistake, so that its owner can have it.

    A record that a supervisor saw for its number alone is no longer theirs to see."""
    removal = act.read(NumbersRemoval)
    document_holders.remove(act.session, row, removal, by=act.by, on=act.on)
    is_seen = people_access.visible_records(act.session, [row], by=act.by)
    return {"card": f"/{row.reference}" if is_seen else ""}


@post("/desk/citizens/{reference:str}/unlink", permission=Permission.CITIZENS_WRITE)
def unlink(act: FormAction, row: Citizen) -> None:
    """Undo a link that was made without proof: they are two persons."""
    known_persons.unlink(act.session, row, by=act.by, on=act.on)


@post(
    "/desk/citizens/{reference:str}/number",
    permission=Permission.CITIZENS_WRITE,
    first=auth_middleware.require_fresh,
    done=N_("The request is sent. A second person will decide."),
)
def request_number_change(act: FormAction, row: Citizen) -> None:
    """Request a new phone number for a person who lost theirs, as the first of two officers."""
    new_number = act.read(NewNumber)
    number_changes.request_change(act.session, row, new_number.phone, by=act.by, on=act.on)


@post(
    "/desk/citizens/{reference:str}/confirm-number",
    permission=Permission.CITIZENS_WRITE,
    first=auth_middleware.require_fresh,
)
def confirm_number_change(act: FormAction, row: Citizen) -> None:
    """Confirm the number as the second officer and end the account's login sessions."""
    on, asked = act.on, act.typed.get("change", "")
    waiting = number_changes.list_waiting(act.session, row.reference, on=on)
    change = require_found(next((one for one in waiting if one.reference == asked), None))
    account = number_changes.confirm_change(act.session, change, by=act.by, on=on)
    login_sessions.end_all(act.session, account.reference)
