"""API routes that check a job offer and take reports of fraud."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Response
from litestar.params import RawBody
from sqlmodel import Session

from matching.fraud import offer_check, offer_reasons, scam_reports
from matching.fraud.offer import OfferFact, OfferInput, Verdict, without_own_host
from matching.fraud.scam_reports import NewReport
from matching.search import search_results
from service.api import agencies, api_routes, vacancies
from service.api.agencies import AgencyCheck
from service.api.casework import responsible_bodies
from service.api.casework.responsible_bodies import ResponsibleBodies
from service.api.vacancies import Vacancy
from service.casework.protection import minors
from service.infra.access import Permission
from service.web import auth_middleware, context, rendering
from service.web.context import Req


class OfferReason(msgspec.Struct):
    """Why the verdict is what it is: a stable code, and the sentence in the reader's language."""

    code: Annotated[
        str, msgspec.Meta(description=f"One of {', '.join(offer_reasons.REASONS)}; more may come.")
    ]
    sentence: str


class OfferCheck(msgspec.Struct):
    """One verdict on an offer, as of a day."""

    verdict: Verdict
    reasons: list[OfferReason]
    agency: AgencyCheck
    vacancies: list[Vacancy]
    missing: list[OfferFact]
    as_of: date


class Reported(msgspec.Struct):
    """What was taken in, under its reference. For work in Uzbekistan `responsible` tells who is
    responsible there."""

    reference: str
    responsible: ResponsibleBodies | None


@api_routes.get(
    "/offers/check",
    operation_id="offers_check",
    tags=["offers"],
    permission=Permission.PUBLIC,
    asks=OfferInput,
    gives=OfferCheck,
)
def check(request: Req) -> Response[OfferCheck]:
    """One verdict on an offer, with its reasons.

    At least one of `agency`, `licence_no`, `telephone`, `contact`, `employer` and `vacancy` must be
    told; `wage` is in minor units for a `period`, and is compared in whatever `currency` at the
    rate of the day. Without a currency or a rate no offer is a genuine match. `missing` are the
    facts that were not stated, of those that a genuine match needs.
    """
    offer, lang, today = (
        api_routes.read_query(request, OfferInput),
        context.language(request),
        context.app_state(request).today,
    )
    with context.reading(request) as session:
        register_cache = context.register_cache(request, session)
        offer = without_own_host(offer, context.app_state(request).settings.hosts)
        judged = offer_check.check(session, register_cache.known(session, today), offer)
        fitting = search_results.items(session, register_cache, judged.vacancies, today)
        checked = agencies.build_check(judged.agency, today)
    reasons = [
        OfferReason(reason.code, rendering.offer_reason(lang, reason)) for reason in judged.reasons
    ]
    shown = [vacancies.build_vacancy(item, lang, register_cache.occupations) for item in fitting]
    return api_routes.respond(
        OfferCheck(judged.verdict, reasons, checked, shown, judged.missing, today)
    )


@api_routes.post(
    "/offers/reports",
    operation_id="offers_report",
    tags=["offers"],
    permission=Permission.PUBLIC,
    takes=NewReport,
    gives=Reported,
    refuses=(429,),
)
def report(request: Req, body: RawBody) -> Response[Reported]:
    """Report a recruiter or an offer; no name is asked, and it counts once two officers have
    confirmed it.
    """
    result = api_routes.read_body(request, body, NewReport)
    with context.writing(request) as session:
        done = api_routes.run_once(
            request, session, result, lambda: _save_report(request, session, result)
        )
        responsible = responsible_bodies.build(request, session, result.country)
    return api_routes.respond(Reported(done["reference"], responsible), status=201)


def _save_report(request: Req, session: Session, new_report: NewReport) -> dict[str, str]:
    auth_middleware.count_submission(request, session, "reports")
    by, home = context.actor(request), context.app_state(request)
    row = scam_reports.report(session, new_report, by=by, on=home.clock())
    minors.refer(session, row.reference, by=by, on=home.clock(), day=home.today)
    return {"reference": row.reference}
