"""The invented recruiters: one for every state a licence can be in, with orders, deposits, branches and past names."""

from collections.abc import Generator, Iterator
from datetime import datetime, time
from random import Random

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import SYSTEM, VISITOR
from catalog.core.fields import tashkent_day
from catalog.licensing import agencies, branches, deposits, licences, proposal_decisions, proposal_rules
from catalog.licensing.agencies import Kind, NewAgency, Status
from catalog.licensing.branches import NewBranch
from catalog.licensing.deposits import NewDeposit
from catalog.licensing.licences import HOME, Licence, NewOrder, OrderKind
from catalog.licensing.proposals import Act, NewProposal
from matching.fraud import scam_reports
from matching.fraud.scam_reports import NewReport
from seed import reference
from seed.demonstration.people import Acting
from seed.demonstration.scenario import Acts, Scenario
from seed.demonstration.schedule import Days, Timeline, after, ago, office_hour, working
from seed.reference import Row

SOURCE = "Namuna (demonstration)"
# 4,000 base calculation amounts of 412,000 soum, in tiyin (seed/law.tsv).
DEPOSIT = 4_000 * 412_000_00
# Owners of whom the first is the director; some of them come back in another agency and another script.
OWNERS = {
    "AG-N01": ("Namunov Anvar", "Namunova Lola"), "AG-N04": ("Namunov Jasur Botirovich",), "AG-N07": ("Намунов Шавкат",),
    "AG-N24": ("Namunova Feruza Karimovna",), "AG-N29": ("Намунов Ботир Каримович",), "AG-N36": ("Namunov Botir Karimovich",),
    "AG-N30": ("Намунова Феруза Каримовна", "Namunov Temur"), "AG-N37": ("Namunov Shavkat",),
}  # fmt: skip


def rows() -> list[Row]:
    return list(reference.rows("demo/agencies.tsv"))


def _told(row: Row, number: int, days: Days, status: Status) -> NewAgency:
    state = row["status"] == "state"
    dated = not state and row["until"] != ""
    since = days.day(-int(row["since"] or 0))
    city = {"BD": "Dhaka", "HK": "Hong Kong"}.get(row["country"], "Toshkent")
    return NewAgency(
        external_id=row["id"], name=row["name"], country=row["country"], status=status,
        kind=Kind.STATE if state else Kind.PRIVATE, licence_no=row["number"], authority=row["authority"],
        name_local=row["name_local"], valid_from=since if dated else None,
        valid_to=days.day(int(row["until"])) if dated else None, phone=f"+998 00 000 00 {number:02}",
        address=f"{city}, Namuna koʻchasi, {number}-uy", website=f"https://namuna-{number:02}.invalid",
        tax_no=f"000000{number:03}", director=OWNERS.get(row["id"], ("",))[0],
        source="annual report 2019, line 336" if state else SOURCE,
    )  # fmt: skip


def _known(row: Row, days: Days) -> bool:
    """Already on the register when the service opened."""
    since = days.day(-int(row["since"] or 0))
    return row["status"] == "state" or row["country"] != HOME or since <= tashkent_day(days.opening)


def enter(session: Session, days: Days) -> None:
    """Takes in the register as it stood on the first day."""
    for number, row in enumerate(rows()):
        if _known(row, days):
            told = _told(row, number, days, Status.VALID)
            agencies.register(session, _before(row, told), by=SYSTEM, on=days.opening)


def _before(row: Row, told: NewAgency) -> NewAgency:
    if row["past"]:
        told.name = row["past"]
    return told


def scenarios(session: Session, cast: Acting, days: Days) -> Iterator[Scenario]:
    """What became of each recruiter since, and who was reported."""
    for number, row in enumerate(rows()):
        yield Scenario(_timeline(row), _acts(session, cast, days, row, number))
    for row in reference.rows("demo/reports.tsv"):
        dice = Random(row["recruiter"])
        reported, confirmed = dice.randint(12, 63), [dice.randint(2, 5) for _ in range(int(row["confirmed"]))]
        events = (ago("reported", reported, office_hour(dice)), *(after("confirmed", days=many) for many in confirmed))
        yield Scenario(events, _reported(session, cast, row))


def _branches(row: Row) -> list[str]:
    return [name for name in row["branch"].split("|") if name]


