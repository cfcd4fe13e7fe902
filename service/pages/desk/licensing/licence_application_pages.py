"""Applications for a licence at the desk: taken in for a firm that is new, or for one that the register knows."""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.errors import NotFound, Refusal
from catalog.licensing import agencies, licence_applications, owners
from catalog.licensing.branches import Branch
from catalog.licensing.licence_applications import NewPetition
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.licensing import licence_page
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post


@page_get("/desk/licences/new", permission=Permission.LICENCES_WRITE)
def ask_new(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return form(request, None, {})


@page_post("/desk/licences/new", permission=Permission.LICENCES_WRITE)
def file_new(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    return filed(request, lang, None, data)


@page_get("/desk/licences/{external_id:str}/apply", permission=Permission.LICENCES_WRITE)
def ask(request: Req, lang: FromPath[str], external_id: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    with context.reading(request) as session:
        typed = known(session, external_id)
    return form(request, external_id, typed)


@page_post("/desk/licences/{external_id:str}/apply", permission=Permission.LICENCES_WRITE)
def file(request: Req, lang: FromPath[str], external_id: FromPath[str], data: Form) -> Response[Any]:
    return filed(request, lang, external_id, data)


@page_post("/desk/licences/{external_id:str}/petitions/{number:str}", permission=Permission.LICENCES_WRITE)
def withdraw(
    request: Req, lang: FromPath[str], external_id: FromPath[str], number: FromPath[str], data: Form
) -> Response[Any]:
    """The firm took its application back."""

    def deed(doing: licence_page.Doing) -> None:
        mine = {row.reference for row in licence_applications.of(doing.session, external_id)}
        if number not in mine:
            raise NotFound
        licence_applications.withdraw(doing.session, number, by=doing.by, on=doing.house.clock())

    return licence_page.done(request, lang, external_id, data, "petition_", deed)


def known(session: Session, agency: str) -> dict[str, str]:
    """What the register holds of a firm, as its form begins. Refuses: NotFound."""
    row = session.get(agencies.Agency, agency)
    if row is None:
        raise NotFound
    places = session.execute(select(col(Branch.address)).where(col(Branch.agency) == agency)).scalars()
    before = next(iter(licence_applications.of(session, agency)), None)
    told = {"name": row.name, "tax_no": row.tax_no, "director": row.director, "address": row.address}
    told |= {"phone": row.phone, "branches": "\n".join(places)}
    told |= {"owners": "\n".join(one.name for one in owners.of(session, agency))}
    return told | ({"countries": before.countries, "partners": before.partners} if before else {})


def filed(request: Req, lang: str, agency: str | None, data: dict[str, Any], own: bool = False) -> Response[Any]:
    """Files what was told, once, and goes back to the firm: to its dossier, or to its own desk. Refuses: NotFound."""
    context.of_address(lang)
    typed = {name: str(value) for name, value in data.items() if name != forms.TOKEN}
    key = typed.pop("once", "")
    try:
        with context.writing(request) as session:
            done = context.done_by_form(request, session, key, typed, lambda: _file(request, session, agency, typed))
    except Refusal as refusal:
        if isinstance(refusal, NotFound) and refusal.field is None:
            raise
        return form(request, agency, typed, refusal, own=own)
    return context.see_other(
        f"/{lang}/desk/own#petitions" if own else f"/{lang}/desk/licences/{done['agency']}#petitions"
    )


def _file(request: Req, session: Session, agency: str | None, typed: dict[str, str]) -> dict[str, Any]:
    told, on = forms.read(NewPetition, typed), context.house(request).clock()
    return {"agency": licence_applications.file(session, told, agency=agency, by=context.who(request), on=on).agency}


def form(
    request: Req, agency: str | None, typed: dict[str, str], refusal: Refusal | None = None, *, own: bool = False
) -> Response[Any]:  # fmt: skip
    """The questions, of an officer or of the firm itself."""
    return desk_page.page(
        request,
        "desk/licensing/petition.html",
        status=auth_middleware.status_of(request, refusal),
        agency=agency,
        typed=typed,
        own=own,
        errors=forms.by_field(refusal),
    )


HANDLERS = [ask_new, file_new, ask, file, withdraw]
