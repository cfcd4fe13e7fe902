"""API route that opens a protected case from a session or claim; it is never read here."""

import msgspec
from litestar import Response
from litestar.params import RawBody

from i18n import gettext
from service.api import api_routes
from service.api.casework import responsible_bodies
from service.api.casework.responsible_bodies import ResponsibleBodies
from service.casework.protection import forced_labour_indicators, referrals
from service.casework.protection.forced_labour_indicators import Urgency
from service.casework.protection.referrals import NewReferral, Referral
from service.infra.access import Permission
from service.web import context
from service.web.context import Req


class ReferralOpened(msgspec.Struct):
    """The case's reference, and what its signs suggest: a suggestion, never a verdict. For work in
    Uzbekistan `responsible` tells who is responsible there."""

    reference: str
    urgency: Urgency
    reasons: list[str]
    responsible: ResponsibleBodies | None


@api_routes.post(
    "/referrals",
    operation_id="referrals_refer",
    tags=["referrals"],
    permission=Permission.REFERRALS_OPEN,
    takes=NewReferral,
    gives=ReferralOpened,
    refuses=(404,),
)
def refer(request: Req, body: RawBody) -> Response[ReferralOpened]:
    """Open a protected case about whoever told of danger in a session or claim within one's scope
    (`origin`).
    """
    values, by, home = (
        api_routes.read_body(request, body, NewReferral),
        context.actor(request),
        context.app_state(request),
    )
    with context.writing(request) as session:

        def referred() -> dict[str, str]:
            row = referrals.refer(session, values, by=by, on=home.clock(), day=home.today)
            return {"reference": row.reference}

        done = api_routes.run_once(request, session, values, referred)
        country = session.get_one(Referral, done["reference"]).country
        responsible = responsible_bodies.build(request, session, country)
    suggestion, lang = forced_labour_indicators.suggest(values.signs), context.language(request)
    reasons = [gettext(lang, reason) for reason in suggestion.reasons]
    return api_routes.respond(
        ReferralOpened(done["reference"], suggestion.urgency, reasons, responsible), status=201
    )
