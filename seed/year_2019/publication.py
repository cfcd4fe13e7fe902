"""Signing and publication of 2019 by two invented signers (`./musofir seed 2019 --published`)."""

from datetime import datetime, timedelta

from sqlmodel import Session

from catalog.core.actor import SYSTEM, Actor, Role
from catalog.core.fields import tashkent_day
from seed import reference, report_2019
from seed import remarks as printed_remarks
from seed.year_2019.people import MARK
from service import accounts
from service.accounts import NewAccount
from service.infra.database import Database
from service.infra.settings import DisclosureLimits
from service.reporting.annual import frozen_year, public_figures, remarks, year_closing
from service.reporting.annual.frozen_year import ReportYear
from service.reporting.annual.remarks import NewRemark
from service.reporting.annual.year_closing import YearCount
from service.reporting.figures import report_digest

YEAR = report_2019.YEAR
# The second signature is a supervisor's. Nobody can sign in as either: the accounts have no
# password and are disabled.
FIRST_SIGNER = NewAccount(
    "statistician.one@namuna.invalid", Role.STATISTICIAN, f"Statistician One {MARK}"
)
SECOND_SIGNER = NewAccount(
    "statistician.two@namuna.invalid", Role.SUPERVISOR, f"Statistician Two {MARK}"
)
INVENTED_REMARK = NewRemark(**next(reference.rows("year_2019_remark.tsv")))


class SignedBySomebodyElse(Exception):
    """The year was signed by people of this service, so invented people do not sign it."""


class OtherFigures(Exception):
    """The records differ from the printed report; the argument says where."""


def newest_signed(session: Session) -> ReportYear | None:
    """The last version of the year signed by the invented statisticians.

    Raises SignedBySomebodyElse.
    """
    rows = frozen_year.list_for_year(session, YEAR)
    first = accounts.by_email(session, FIRST_SIGNER.email)
    if rows and (first is None or rows[0].signed_by != first.reference):
        raise SignedBySomebodyElse
    return rows[0] if rows else None


def enter_figures(database: Database, on: datetime) -> None:
    """Enter the printed figures, the remarks on them, and the remark that the records are invented.

    What is there already stays.
    """
    with database.write() as session:
        by = _signer(session, FIRST_SIGNER, on)
        if INVENTED_REMARK.en not in {row.en for row in remarks.list_for_year(session, YEAR)}:
            # A moment earlier than the others, so that it comes first.
            before = on - timedelta(seconds=1)
            remarks.add_remark(
                session, YEAR, INVENTED_REMARK, by=by, on=before, day=tashkent_day(on)
            )
        report_2019.load(session, by=by, on=on)
        printed_remarks.load(session, by=by, on=on)


def sign(database: Database, smallest: DisclosureLimits, on: datetime) -> None:
    """Sign, countersign and publish the year; safe to interrupt and repeat.

    Raises SignedBySomebodyElse, and OtherFigures before anything is signed.
    """
    with database.read() as session:
        row = newest_signed(session)
    if row is None:
        with database.write() as session:
            by = _signer(session, FIRST_SIGNER, on)
        with database.read() as session:
            now = year_closing.count_year(session, YEAR, by=by, day=tashkent_day(on))
            _require_as_printed(session, now)
        with database.write() as session:
            row = year_closing.propose(
                session, now, report_digest.fingerprint(now.figures), by=by, on=on
            )
    with database.write() as session:
        if not row.countersigned_by:
            year_closing.countersign(
                session, YEAR, row.number, by=_signer(session, SECOND_SIGNER, on), on=on
            )
        year_closing.publish(
            session,
            YEAR,
            row.number,
            smallest=smallest,
            by=_signer(session, FIRST_SIGNER, on),
            on=on,
        )


def _signer(session: Session, new_account: NewAccount, on: datetime) -> Actor:
    """The actor of an invented signer; a missing account is opened and disabled at once."""
    row = accounts.by_email(session, new_account.email)
    if row is None:
        row = accounts.add(session, new_account, by=SYSTEM, on=on)
        accounts.disable(session, row, by=SYSTEM, on=on)
    return accounts.actor_for(row)


def _require_as_printed(session: Session, now: YearCount) -> None:
    """Check that every printed figure is counted as printed. Raises OtherFigures."""
    others = [
        one
        for one in public_figures.with_printed_values(session, YEAR, now.figures)
        if one.as_printed is not None
    ]
    if others:
        first = others[0]
        raise OtherFigures(
            f"{'/'.join(filter(None, first.name))} is {first.value} and was printed as {first.as_printed}"
        )
