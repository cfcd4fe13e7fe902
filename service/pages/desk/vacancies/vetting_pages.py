"""Vetting at the desk: the eighteen points of one vacancy, and its steps."""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from msgspec import Meta
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.errors import EditConflict, InvalidInput, NotFound, Refusal, require_found
from catalog.employers.employers import Employer
from catalog.licensing import agencies
from catalog.licensing.agencies import Agency, AgencyStatus
from catalog.reference.country_measures import Measure
from catalog.reference.occupations import Occupation
from catalog.vacancies import agency_vacancies, vetting, vetting_precedents, vetting_replies
from catalog.vacancies.vacancies import State, Vacancy
from catalog.vacancies.vetting import Check, CheckInput, Verdict
from catalog.vacancies.vetting_points import Point
from catalog.vacancies.vetting_precedents import Precedent
from catalog.vacancies.vetting_replies import VettingAnswer
from i18n import N_, Language
from service.approvals import vacancy_requests
from service.casework import evidence
from service.casework.evidence import file_states, vetting_documents
from service.casework.evidence.owners import Record, RecordKind
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.labels import vetting_labels
from service.pages.desk.shared import (
    desk_page,
    employer_opinions,
    record_documents,
    record_requests,
)
from service.pages.desk.shared.record_documents import RecordDocuments
from service.pages.desk.vacancies import (
    vetting_approval,
    vetting_comparison,
    vetting_facts,
    vetting_suggestions,
)
from service.pages.desk.vacancies.vetting_comparison import ComparedTerm
from service.pages.desk.vacancies.vetting_facts import KnownFact, VettingBasis
from service.pages.desk.vacancies.vetting_suggestions import Grounds, Suggestion
from service.pages.shared import file_response
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

# Steps only for an approver; the others are for the officer who vets.
APPROVERS = frozenset({"approve", "publish", "blacklist"})
# Steps whose reason the agency or the next officer has to know.
EXPLAINED = frozenset({"return", "refuse", "withdraw", vacancy_requests.BLACKLIST})


class NoSuchDocument(Refusal):
    slug = "no-such-document"
    sentence = N_("This vacancy has no such document.")


class OpenClaims(Refusal):
    slug = "open-claims"
    sentence = N_(
        "The register has open wage claims against this employer. Choose “Failed”, or “Waived” and "
        "say why."
    )


class ReasonInput(msgspec.Struct):
    """Why a step is taken: as much as a vacancy shows of its latest decision."""

    reason: Annotated[str, Meta(min_length=1, max_length=120)]


@page_get("/desk/vetting/{reference:str}", permission=Permission.VACANCIES_READ)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference, {}, None)


def _find_vacancy(session: Session, reference: str, by: Actor) -> Vacancy:
    """Return one vacancy within this person's scope. Refuses: NotFound."""
    found = select(Vacancy).where(
        col(Vacancy.reference) == reference, desk_page.vetted_by(session, by)
    )
    row: Vacancy = require_found(session.execute(found).scalars().first())
    return row


class VettingPage(msgspec.Struct):
    """One vacancy in vetting: `found` are its current checks by point, `earlier` outdated ones.

    `pause` is that of its country, where the vacancy was not published before it, `is_shown`
    whether people can apply, so that candidates can be found for it."""

    row: Vacancy
    is_shown: bool
    pause: Measure | None
    typed: dict[str, str]
    stale: bool
    seen: str
    found: dict[str, Check]
    earlier: dict[str, Check]
    open_points: int
    checking: bool
    acts: dict[str, list[str]]
    standing: AgencyStatus
    employer: Employer
    officers: dict[str, str]
    answers: dict[str, list[VettingAnswer]]


class VettingAids(msgspec.Struct, frozen=True):
    """What helps with the points: facts and suggestions by point, and an earlier vacancy.

    `alike` is the vacancy that is compared, and `carries` whether its findings are suggested.
    """

    facts: dict[str, list[KnownFact]]
    suggested: dict[str, Suggestion]
    phrases: Mapping[str, tuple[str, ...]]
    alike: Vacancy | None
    compared: list[ComparedTerm]
    carries: bool
    fresh: bool


