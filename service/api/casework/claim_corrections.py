"""API routes that correct wage claims, with their history."""

from typing import Any

from litestar import Response
from litestar.params import FromPath, RawBody

from catalog.core.fields import tashkent_day
from service.api import api_routes
from service.api.casework import claim_amounts, corrections
from service.api.casework.corrections import Corrected, CorrectionList
from service.casework.claims import wage_claims
from service.casework.workflow import claim_facts
from service.casework.workflow.claim_facts import ClaimCorrection
from service.infra.access import Permission
from service.web import context
from service.web.context import Req


@api_routes.post(
    "/wages/{reference:str}/corrections",
    operation_id="wages_correct",
    tags=["wages"],
    permission=Permission.WAGES_WRITE,
    takes=ClaimCorrection,
    gives=Corrected,
    refuses=(404, 412),
    versioned=True,
)
def correct(request: Req, reference: FromPath[str], body: RawBody) -> Response[Corrected]:
    """Correct facts or lines of a claim, never its state. Figures count it as it is from then on;
    the earlier values stay in its history. A corrected country or city offers an open claim to
    the post responsible there, as a transfer.
    """
    values, by, on = (
        api_routes.read_body(request, body, ClaimCorrection),
        context.actor(request),
        context.app_state(request).clock(),
    )
    with context.writing(request) as session:
        claim = wage_claims.get(session, reference, by=by, hold=True)

        def corrected() -> dict[str, Any]:
            api_routes.require_stated_version(request, claim.version)
            claim_amounts.require_correction_confirmed(session, claim, values, day=tashkent_day(on))
            claim_facts.correct(session, claim, values, by=by, on=on)
            return {"reference": reference, "version": claim.version}

        done = Corrected(**api_routes.run_once(request, session, values, corrected))
    return api_routes.respond(done, status=201, version=done.version)


@api_routes.get(
    "/wages/{reference:str}/corrections",
    operation_id="wages_corrections",
    tags=["wages"],
    permission=Permission.WAGES_READ,
    gives=CorrectionList,
    refuses=(404,),
)
def index(request: Req, reference: FromPath[str]) -> Response[CorrectionList]:
    """The corrections of a claim, the newest first: who changed what, when and why."""
    with context.reading(request) as session:
        claim = wage_claims.get(session, reference, by=context.actor(request))
        found = corrections.versions(session, claim_facts.NOUN, claim.reference)
    context.note_read(request, "claim", reference)
    return api_routes.respond(found)
