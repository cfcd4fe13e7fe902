"""The invented recruiters: one for every licence state, with orders, deposits and branches."""

from collections.abc import Generator, Iterator
from datetime import datetime, time
from random import Random

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import SYSTEM, VISITOR
from catalog.core.fields import tashkent_day
from catalog.licensing import (
    agencies,
    branches,
    deposits,
    licences,
    proposal_decisions,
    proposal_rules,
)
from catalog.licensing.agencies import ImportedStatus, Kind, NewAgency
from catalog.licensing.branches import NewBranch
from catalog.licensing.deposits import NewDeposit
from catalog.licensing.licences import HOME, Licence, NewOrder, OrderKind
from catalog.licensing.proposals import NewProposal, ProposedAction
from matching.fraud import scam_reports
from matching.fraud.scam_reports import NewReport
from seed import reference
from seed.demonstration.people import ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import (
    Days,
    Timeline,
    after,
    office_hour,
    working_days_ago,
    working_days_in,
)
from seed.reference import Row

SOURCE = "Namuna (demonstration)"
# 4,000 base calculation amounts of 412,000 soum, in tiyin (seed/law.tsv).
DEPOSIT = 4_000 * 412_000_00
# The owners of agencies, the first of whom is the director; some return in another agency and
# alphabet.
OWNERS = {
    row["agency"]: tuple(row["owners"].split("|")) for row in reference.rows("demo/owners.tsv")
}


def rows() -> list[Row]:
    return list(reference.rows("demo/agencies.tsv"))


def _agency_input(row: Row, number: int, days: Days, status: ImportedStatus) -> NewAgency:
    state = row["status"] == "state"
    dated = not state and row["until"] != ""
    since = days.day(-int(row["since"] or 0))
    city = {"BD": "Dhaka", "HK": "Hong Kong"}.get(row["country"], "Toshkent")
    return NewAgency(
        external_id=row["id"],
        name=row["name"],
        country=row["country"],
        status=status,
        kind=Kind.STATE if state else Kind.PRIVATE,
        licence_no=row["number"],
        authority=row["authority"],
        name_local=row["name_local"],
        valid_from=since if dated else None,
        valid_to=days.day(int(row["until"])) if dated else None,
        phone=f"+998 00 000 00 {number:02}",
        address=f"{city}, Namuna koʻchasi, {number}-uy",
        website=f"https://namuna-{number:02}.invalid",
        tax_no=f"000000{number:03}",
        director=OWNERS.get(row["id"], ("",))[0],
        source="annual report 2019, line 336" if state else SOURCE,
    )


def _is_registered_before(row: Row, days: Days) -> bool:
    """Whether an agency was on the register when the service opened."""
    since = days.day(-int(row["since"] or 0))
    return row["status"] == "state" or row["country"] != HOME or since <= tashkent_day(days.opening)


def enter(session: Session, days: Days) -> None:
    """Import the register as it was on the first day."""
    for number, row in enumerate(rows()):
        if _is_registered_before(row, days):
            result = _agency_input(row, number, days, ImportedStatus.VALID)
            agencies.register(session, _agency_at_opening(row, result), by=SYSTEM, on=days.opening)


def _agency_at_opening(row: Row, new_agency: NewAgency) -> NewAgency:
    if row["past"]:
        new_agency.name = row["past"]
    return new_agency


def scenarios(session: Session, cast: ActorsByName, days: Days) -> Iterator[Scenario]:
    """The scenarios of each recruiter since, and of the reports of fraud."""
    for number, row in enumerate(rows()):
        yield Scenario(_timeline(row), _acts(session, cast, days, row, number))
    for row in reference.rows("demo/reports.tsv"):
        dice = Random(row["recruiter"])
        reported = dice.randint(12, 63)
        confirmed = [dice.randint(2, 5) for _ in range(int(row["confirmed"]))]
        events = (
            working_days_ago("reported", reported, office_hour(dice)),
            *(after("confirmed", days=many) for many in confirmed),
        )
        yield Scenario(events, _report_fraud(session, cast, row))


def _branches(row: Row) -> list[str]:
    return [name for name in row["branch"].split("|") if name]


