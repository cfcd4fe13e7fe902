"""Applications for a licence at the desk, for a new firm or one that the register knows."""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.errors import NotFound, Refusal, require_found
from catalog.licensing import agencies, licence_applications, owners
from catalog.licensing.branches import Branch
from catalog.licensing.licence_applications import NewPetition
from catalog.reference import countries
from i18n import N_
from service.infra.access import Permission
from service.pages.desk.licensing import licence_page
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


@page_get("/desk/licences/new", permission=Permission.LICENCES_WRITE)
def show_new_form(request: Req) -> Response[Any]:
    return form(request, None, {})


@page_post("/desk/licences/new", permission=Permission.LICENCES_WRITE)
def file_new(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    return file_application(request, lang, None, data)


@page_get("/desk/licences/{external_id:str}/apply", permission=Permission.LICENCES_WRITE)
def show_form(request: Req, external_id: FromPath[str]) -> Response[Any]:
    with context.reading(request) as session:
        typed = register_values(session, external_id)
    return form(request, external_id, typed)


@page_post("/desk/licences/{external_id:str}/apply", permission=Permission.LICENCES_WRITE)
def file(
    request: Req, lang: FromPath[str], external_id: FromPath[str], data: Form
) -> Response[Any]:
    return file_application(request, lang, external_id, data)


@form_actions.post(
    "/desk/licences/{external_id:str}/petitions/{number:str}",
    permission=Permission.LICENCES_WRITE,
    back="/desk/licences/{external_id}",
    redraw=lambda request, external_id, _number, typed, refusal: licence_page.page(
        request, external_id, typed, refusal
    ),
    part="petition_",
    reads=Permission.LICENCES_CONFIRM,
)
def withdraw(act: FormAction, external_id: str, number: str) -> None:
    """Record that the firm withdrew its application."""
    mine = {row.reference for row in licence_applications.list_for_agency(act.session, external_id)}
    if number not in mine:
        raise NotFound
    licence_applications.withdraw(act.session, number, by=act.by, on=act.on)


def register_values(session: Session, agency: str) -> dict[str, str]:
    """Return what the register holds of a firm, to fill in its form. Refuses: NotFound."""
    row = require_found(session.get(agencies.Agency, agency))
    places = session.execute(
        select(col(Branch.address)).where(col(Branch.agency) == agency)
    ).scalars()
    before = next(iter(licence_applications.list_for_agency(session, agency)), None)
    values = {
        "name": row.name,
        "tax_no": row.tax_no,
        "director": row.director,
        "address": row.address,
    }
    values |= {"phone": row.phone, "branches": "\n".join(places)}
    values |= {"owners": "\n".join(one.name for one in owners.list_for_agency(session, agency))}
    return values | ({"countries": before.countries, "partners": before.partners} if before else {})


def file_application(
    request: Req, lang: str, agency: str | None, data: dict[str, Any], own: bool = False
) -> Response[Any]:
    """File an application once and go back to the firm's dossier or its own desk.

    Refuses: NotFound.
    """
    if isinstance(chosen := data.get("countries"), list):
        data = data | {"countries": ",".join(map(str, chosen))}

    def act(form_action: FormAction) -> Answer:
        petition = licence_applications.file(
            form_action.session,
            form_action.read(NewPetition),
            agency=agency,
            by=form_action.by,
            on=form_action.on,
        )
        return {"agency": petition.agency}

    return form_actions.submit(
        request,
        data,
        act,
        lambda done: (
            f"/{lang}/desk/own#petitions"
            if own
            else f"/{lang}/desk/licences/{done['agency']}#petitions"
        ),
        partial(form, request, agency, own=own),
        done=N_("The application is sent. Two officers will decide."),
    )


class PetitionForm(msgspec.Struct, frozen=True):
    """The form of an application; `codes` are the countries in which people work."""

    agency: str | None
    typed: dict[str, str]
    own: bool
    codes: list[str]


def form(
    request: Req,
    agency: str | None,
    typed: dict[str, str],
    refusal: Refusal | None = None,
    *,
    own: bool = False,
) -> Response[Any]:
    """Show the form of an application, to an officer or to the firm itself."""
    with context.reading(request) as session:
        codes = countries.destinations(session)
    return form_actions.form_page(
        request,
        "desk/licensing/petition.html",
        PetitionForm(agency, typed, own, codes),
        refusal=refusal,
    )