def _page(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    stale = isinstance(refusal, EditConflict)
    errors = forms.errors_by_field(refusal) if refusal and not stale else {}
    with context.reading(request) as session:
        row = _find_vacancy(session, reference, context.actor(request))
        basis = _basis(request, session, row)
        documents = record_documents.of_record(request, session, RecordKind.VACANCY, reference)
        shown = _facts(request, session, basis, typed, stale)
        return form_actions.form_page(
            request,
            "desk/vacancies/vacancy.html",
            shown,
            basis.judged,
            documents,
            _aids(request, session, basis, documents, shown.found),
            record_requests.of_record(session, reference),
            vetting_approval.collect(
                session,
                row,
                [*shown.found.values(), *shown.earlier.values()],
                by=context.actor(request),
            ),
            refusal=refusal,
            errors=errors,
            about=row.country,
            points=list(Point),
            trades=context.register_cache(request, session).occupations,
        )


def _basis(request: Req, session: Session, row: Vacancy) -> VettingBasis:
    employer, today = session.get_one(Employer, row.employer), context.app_state(request).today
    return VettingBasis(
        row=row,
        employer=employer,
        licence=agencies.status(session, row.agency, today),
        judged=employer_opinions.for_vacancy(session, employer),
        reader=context.reader(request),
        day=today,
    )


def _facts(
    request: Req, session: Session, basis: VettingBasis, typed: dict[str, str], stale: bool
) -> VettingPage:
    row, by = basis.row, context.actor(request)
    ever = vetting.checks(session, row.reference)
    found = {one.point: one for one in vetting.current_checks(row, ever)}
    return VettingPage(
        row=row,
        is_shown=bool(agency_vacancies.shown(session, [row.reference], basis.day)),
        pause=vetting.find_country_pause(session, row, basis.day),
        typed=typed,
        stale=stale,
        seen=typed.get("seen", ""),
        found=found,
        earlier={one.point: one for one in ever if one.point not in found},
        open_points=len(Point) - len(found),
        checking=row.state in (State.VETTING, State.POST_CHECK),
        acts=_allowed_steps(row, by),
        standing=basis.licence,
        employer=basis.employer,
        officers=desk_page.officer_names(session, {one.officer for one in ever}),
        answers=vetting_replies.replies_by_point(session, row.reference),
    )


def _aids(
    request: Req,
    session: Session,
    basis: VettingBasis,
    documents: RecordDocuments,
    found: dict[str, Check],
) -> VettingAids:
    grounds = _grounds(session, basis, documents)
    alike, facts = grounds.precedent, defaultdict(list)
    for fact in grounds.facts:
        facts[fact.point.value].append(fact)
    fresh = request.query_params.get("start") == "empty"
    trades = context.register_cache(request, session).occupations
    suggested = vetting_suggestions.suggest(grounds, found, by=context.actor(request))
    return VettingAids(
        facts=facts,
        suggested={} if fresh else suggested,
        phrases=vetting_labels.PHRASES,
        alike=alike.vacancy if alike else None,
        compared=_compared(session, basis, alike, trades) if alike else [],
        carries=bool(alike and alike.findings),
        fresh=fresh,
    )


def _compared(
    session: Session, basis: VettingBasis, alike: Precedent, trades: dict[str, Occupation]
) -> list[ComparedTerm]:
    rows = session.execute(
        select(col(Agency.external_id), col(Agency.name)).where(
            col(Agency.external_id).in_({alike.vacancy.agency, basis.row.agency})
        )
    )
    names = {str(number): str(name) for number, name in rows}
    return vetting_comparison.compare(basis.lang, basis.row, alike, trades, names)


def _grounds(session: Session, basis: VettingBasis, documents: RecordDocuments) -> Grounds:
    precedent = vetting_precedents.find(session, basis.row)
    facts = vetting_facts.collect(session, basis)
    return Grounds(facts, documents.documents, precedent, basis.lang)


def _allowed_steps(row: Vacancy, by: Actor) -> dict[str, list[str]]:
    """Return the steps open to this person, by the route through which they go."""
    possible = [
        act for act, (before, _after) in vetting.STEPS.items() if State(row.state) in before
    ]
    forms = {
        "steps": [
            act
            for act in possible
            if act not in APPROVERS and access.allows(by, Permission.VACANCIES_VET)
        ],
        "decisions": [
            act
            for act in possible
            if act in APPROVERS and access.allows(by, Permission.VACANCIES_APPROVE)
        ],
    }
    return {form: acts for form, acts in forms.items() if acts}


post = partial(
    form_actions.post,
    back="/desk/vetting/{reference}",
    find=lambda act, reference: _find_vacancy(act.session, reference, act.by),
    redraw=_page,
    reads=Permission.VACANCIES_READ,
)


@post("/desk/vetting/{reference:str}/points", permission=Permission.VACANCIES_VET)
def check(act: FormAction, row: Vacancy) -> None:
    """Record only the points that were changed, each in the name of the officer who found it.

    What was found under earlier terms is recorded again, even in the same words. A finding that is
    that of an earlier vacancy, word for word, names it.
    """
    found = vetting.current_checks(row, vetting.checks(act.session, row.reference))
    known = {one.point: (one.verdict, one.evidence, one.document) for one in found}
    precedent, errors = vetting_precedents.find(act.session, row), []
    for point in Point:
        typed = {name: act.typed.get(f"{name}_{point.value}", "").strip() for name in _FIELDS}
        try:
            finding = _read_finding(act, row, point, typed)
            if finding is None or known.get(point.value) == _stated(finding):
                continue
            finding.precedent = _taken_from(context.language(act.request), precedent, finding)
            vetting.check(act.session, row.reference, finding, by=act.by, on=act.on)
        except InvalidInput as wrong:
            errors += wrong.errors
            for error in wrong.errors:
                error.field = f"{error.field}_{point.value}"
    if errors:
        raise InvalidInput(errors)


_FIELDS = ("verdict", "evidence", "document")


def _stated(finding: CheckInput) -> tuple[str, str, int | None]:
    return finding.verdict.value if finding.verdict else "", finding.evidence, finding.document


def _read_finding(
    act: FormAction, row: Vacancy, point: Point, typed: dict[str, str]
) -> CheckInput | None:
    """Return the finding that was entered on a point, if any was. Refuses: InvalidInput."""
    if not any(typed.values()):
        return None
    finding = forms.read(CheckInput, typed | {"point": point.value})
    if finding.document is not None:
        try:
            number = file_response.require_number(finding.document)
            file = evidence.get(act.session, Record(RecordKind.VACANCY, row.reference), number)
            if file.state not in file_states.STORED:
                raise NotFound
        except NotFound as gone:
            raise InvalidInput([NoSuchDocument("document")]) from gone
    if point is Point.NO_OPEN_CLAIMS and finding.verdict is Verdict.PASS:
        employer = act.session.get_one(Employer, row.employer)
        if vetting_facts.count_claims(act.session, employer)[0]:
            raise InvalidInput([OpenClaims("verdict")])
    return finding


def _taken_from(lang: Language, precedent: Precedent | None, finding: CheckInput) -> str | None:
    """Return the earlier vacancy of which a finding was taken over as it was."""
    before = precedent.findings.get(finding.point.value) if precedent else None
    if precedent is None or before is None or finding.document is not None:
        return None
    evidence = vetting_suggestions.carried_evidence(lang, precedent, before)
    same = (before.verdict, evidence) == _stated(finding)[:2]
    return precedent.vacancy.reference if same else None


@post(
    "/desk/vetting/{reference:str}/steps",
    permission=Permission.VACANCIES_VET,
    done=N_("The step is recorded."),
)
def step(act: FormAction, row: Vacancy) -> None:
    if act.typed.get("act") in APPROVERS:
        raise NotFound
    _step(act, row)


@post(
    "/desk/vetting/{reference:str}/decisions",
    permission=Permission.VACANCIES_APPROVE,
    done=N_("Your decision is recorded."),
)
def decide(act: FormAction, row: Vacancy) -> None:
    if act.typed.get("act") not in APPROVERS:
        raise NotFound
    _step(act, row)


def _step(act: FormAction, row: Vacancy) -> None:
    name, reason = act.typed.get("act", ""), act.typed.get("reason", "")
    if name in EXPLAINED or reason:
        reason = act.read(ReasonInput).reason
    if name == vacancy_requests.BLACKLIST:
        vacancy_requests.request_blacklisting(act.session, row, reason, by=act.by, on=act.on)
        return
    vetting_documents.step(
        act.session,
        row,
        name,
        reason=reason,
        without=act.typed.get("without", "").split(),
        by=act.by,
        on=act.on,
    )
