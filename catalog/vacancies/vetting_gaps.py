"""What a vacancy lacks when it is vetted: documents, and terms that are not stated."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.errors import Refusal
from catalog.core.journal import Entry
from catalog.core.labelled_enum import LabelledEnum
from catalog.vacancies.vacancies import Vacancy
from i18n import N_


class Gap(LabelledEnum):
    """A document or a term that is missing; documents have the words of their kinds."""

    DEMAND = "demand", N_("demand letter")
    ATTORNEY = "attorney", N_("power of attorney")
    CONTRACT = "contract", N_("contract")
    PAY = "pay", N_("pay")
    HOURS = "hours", N_("hours of work")
    MONTHS = "months", N_("length of the contract")
    HOUSING = "housing", N_("housing")
    MEALS = "meals", N_("meals")
    TRAVEL = "travel", N_("travel")
    INSURANCE = "insurance", N_("insurance")
    FEE = "fee", N_("fee the worker pays")

    @property
    def is_document(self) -> bool:
        return self not in _COLUMNS


_COLUMNS: Mapping[Gap, str] = MappingProxyType(
    {
        Gap.PAY: "wage_max",
        Gap.HOURS: "hours_per_week",
        Gap.MONTHS: "contract_months",
        Gap.HOUSING: "housing",
        Gap.MEALS: "meals",
        Gap.TRAVEL: "travel",
        Gap.INSURANCE: "insurance",
        Gap.FEE: "worker_fee",
    }
)
# How the journal names a gap that an officer accepted.
_ACCEPTED = "without_"


class GapsOpen(Refusal):
    """`allowed` are the gaps that the field has to name."""

    slug = "gaps-open"
    sentence = N_(
        "This vacancy lacks: %(gaps)s. Tick that it passes without, or return it to the agency."
    )
    coded = MappingProxyType({"gaps": "gap"})

    @property
    def allowed(self) -> Sequence[str]:
        return [gap.value for gap in self.facts["gaps"]]  # type: ignore[attr-defined]


class AcceptedGaps(msgspec.Struct, frozen=True):
    """The gaps with which an officer let a vacancy through."""

    gaps: list[Gap]
    account: str
    at: datetime


def missing_terms(row: Vacancy) -> list[Gap]:
    """Return the terms that are not stated; a fee of 0 is stated, pay of 0 is not."""
    return [
        gap
        for gap, column in _COLUMNS.items()
        if getattr(row, column) is None or (gap is Gap.PAY and not row.wage_max)
    ]


# How many of the latest approvals and publications are read.
_LATEST = 20


def require_accepted(gaps: Sequence[Gap], accepted: Collection[str]) -> None:
    """Require that each gap was accepted by name. Refuses: GapsOpen."""
    if not set(gaps) <= set(accepted):
        raise GapsOpen("without", gaps=tuple(gaps))


def journal_fields(gaps: Sequence[Gap]) -> tuple[str, ...]:
    """Return how the journal names the gaps with which a vacancy is let through."""
    return tuple(_ACCEPTED + gap.value for gap in gaps)


def accepted(session: Session, vacancy: str) -> AcceptedGaps | None:
    """Return the gaps with which the vacancy was last let through, until a later approval.

    A vacancy is also published again without being looked at, which says nothing of its gaps.
    """
    asked = select(col(Entry.act), col(Entry.fields), col(Entry.account), col(Entry.at)).where(
        col(Entry.reference) == vacancy,
        col(Entry.noun) == "vacancy",
        col(Entry.act).in_(("approve", "publish")),
    )
    for one in session.execute(asked.order_by(col(Entry.position).desc()).limit(_LATEST)):
        names = str(one.fields).split(",")
        if gaps := [gap for gap in Gap if _ACCEPTED + gap.value in names]:
            return AcceptedGaps(gaps, one.account, one.at)
        if one.act == "approve":
            return None
    return None
