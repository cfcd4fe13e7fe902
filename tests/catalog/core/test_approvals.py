"""Two people: every command that needs another person is tried by the first one again."""

import ast
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

import msgspec
import pytest
from sqlalchemy import select
from sqlmodel import Session

from catalog.contests import bids
from catalog.core.actor import VISITOR, Actor, Role
from catalog.core.approvals import ApprovalKind, require_other_person
from catalog.core.errors import NotAllowed, Refusal
from catalog.employers import employers
from catalog.licensing import proposal_decisions
from catalog.reference import countries
from catalog.reference.countries import Kind, Mark, NewFact
from catalog.vacancies import vacancies, vetting
from catalog.vacancies.vetting_points import Point
from matching.fraud import scam_reports
from matching.identity import persons
from matching.lexicon import name_proposals
from matching.quota import lottery
from service import accounts
from service.accounts import account_corrections, number_changes, second_factor
from service.approvals import decisions
from service.casework.complaints import complaint_deadlines, complaint_decisions
from service.casework.deadlines import time_limits
from service.casework.incidents import death_confirmation, relatives
from service.casework.incidents.death_confirmation import ConfirmationInput, TakingBack
from service.casework.workflow import claim_approvals, handover
from service.casework.workflow.claim_approvals import NewApproval
from service.privacy import erasure_requests
from service.reporting.annual import year_closing
from service.reporting.figures import months, report_digest
from service.reporting.figures.months import Month
from service.reporting.monthly import monthly_counts, post_return
from tests.catalog.contests.test_contests import announced
from tests.service.casework import colleagues
from tests.service.casework.complained import complained
from tests.service.reporting import past
from tests.support import cast, sample_incidents, sample_proposals, sample_rounds, source_tree
from tests.support.cast import (
    ALISHER,
    DAVRON,
    ELYOR,
    FARIDA,
    GULNORA,
    HAMID,
    IRODA,
    JAMSHID,
    LAYLO,
    MOSCOW,
    NO_FILES,
    TODAY,
)

SOURCES = source_tree.sources("catalog", "matching", "service")
Attempts = list[Callable[..., object]]


def acting_as(role: Actor, first: Actor) -> Actor:
    """The first person, moved meanwhile to the role that decides."""
    return msgspec.structs.replace(role, account=first.account)


def a_vacancy(session: Session, on: datetime) -> Attempts:
    firm = employers.record(session, cast.HANBIT, by=FARIDA, on=on)
    row, _ = vacancies.submit(
        session, cast.vacancy("J-TWO"), agency="AG-VALID", employer=firm.reference, by=FARIDA, on=on
    )
    vetting.step(session, row.reference, "take_up", by=FARIDA, on=on)
    for point in Point:
        finding = vetting.CheckInput(point, vetting.Verdict.PASS, "Seen")
        vetting.check(session, row.reference, finding, by=FARIDA, on=on)
    return [partial(vetting.step, session, row.reference, "approve", by=FARIDA, on=on)]


def a_fact(session: Session, on: datetime) -> Attempts:
    new_fact = NewFact("KR", Kind.MONEY_RULE, Mark.SOURCED, "invented", *["Three years."] * 4)
    row = countries.state_fact(session, new_fact, by=FARIDA, on=on)
    confirm = partial(countries.confirm_fact, session, row.id, by=FARIDA, on=on)
    assert confirm().mark == Mark.SOURCED
    return [confirm]


def a_time_limit(session: Session, on: datetime) -> Attempts:
    length = (1, time_limits.Unit.YEARS, time_limits.CountedFrom.PAY_DUE, Mark.SOURCED, "invented")
    time_limits.load(session, [time_limits.NewLimit("RU", "base_pay", *length)], by=LAYLO, on=on)
    row = session.execute(select(time_limits.TimeLimit)).scalars().first()
    confirm = partial(time_limits.confirm, session, row.id, by=FARIDA, on=on)
    assert confirm().mark == Mark.SOURCED
    return [confirm]


def a_licence(session: Session, on: datetime) -> Attempts:
    sample_proposals.rules(session, on)
    number = sample_proposals.proposed(session, on=on).reference
    answer = proposal_decisions.AnswerInput("Not proven")
    by = {"by": FARIDA, "on": on}
    return [
        partial(proposal_decisions.confirm, session, number, **by),
        partial(proposal_decisions.send_back, session, number, answer, **by),
    ]


def a_contest(session: Session, on: datetime) -> Attempts:
    row = announced(session, lambda: on)
    opens = partial(bids.open_entries, session, row, by=FARIDA, on=on + timedelta(days=8))
    assert opens().state == "announced"
    return [opens]