def _timeline(row: Row) -> Timeline:
    """What of it lies before the opening is on the register by then, and is passed over."""
    since, ordered = working(int(row["since"] or 600)), row["order"]
    events = [ago("registered", since), after("deposit paid in", days=3)]
    events += [ago("branch opened", since // 2, time(11)) for _ in _branches(row)]
    events += [ago("renamed", since // 3)] if row["past"] else []
    events += [ago("ordered", working(int(row["ordered"])))] if ordered else []
    events += [after("signed", minutes=30)] if ordered and ordered != "refuse" else []
    events += [ago("lift ordered", working(int(row["lifted"]))), after("signed", minutes=30)] if row["lifted"] else []
    return events


def _acts(session: Session, cast: Acting, days: Days, row: Row, number: int) -> Acts:
    officer, regions = cast["farida" if number % 2 else "madina"], _branches(row)
    yield from _applied(session, cast, days, row, number)
    for place, region in enumerate(regions):
        moment = yield "branch opened"
        branch = NewBranch(
            f"{region}, Namuna koʻchasi, {place + 1}-uy", region, f"+998 00 000 {place + 1:02} {number:02}"
        )
        branches.open_(session, row["id"], branch, by=officer, on=moment)
    if row["past"]:
        moment = yield "renamed"
        agencies.register(session, _told(row, number, days, Status.VALID), by=officer, on=moment)
    if row["order"]:
        yield from _ordered(session, cast, days, row)


def _applied(session: Session, cast: Acting, days: Days, row: Row, number: int) -> Acts:
    """From the application to the licence, which lives once its deposit is complete."""
    moment = yield "registered"
    if not _known(row, days):
        status = {"refused": Status.APPLIED, "valid": Status.GRANTED}.get(row["status"]) or Status(row["status"])
        agencies.register(session, _before(row, _told(row, number, days, status)), by=cast["farida"], on=moment)
    moment = yield "deposit paid in"
    if row["status"] == "valid" and not _known(row, days):
        money = NewDeposit(bank="Namuna Bank", amount=DEPOSIT, currency="UZS")
        deposits.deposit(session, _licence(session, row["id"]), money, by=cast["madina"], on=moment)


def _ordered(session: Session, cast: Acting, days: Days, row: Row) -> Acts:
    moment = yield "ordered"
    told = NewOrder(
        OrderKind(row["order"]), tashkent_day(moment), row["reason"], source=SOURCE,
        until=days.day(int(row["ends"])) if row["ends"] else None, number=f"Namuna-{moment.year}/{row['ordered']}",
        authority="Namuna komissiya",
    )  # fmt: skip
    if told.kind is OrderKind.REFUSE:
        licences.order(session, _licence(session, row["id"]), told, by=SYSTEM, on=moment)
        return
    says = NewProposal(Act(told.kind.value), told.reason, told.number, told.authority, tashkent_day(moment), told.until)
    made = yield from _signed(session, cast, row["id"], says, moment)
    if row["lifted"]:
        moment = yield "lift ordered"
        lifts = NewProposal(Act.LIFT, "Toʻldirildi (namuna)", f"{told.number}-B", told.authority, order=made)
        yield from _signed(session, cast, row["id"], lifts, moment)


def _signed(
    session: Session, cast: Acting, agency: str, told: NewProposal, moment: datetime
) -> Generator[str, datetime, int | None]:
    """Proposed by one officer, signed by another within the hour; the number of the order of which it was."""
    proposed = proposal_rules.propose(session, told, agency=agency, by=cast["farida"], on=moment)
    moment = yield "signed"
    return proposal_decisions.confirm(session, proposed.reference, by=cast["madina"], on=moment).order


def _licence(session: Session, agency: str) -> int:
    held = select(col(Licence.id)).where(col(Licence.agency) == agency).order_by(col(Licence.id).desc())
    return int(session.execute(held).scalars().first() or 0)


def _reported(session: Session, cast: Acting, row: Row) -> Acts:
    """A warning by somebody who was cheated; it counts when two officers have confirmed it."""
    moment = yield "reported"
    told = NewReport(row["recruiter"], row["country"], story=row["story"])
    number = scam_reports.report(session, told, by=VISITOR, on=moment).reference
    for officer in ("farida", "madina")[: int(row["confirmed"])]:
        moment = yield "confirmed"
        scam_reports.confirm(session, number, by=cast[officer], on=moment)
