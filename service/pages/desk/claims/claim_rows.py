"""The rows of the list of claims: times, names and opinions beside each claim."""

from collections.abc import Sequence
from datetime import date

from catalog.reference import posts
from catalog.reference.posts import Post
from i18n import formats, gettext, ngettext
from service.accounts import Account
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.deadlines.filing_deadlines import FilingDeadline, LimitStatus
from service.casework.employers.opinions import EmployerOpinion
from service.casework.groups import groups
from service.casework.money import instalments
from service.casework.workflow import assignment
from service.casework.worklists import claim_list
from service.casework.worklists.claim_list import Times
from service.casework.worklists.service_level_rules import Clock
from service.pages.desk.claims import claim_clocks
from service.pages.desk.claims.claim_clocks import ListClocks
from service.pages.desk.shared import employer_opinions, list_columns
from service.web import rendering
from service.web.lists import listing
from service.web.lists.list_cells import Cell, Due, Link, Stamp
from service.web.lists.list_view import Reading

# A time limit is shown in the colour of what is wrong in its last days.
NEAR = 30


class ClaimRow(list_columns.RecordRow, frozen=True):
    """A claim with the cells that need more than its row."""

    row: Claim
    worker: str
    city: str
    action: str
    owner: str
    due: Due | None
    late: tuple[Stamp, ...]
    opinion: Cell
    group: Cell

    @property
    def version(self) -> int:
        return self.row.version


def times(reading: Reading) -> Times:
    """Return the conditions of time at this moment, which are read once for a page."""
    return reading.once("times", lambda: claim_list.times(reading.session, reading.now))


def officers(reading: Reading) -> list[Account]:
    by, session = reading.by, reading.session
    return reading.once("officers", lambda: assignment.list_working_officers(session, by=by))


def offices(reading: Reading) -> list[Post]:
    lang, by = reading.reader.lang, reading.by
    return reading.once(
        "posts", lambda: rendering.by_country(lang, posts.list_for(reading.session, by))
    )


def facts(reading: Reading, rows: list[Claim]) -> list[ClaimRow]:
    session, numbers = reading.session, [row.reference for row in rows]
    clocks = _clocks(reading, rows)
    actions = wage_claims.next_actions(session, rows)
    workers = claim_list.workers(session, rows)
    unpaid = instalments.late_since(session, numbers, listing.today(reading))
    together = groups.by_claims(session, numbers)
    judged = employer_opinions.for_claims(session, rows)
    made = []
    for row in rows:
        is_open = row.state != ClaimState.CLOSED
        number, member = row.reference, together.get(row.reference)
        made.append(
            ClaimRow(
                row=row,
                worker=workers[number],
                city=reading.reader.city(row.country, row.city) if row.city else "",
                action=gettext(reading.reader.lang, actions[number]) if is_open else "",
                owner=_owner(reading, clocks, row) if is_open else "",
                due=Due(row.due, clocks.there[number]) if is_open else None,
                late=_late(reading, clocks, number, unpaid.get(number)),
                opinion=_opinion(judged.judged[number]),
                group=Link(member.group, f"/desk/groups/{member.group}")
                if member and not member.left
                else None,
            )
        )
    return made


def _clocks(reading: Reading, rows: list[Claim]) -> ListClocks:
    """Return the times of the rows, whose offices and officers are among the choices."""
    return claim_clocks.for_claims(
        reading.session,
        rows,
        reading.now,
        allowed=times(reading).allowed,
        offices=offices(reading),
        officers={one.reference: one.name for one in officers(reading)},
    )


def _owner(reading: Reading, clocks: ListClocks, row: Claim) -> str:
    """Return who has the claim: an officer, an office abroad, or the claims desk."""
    has, reader = clocks.has[row.reference], reading.reader
    if has in clocks.holders:
        return clocks.holders[has]
    office = clocks.offices.get(row.post or "")
    if office and has == office.code:
        return reader.office(office)
    return rendering.label(reader.lang, "owner", has)


def _late(
    reading: Reading, clocks: ListClocks, number: str, unpaid: date | None
) -> tuple[Stamp, ...]:
    """Return in words what is late, and which time limit is near."""
    lang = reading.reader.lang
    stamps = [
        Stamp(
            rendering.late_reason(lang, one.clock, one.days),
            "soon" if one.clock == Clock.REVIEW else "no",
        )
        for one in clocks.late.get(number, [])[:1]
    ]
    if soonest := clocks.soonest.get(number):
        stamps.append(_court(reading, soonest))
    if unpaid:
        day = formats.short_date(lang, unpaid)
        stamps.append(Stamp(gettext(lang, "Instalment overdue since %(day)s", day=day), "no"))
    return tuple(stamps)


def _court(reading: Reading, part: FilingDeadline) -> Stamp:
    lang = reading.reader.lang
    name = rendering.label(lang, "part", part.component)
    if part.standing is LimitStatus.OVER:
        return Stamp(gettext(lang, "%(part)s: the time limit has passed", part=name), "no")
    left = part.days_left
    text = ngettext(
        lang,
        "%(part)s: %(num)s day left to go to court",
        "%(part)s: %(num)s days left to go to court",
        left,
        num=left,
        part=name,
    )
    return Stamp(text, "no" if left <= NEAR else "soon")


def _opinion(rows: Sequence[EmployerOpinion]) -> Cell:
    """Return the worst opinion of an office on the employer."""
    return employer_opinions.stamp(rows[0]) if rows else None