def a_handover(session: Session, on: datetime) -> Attempts:
    colleagues.hired(session, "zafar", on=on)
    leaver, successor = (colleagues.known(session, name) for name in ("elyor", "zafar"))
    colleagues.filed(session, leaver.account, on=on)
    both = leaver.account, successor.account
    row = handover.request_handover(session, *both, by=leaver, on=on)
    return [partial(handover.countersign, session, row.reference, by=leaver, on=on)]


def a_name(session: Session, on: datetime) -> Attempts:
    new_name = name_proposals.NewName(
        "olovchi usta", name_proposals.NameLanguage.UZ, name_proposals.NameKind.EVERYDAY, "7212"
    )
    row = name_proposals.propose(session, new_name, by=FARIDA, on=on)
    accept = partial(name_proposals.accept, session, row.id, by=FARIDA, on=on)
    assert accept().accepted_by is None
    return [accept]


def a_recruiter(session: Session, on: datetime) -> Attempts:
    row = scam_reports.report(session, scam_reports.NewReport("Firma", "KR"), by=VISITOR, on=on)
    confirm = partial(scam_reports.confirm, session, row.reference, by=FARIDA, on=on)
    assert confirm().confirmed_at is None
    return [confirm]


def a_draw(session: Session, on: datetime) -> Attempts:
    job = sample_rounds.job(session, "J-DRAWN", on=on)
    row = sample_rounds.opened(session, {job: 1}, on=on)
    sample_rounds.entered(session, row, [job], on=on)
    sample_rounds.drawn(session, row, on=on)
    return [partial(lottery.sign, session, row.reference, by=FARIDA, on=on)]


def a_year(session: Session, on: datetime) -> Attempts:
    row = past.propose(session)
    by = acting_as(IRODA, JAMSHID)
    return [partial(year_closing.countersign, session, past.YEAR, row.number, by=by, on=on)]


def a_month(session: Session, on: datetime) -> Attempts:
    october, day = Month(2026, 10), date(2026, 11, 5)
    figures = monthly_counts.count_figures(session, months.span(MOSCOW, october, day))
    signing = post_return.SigningInput(seen=report_digest.fingerprint(figures))
    post_return.sign(session, MOSCOW, october, signing, by=ELYOR, on=on, day=day)
    by = acting_as(IRODA, ELYOR)
    return [partial(post_return.countersign, session, MOSCOW, october, 0, by=by, on=on)]


def a_complaint(session: Session, on: datetime) -> Attempts:
    row, promise = complained(session, on), complaint_deadlines.in_force(session, TODAY)
    answer = complaint_decisions.AnswerInput("No.")
    complaint_decisions.answer(session, row, answer, by=HAMID, on=on)
    complaint_decisions.escalate(session, row, promise, by=ALISHER, on=on)
    uphold = partial(complaint_decisions.uphold, session, row, by=FARIDA, on=on)
    uphold()
    return [uphold]


def a_write_off(session: Session, on: datetime) -> Attempts:
    claim = cast.seen(session, by=IRODA)[0]
    asked = NewApproval(ApprovalKind.WRITE_OFF, "The firm is gone")
    number = claim_approvals.request_approval(session, claim, asked, by=IRODA, on=on).reference
    decide = (claim_approvals.approve, claim_approvals.decline)
    return [partial(one, session, number, "Yes", by=IRODA, on=on) for one in decide]


def a_request_of_somebody_who_may_decide_none(session: Session, on: datetime) -> Attempts:
    claim = cast.seen(session, by=ELYOR)[0]
    asked = NewApproval(ApprovalKind.WRITE_OFF, "The firm is gone")
    number = claim_approvals.request_approval(session, claim, asked, by=ELYOR, on=on).reference
    return [
        partial(
            decisions.approve, session, number, "Yes", by=ELYOR, on=on, day=TODAY, home=NO_FILES
        )
    ]


def an_erasure(session: Session, on: datetime) -> Attempts:
    person = persons.record(session, persons.NewCitizen("Worker"), by=VISITOR, on=on).reference
    by = {"by": IRODA, "on": on}
    number = erasure_requests.request_erasure(session, person, "They wrote", **by).reference
    return [
        partial(erasure_requests.approve, session, number, **by),
        partial(erasure_requests.decline, session, number, "No", **by),
    ]


def an_account(session: Session, on: datetime) -> Attempts:
    account = accounts.find(session, cast.email("laylo"))
    by = {"by": accounts.actor_for(account), "on": on}
    higher = accounts.RoleInput(Role.SUPERVISOR)
    return [
        partial(accounts.change_role, session, account, higher, **by),
        *(
            partial(one, session, account, **by)
            for one in (accounts.disable, accounts.enable, second_factor.drop)
        ),
        partial(
            account_corrections.correct,
            session,
            account,
            account_corrections.AccountFacts("Laylo", "laylo@new.example"),
            "Misspelt",
            1,
            **by,
        ),
    ]


