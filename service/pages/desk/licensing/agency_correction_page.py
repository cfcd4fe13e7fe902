"""Correcting the dossier of an agency at the desk."""

from functools import partial
from typing import Any
from urllib.parse import quote

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Refusal, require_found
from catalog.licensing import agency_corrections, branches
from catalog.licensing.agencies import Agency
from catalog.licensing.agency_corrections import AgencyFacts, BranchFacts, TaxNumberTaken
from i18n import N_
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import correction_pages, record_fields
from service.pages.desk.shared.correction_pages import CorrectionForm, CorrectionHistory, FactField
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

_SAME_TAX_NUMBER = N_("The tax number is right, although another agency has it")
_REMOVE = N_("Remove this branch, which was closed or entered by mistake")


class BranchesInput(msgspec.Struct):
    branches: list[BranchFacts]


@page_get("/desk/licences/{external_id:str}/correct", permission=Permission.LICENCES_WRITE)
def show(request: Req, external_id: FromPath[str]) -> Response[Any]:
    return _page(request, external_id, {}, None)


def _get(session: Session, external_id: str) -> Agency:
    """Return an agency. Refuses: NotFound."""
    return require_found(session.get(Agency, external_id))


def _typed_branches(act: FormAction, agency: Agency) -> tuple[list[int], list[dict[str, Any]]]:
    """Return the numbers of the branches in the form, 0 for a new one, and what was typed."""
    numbers = [row.id or 0 for row in branches.list_for_agency(act.session, agency.external_id)]
    if any(act.typed.get(f"branch_0_{name}") for name in record_fields.BRANCH):
        numbers.append(0)
    typed = []
    for number in numbers:
        branch: dict[str, Any] = {
            name: act.typed.get(f"branch_{number}_{name}", "")
            for name in (*record_fields.BRANCH, "remove")
        }
        if number:
            branch["number"] = number
        typed.append(branch)
    return numbers, typed


def history(session: Session, external_id: str) -> CorrectionHistory:
    """Return the corrections of a dossier as its pages show them."""
    return correction_pages.history(session, agency_corrections.NOUN, external_id)


def _page(
    request: Req, external_id: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    """Show the form. Refuses: NotFound."""
    access.require(context.actor(request), Permission.LICENCES_CONFIRM)
    with context.reading(request) as session:
        agency = _get(session, external_id)
        facts = agency_corrections.current(session, agency)
        form = CorrectionForm(
            heading=N_("Correct the dossier"),
            reference=external_id,
            back=f"/desk/licences/{quote(external_id)}",
            send_to=f"/desk/licences/{quote(external_id)}/correct",
            facts=[
                *_fields_of_agency(facts, refusal, typed),
                *_branch_fields(session, external_id),
            ],
            version=agency.version,
            typed=typed,
        )
        return correction_pages.form_page(request, history(session, external_id), form, refusal)


def _fields_of_agency(
    facts: AgencyFacts, refusal: Refusal | None, typed: dict[str, str]
) -> list[FactField]:
    """Return the fields of an agency, with a tick after a tax number that another one has."""
    found = correction_pages.fact_fields(facts, record_fields.AGENCY, {})
    taken = any(isinstance(one, TaxNumberTaken) for one in refusal.errors) if refusal else False
    if taken or typed.get("same_tax_no"):
        place = [one.name for one in found].index("tax_no") + 1
        found.insert(place, FactField("same_tax_no", _SAME_TAX_NUMBER, "tick"))
    return found


def _branch_fields(session: Session, external_id: str) -> list[FactField]:
    found: list[FactField] = []
    for place, row in enumerate(branches.list_for_agency(session, external_id), start=1):
        found += _fields_of_branch(place, row)
        found.append(FactField(f"branch_{row.id}_remove", _REMOVE, "tick", number=place))
    return found + _fields_of_branch(0, None)


def _fields_of_branch(place: int, row: branches.Branch | None) -> list[FactField]:
    """Return the fields of the branch that stands at a place in the form, 0 for a new one."""
    heading, number = (N_("Branch"), row.id) if row else (N_("Another branch"), 0)
    return [
        FactField(
            f"branch_{number}_{name}",
            label,
            kind,
            getattr(row, name, ""),
            heading=heading if name == "region" else "",
            number=place,
        )
        for name, (label, kind) in record_fields.BRANCH.items()
    ]


@form_actions.post(
    "/desk/licences/{external_id:str}/correct",
    permission=Permission.LICENCES_WRITE,
    back="/desk/licences/{external_id}",
    find=lambda act, external_id: _get(act.session, external_id),
    redraw=_page,
    reads=Permission.LICENCES_CONFIRM,
    done=N_("The correction is saved."),
)
def correct(act: FormAction, agency: Agency) -> None:
    facts, reason = correction_pages.with_reason(act, lambda: act.read(AgencyFacts))
    numbers, typed = _typed_branches(act, agency)
    try:
        read = forms.read(BranchesInput, {"branches": typed})
        save = partial(agency_corrections.correct, confirmed=bool(act.typed.get("same_tax_no")))
        save(act.session, agency, facts, read.branches, reason, by=act.by, on=act.on)
    except Refusal as refusal:
        for error in refusal.errors:
            _head, place, name = [*(error.field or "").split("."), "", ""][:3]
            if place:
                error.field = f"branch_{numbers[int(place)]}_{name}"
        raise
