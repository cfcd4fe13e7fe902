"""Filing a claim from an incident, and naming an heir in a claim of a worker who has died."""

from functools import partial
from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.core import vault
from i18n import N_
from service.casework.claims import wage_claims
from service.casework.incidents import incident_claims, incidents
from service.casework.incidents.incident_claims import HeirInput, NewIncidentClaim
from service.casework.money import claimed_amounts
from service.casework.protection import minors
from service.casework.scope.incident_tables import Incident
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.incidents.incident_page import post, show_incident
from service.pages.shared import claim_draft
from service.web import context, form_actions
from service.web.context import Form, Req, page_post
from service.web.form_actions import Answer, FormAction

_PART = "claim_"


@page_post("/desk/incidents/{reference:str}/claim", permission=Permission.WAGES_FILE)
def file_claim(request: Req, reference: FromPath[str], data: Form) -> Response[Any]:
    """File the claim once; a worker who is alive gets the secret of the claim."""
    return form_actions.submit(
        request,
        data,
        partial(_file, reference=reference),
        partial(_after_filing, request, reference),
        partial(show_incident, request, reference),
        done=N_("Claim %(claim)s is filed."),
    )


def _file(act: FormAction, reference: str) -> Answer:
    row = incidents.get(act.session, reference, by=act.by, hold=True)
    typed: dict[str, Any] = forms.fields_under(_PART, act.typed)
    for name in incident_claims.COMPONENTS:
        typed = forms.with_minor_units(typed, name, "currency")
    with forms.errors_under(_PART):
        new_claim = forms.read(
            NewIncidentClaim, forms.fields_of(NewIncidentClaim, typed), today=act.day
        )
        _require_confirmed_amounts(act, row, new_claim, typed)
        filed = incident_claims.file(act.session, row, new_claim, by=act.by, on=act.on, day=act.day)
    minors.refer(act.session, filed.claim.reference, by=act.by, on=act.on, day=act.day)
    heirs = incident_claims.is_for_heirs(act.session, row)
    return {"claim": filed.claim.reference, "heirs": heirs}


def _require_confirmed_amounts(
    act: FormAction, row: Incident, new_claim: NewIncidentClaim, typed: dict[str, Any]
) -> None:
    """Require that amounts far above the pay in the country are ticked as right.

    Refuses: InvalidInput."""
    names = {component: name for name, component in incident_claims.COMPONENTS.items()}
    lines = {names[one.component]: one for one in incident_claims.claimed_lines(new_claim)}
    claimed_amounts.require_confirmed(
        act.session,
        row.country,
        (new_claim.worked_from, new_claim.worked_to),
        lines,
        claim_draft.confirmed_amounts(typed, lines),
        act.day,
    )


def _after_filing(request: Req, reference: str, done: Answer) -> str | Response[Any]:
    """Go back to the incident, or show the secret for a worker who is alive."""
    if done["heirs"]:
        return f"/{request.path_params['lang']}/desk/incidents/{reference}"
    claim = done["claim"]
    secret = vault.token("claim", claim)
    return context.page(request, "desk/advice/claimed.html", claim=claim, secret=secret)


@post(
    "/desk/incidents/{reference:str}/heir",
    permission=Permission.WAGES_WRITE,
    part="heir_",
    done=N_("The heir now acts in claim %(claim)s. Their secret code is on the page of the claim."),
)
def name_heir(act: FormAction, row: Incident) -> Answer:
    heir = act.read(HeirInput)
    claim = wage_claims.get(act.session, heir.claim, by=act.by)
    incident_claims.name_heir(
        act.session, row, claim, heir.relative, by=act.by, on=act.on, day=act.day
    )
    return {"claim": claim.reference}