def a_number(session: Session, on: datetime) -> Attempts:
    person = session.get_one(persons.Citizen, cast.seen(session, by=IRODA)[0].citizen)
    row = number_changes.request_change(session, person, "+821000000078", by=DAVRON, on=on)
    return [partial(number_changes.confirm_change, session, row, by=DAVRON, on=on)]


def a_document_of_a_death(session: Session, on: datetime) -> Attempts:
    row = sample_incidents.recorded(session, cast.seen(session, by=IRODA)[0].citizen, on=on)
    by = {"by": ELYOR, "on": on, "day": TODAY}
    death_confirmation.enter(session, row, ConfirmationInput(TODAY, "Zqpaper 5"), **by)
    seen = death_confirmation.entry_version(row)
    return [partial(death_confirmation.confirm, session, row, seen, **by)]


def a_death(session: Session, on: datetime) -> Attempts:
    row = sample_incidents.died(session, cast.seen(session, by=IRODA)[0].citizen, on=on)
    by = {"by": ELYOR, "on": on}
    heir = relatives.add(session, row, sample_incidents.WIDOW, **by).reference
    return [
        partial(relatives.prove, session, row, heir, **by, day=TODAY),
        partial(death_confirmation.take_back, session, row, TakingBack("No"), **by),
    ]


TRIALS: tuple[Callable[[Session, datetime], Attempts], ...] = (
    a_request_of_somebody_who_may_decide_none,
    a_complaint,
    a_contest,
    a_death,
    a_document_of_a_death,
    a_draw,
    a_fact,
    a_handover,
    a_licence,
    a_month,
    a_name,
    a_number,
    a_recruiter,
    a_time_limit,
    a_vacancy,
    a_write_off,
    a_year,
    an_account,
    an_erasure,
)


def asking() -> set[tuple[str, str, str]]:
    """Every function that asks for another person, with its module and the refusal it gives."""
    return {
        (module, function.name, ast.unparse(call.args[1]))
        for module, path in SOURCES.items()
        for _, function in source_tree.functions([path])
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("require_other_person")
    }


def test_whoever_began_is_refused_wherever_another_person_is_asked_for(seeded, clock):
    tried = set()
    for trial in TRIALS:
        with seeded.write() as session:
            for attempt in trial(session, clock()):
                session.flush()
                with pytest.raises(Refusal) as refused:
                    attempt()
                place = refused.traceback[-2]
                module = place.frame.f_globals["__name__"]
                tried.add((module, place.name, type(refused.value).__name__))
                assert not session.dirty, "a refusal leaves everything as it was"
            session.rollback()
    assert tried == asking(), "add a trial for each function that asks for another person"


@pytest.mark.parametrize(
    "changed", [{"role": Role.SUPERVISOR}, {"name": ""}, {"scopes": frozenset()}]
)
def test_an_account_is_one_person_in_whichever_role_or_by_key(changed):
    require_other_person(GULNORA, NotAllowed, None, "", FARIDA.account)
    with pytest.raises(NotAllowed):
        require_other_person(
            msgspec.structs.replace(FARIDA, **changed), NotAllowed, GULNORA.account, FARIDA.account
        )


# Functions that compare the actor with an account themselves, and what for.
ALLOWED = {
    "catalog.core.approvals.require_other_person": "the rule",
    "catalog.licensing.proposal_decisions.take_back": "only one's own",
    "catalog.vacancies.vetting.check": "one's own finding may be changed",
    "service.approvals.decisions.get": "one's own request may be read",
    "service.casework.evidence.releases.latest": "one's own request is shown first",
    "service.casework.groups.groups.slips": "only one's own",
    "service.casework.workflow.handover.countersign": "only the successor",
    "service.casework.workflow.handover.request_handover": "only one's own claims",
    "service.pages.desk.claims.claim_sidebar._secrets": "one's own are shown",
    "service.pages.desk.people.erasure_pages._list_requests": "one's own are shown",
    "service.pages.desk.vacancies.vetting_approval.collect": "whoever checked reads why not",
    "service.pages.shared.file_upload.owner_of": "only one's own",
    "service.web.interrupted_forms._page": "only one's own form",
}


def test_nothing_else_compares_the_actor_with_whoever_acted_before():
    """Filters of SQL, `col(…) == by.account`, choose rows and decide nothing."""
    found = {
        f"{module}.{function.name}"
        for module, path in SOURCES.items()
        for _, function in source_tree.functions([path])
        for one in ast.walk(function)
        if isinstance(one, ast.Compare)
        and isinstance(one.ops[0], ast.Eq | ast.NotEq | ast.In | ast.NotIn)
        and not ast.unparse(one.left).startswith("col(")
        and re.search(r"\b(by|actor|who)\.account\b", ast.unparse(one))
    }
    assert found == set(ALLOWED)