def _timeline(row: Row) -> Timeline:
    """The events of a recruiter; those before the opening are skipped."""
    since, ordered = working_days_in(int(row["since"] or 600)), row["order"]
    events = [working_days_ago("registered", since), after("deposit paid in", days=3)]
    events += [working_days_ago("branch opened", since // 2, time(11)) for _ in _branches(row)]
    events += [working_days_ago("renamed", since // 3)] if row["past"] else []
    events += [working_days_ago("ordered", working_days_in(int(row["ordered"])))] if ordered else []
    events += [after("signed", minutes=30)] if ordered and ordered != "refuse" else []
    if row["lifted"]:
        events += [working_days_ago("lift ordered", working_days_in(int(row["lifted"])))]
        events += [after("signed", minutes=30)]
    return events


def _acts(session: Session, cast: ActorsByName, days: Days, row: Row, number: int) -> Actions:
    officer, regions = cast["farida" if number % 2 else "madina"], _branches(row)
    yield from _grant_licence(session, cast, days, row, number)
    for place, region in enumerate(regions):
        moment = yield "branch opened"
        phone = f"+998 00 000 {place + 1:02} {number:02}"
        branch = NewBranch(f"{region}, Namuna koʻchasi, {place + 1}-uy", region, phone)
        branches.open_(session, row["id"], branch, by=officer, on=moment)
    if row["past"]:
        moment = yield "renamed"
        agencies.register(
            session, _agency_input(row, number, days, ImportedStatus.VALID), by=officer, on=moment
        )
    if row["order"]:
        yield from _issue_order(session, cast, days, row)


def _grant_licence(
    session: Session, cast: ActorsByName, days: Days, row: Row, number: int
) -> Actions:
    """Register an application and grant the licence, which is active once its deposit is
    complete."""
    moment = yield "registered"
    if not _is_registered_before(row, days):
        status = {"refused": ImportedStatus.APPLIED, "valid": ImportedStatus.GRANTED}.get(
            row["status"]
        ) or ImportedStatus(row["status"])
        new_agency = _agency_at_opening(row, _agency_input(row, number, days, status))
        agencies.register(session, new_agency, by=cast["farida"], on=moment)
    moment = yield "deposit paid in"
    if row["status"] == "valid" and not _is_registered_before(row, days):
        money = NewDeposit(bank="Namuna Bank", amount=DEPOSIT, currency="UZS")
        deposits.deposit(session, _licence(session, row["id"]), money, by=cast["madina"], on=moment)


def _issue_order(session: Session, cast: ActorsByName, days: Days, row: Row) -> Actions:
    moment = yield "ordered"
    day, until = tashkent_day(moment), days.day(int(row["ends"])) if row["ends"] else None
    issued = ("Namuna komissiya", f"Namuna-{moment.year}/{row['ordered']}")
    new_order = NewOrder(OrderKind(row["order"]), day, row["reason"], until, *issued, SOURCE)
    if new_order.kind is OrderKind.REFUSE:
        licences.add_order(session, _licence(session, row["id"]), new_order, by=SYSTEM, on=moment)
        return
    act = ProposedAction(new_order.kind.value)
    says = NewProposal(act, new_order.reason, *issued[::-1], day, new_order.until)
    made = yield from _decide_proposal(session, cast, row["id"], says, moment)
    if row["lifted"]:
        moment = yield "lift ordered"
        why, number = "Toʻldirildi (namuna)", f"{new_order.number}-B"
        lifts = NewProposal(ProposedAction.LIFT, why, number, issued[0], order=made)
        yield from _decide_proposal(session, cast, row["id"], lifts, moment)


def _decide_proposal(
    session: Session, cast: ActorsByName, agency: str, new_proposal: NewProposal, moment: datetime
) -> Generator[str, datetime, int | None]:
    """Propose an act and confirm it by another officer within the hour; return the order's
    number."""
    proposed = proposal_rules.propose(
        session, new_proposal, agency=agency, by=cast["farida"], on=moment
    )
    moment = yield "signed"
    return proposal_decisions.confirm(
        session, proposed.reference, by=cast["madina"], on=moment
    ).order


def _licence(session: Session, agency: str) -> int:
    held = (
        select(col(Licence.id))
        .where(col(Licence.agency) == agency)
        .order_by(col(Licence.id).desc())
    )
    return int(session.execute(held).scalars().first() or 0)


def _report_fraud(session: Session, cast: ActorsByName, row: Row) -> Actions:
    """Report a fraud; it counts when two officers have confirmed it."""
    moment = yield "reported"
    new_report = NewReport(row["recruiter"], row["country"], row["phone"], row["story"])
    number = scam_reports.report(session, new_report, by=VISITOR, on=moment).reference
    for officer in ("farida", "madina")[: int(row["confirmed"])]:
        moment = yield "confirmed"
        scam_reports.confirm(session, number, by=cast[officer], on=moment)
