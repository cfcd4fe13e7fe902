"""The check whether a person is already known, when recording them or searching a file."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from litestar import Response

from catalog.core.errors import NotFound, Refusal
from matching.identity import document_holders, duplicates, known_persons, name_index
from matching.identity import persons as people
from matching.identity.duplicates import SearchInput
from matching.identity.known_persons import PersonQuestion, SamePerson
from matching.identity.persons import Citizen, DocumentsInput, NewCitizen
from service.casework import people_access
from service.casework.people_access import LookupResult, PersonMatch
from service.infra.access import Permission
from service.input import forms
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction
from service.web.lists import posted_searches

NO_MATCHES = LookupResult([], False)
# The most people shown by a search; a form asks about fewer.
FOUND = 50
PATH = "/desk/citizens"
# Of what is typed in one field; the search itself refuses less.
_LONGEST_TYPED = 200


@page_get(PATH, permission=Permission.CITIZENS_READ)
def index(request: Req) -> Response[Any]:
    """Show the search for a person, and what the one that the address names finds."""
    data = posted_searches.read(request, PATH)
    if data is None:
        return form_actions.form_page(request, "desk/people/citizens.html", typed={}, found=None)
    found, refusal = None, None
    try:
        duplicates.require(_read_input(data))
        found = find_matches(request, data, FOUND).people
    except Refusal as reason:
        refusal = reason
    return form_actions.form_page(
        request, "desk/people/citizens.html", refusal=refusal, typed=data, found=found
    )


@page_post(PATH, permission=Permission.CITIZENS_READ)
def search(request: Req, data: Form) -> Response[Any]:
    """Search for a person.

    The search is in no address, and so in no log and no browser history.
    """
    typed = forms.fields_of(SearchInput, data)
    return posted_searches.redirect(
        request, PATH, {name: str(value)[:_LONGEST_TYPED] for name, value in typed.items()}
    )


@page_post("/desk/citizens/alike", permission=Permission.CITIZENS_READ)
def show_matches(request: Req, data: Form) -> Response[Any]:
    """Return the part of the page with possible matches, for the script of a form."""
    opens = "open" in request.query_params
    return context.page_fragment(
        request,
        "desk/people/citizens_alike.html",
        known=find_matches(request, data),
        typed=data,
        opens=opens,
    )


def find_matches(
    request: Req, typed: Mapping[str, Any], most: int = duplicates.MOST
) -> LookupResult:
    """Return the persons who may be meant; every such search is counted and recorded.

    Refuses: TooManyAttempts.
    """
    values, by = _read_input(typed), context.actor(request)
    if not duplicates.numbers(values) and not name_index.words(values.name):
        return NO_MATCHES
    auth_middleware.count_attempt(request, "alike", by.account)
    with context.writing(request) as session:
        people_access.record_lookup(session, values, by=by, on=context.app_state(request).clock())
    with context.reading(request) as session:
        return people_access.find_similar(session, values, by=by, most=most)


def form_with_matches(
    request: Req, typed: dict[str, str], form: Callable[..., Response[Any]]
) -> Response[Any]:
    """Show a form again with the persons who may be meant."""
    try:
        return form(request, typed, None, find_matches(request, typed))
    except Refusal as refusal:
        return form(request, typed, refusal)


def _read_input(typed: Mapping[str, Any]) -> SearchInput:
    return forms.read(SearchInput, forms.fields_of(SearchInput, typed))


class PersonChoice(msgspec.Struct, frozen=True):
    """The person chosen on a form, or the questions confirmed: that this is a new person."""

    citizen: str
    confirm: list[PersonQuestion]


def read_choice(typed: Mapping[str, Any]) -> PersonChoice:
    """Return what was chosen where a form asks whether a person is known."""
    citizen = str(typed.get("citizen", ""))
    if citizen == PersonQuestion.NEW_PERSON:
        return PersonChoice("", [PersonQuestion.NEW_PERSON])
    return PersonChoice(citizen, [])


def find_or_record(
    act: FormAction, new: NewCitizen, documents: DocumentsInput, confirmed: list[PersonQuestion]
) -> tuple[Citizen, bool]:
    """Record a person, or find them: whoever is known by a document has no second record.

    Return also whether they were known. Refuses: SamePerson, DocumentsTaken."""
    session, by = act.session, act.by
    known = document_holders.find_by_documents(
        session, new, documents, people_access.within(by), by=by, confirmed=confirmed
    )
    if known:
        return known, True
    people_access.require_decided(session, new, by=by, confirmed=confirmed, documents=documents)
    row = known_persons.record(session, new, by=by, on=act.on, new_person=bool(confirmed))
    if documents.passport or documents.pinfl:
        people.set_documents(session, row, documents, by=by, on=act.on)
    return row, False


def people_to_choose(
    request: Req, typed: Mapping[str, Any], refusal: Refusal | None
) -> LookupResult | None:
    """Return the persons whom a form shown again asks about: the likely ones, or the one chosen."""
    if isinstance(refusal, SamePerson):
        with context.reading(request) as session:
            rows = [session.get(Citizen, one.citizen) for one in refusal.candidates]
            return LookupResult(
                [
                    PersonMatch(
                        row.reference, row.name, people.mask_number(people.phone(session, row)), ""
                    )
                    for row in rows
                    if row
                ],
                False,
            )
    number = typed.get("citizen")
    chosen = number and number != PersonQuestion.NEW_PERSON
    return chosen_person(request, str(number)) if chosen else None


def chosen_person(request: Req, number: str) -> LookupResult:
    """Return a person chosen before, so that a page shown again still has them.

    The result is empty if the officer may not see the person.
    """
    with context.reading(request) as session:
        try:
            row = people_access.get(session, number, by=context.actor(request))
        except NotFound:
            return NO_MATCHES
        return LookupResult(
            [
                PersonMatch(
                    row.reference,
                    row.name,
                    people.mask_number(people.phone(session, row)),
                    "chosen",
                )
            ],
            False,
        )
