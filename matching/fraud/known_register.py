"""The register and confirmed frauds of a day, with which recruiters and offers are compared."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import exchange_rates, journal
from catalog.core.exchange_rates import RateTable
from catalog.core.register_memo import RegisterMemo
from catalog.licensing import agencies
from catalog.licensing.agencies import Agency, AgencyStatus
from matching.fraud import confirmed_frauds, recruiter_names, vetted_jobs
from matching.fraud.confirmed_frauds import Frauds
from matching.fraud.pay_check import Job
from matching.fraud.vetted_jobs import Terms
from matching.identity.name_matching import Names

_MOST_STATUSES: Final = 5_000
_MOST_MARKETS: Final = 256


class Memos:
    """Statuses of recruiters and pay ranges of vetted jobs on one day, each read when needed."""

    def __init__(self, position: int, day: date) -> None:
        self.day = day
        self.statuses = RegisterMemo[str, AgencyStatus](position, _MOST_STATUSES)
        self.pay_ranges = RegisterMemo[Terms, list[Job]](position, _MOST_MARKETS)


class KnownRegister(msgspec.Struct, frozen=True):
    """What is known on a day: recruiters, frauds, rates, and what was read of them before."""

    day: date
    names: Names
    frauds: Frauds
    rates: RateTable
    memos: Memos

    def statuses(self, session: Session, wanted: Sequence[str]) -> dict[str, AgencyStatus]:
        """Recruiters as shown to the public, by their numbers in the register."""

        def read(missing: list[str]) -> dict[str, AgencyStatus]:
            asked = select(Agency).where(col(Agency.external_id).in_(missing))
            rows = session.execute(asked).scalars()
            found = agencies.statuses(session, rows, self.day, decided=True)
            return {row.agency.external_id: row for row in found}

        return self.memos.statuses.get(session, wanted, read)

    def pay_ranges(self, session: Session, terms: Terms) -> list[Job]:
        """The pay of all vetted jobs that are as stated."""

        def read(missing: list[Terms]) -> dict[Terms, list[Job]]:
            return {one: vetted_jobs.pay_ranges(session, one, self.day) for one in missing}

        return self.memos.pay_ranges.get(session, [terms], read)[terms]


def read(session: Session, today: date) -> KnownRegister:
    """Read everything again, as a command does; a server has it in its register cache."""
    names = recruiter_names.read(session)
    frauds = confirmed_frauds.read(session, names, today)
    memos = Memos(journal.register_position(session), today)
    return KnownRegister(today, names, frauds, exchange_rates.table(session, today), memos)
