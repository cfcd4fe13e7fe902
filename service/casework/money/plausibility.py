"""Questions about an unlikely amount, which must be confirmed before it is recorded."""

from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.errors import Conflict
from catalog.core.exchange_rates import RateTable
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from service.casework.claims.wage_claims import Claim
from service.casework.money import heir_shares, money_entries
from service.casework.money.money_entries import Payment, PayOut, stands

# An amount is implausible if it is more than this many times what the claim says.
MOST_TIMES = 10


class AmountQuestion(LabelledEnum):
    """A question about an amount, which the person who records it has to answer."""

    MORE_THAN_OWED = "more_than_owed", N_("This is more than is still owed in this currency.")
    SAME_AGAIN = (
        "same_again",
        N_("The same amount, on the same day and paid in the same way, is already recorded."),
    )
    IMPLAUSIBLE = "implausible", N_("This is more than ten times the amount claimed.")
    MORE_THAN_SHARE = (
        "more_than_share",
        N_("With this payment, the heir will have received more than their share."),
    )
    MORE_THAN_PAY = (
        "more_than_pay",
        N_("This is far more than work in this country pays for this time."),
    )


class AmountQuestioned(Conflict):
    """An amount that has to be confirmed; `confirm` lists the questions. Nothing was recorded."""

    slug = "amount-questioned"
    sentence = N_("Check this amount. Nothing has been recorded yet.")

    def __init__(
        self,
        field: str | None = None,
        *,
        confirm: tuple[AmountQuestion, ...] = (),
        **facts: object,
    ) -> None:
        super().__init__(field, **facts)
        self.confirm = confirm


def require_confirmed_payment(
    session: Session, claim: Claim, row: Payment, table: RateTable, confirmed: list[AmountQuestion]
) -> None:
    """Require that every question about a payment was confirmed. Refuses: AmountQuestioned."""
    balances = money_entries.balances(session, claim.reference)
    owed = sum(one.outstanding for one in balances if one.currency == row.settles_currency)
    same = select(Payment).where(
        col(Payment.claim) == claim.reference,
        col(Payment.on) == row.on,
        col(Payment.payer) == row.payer,
        col(Payment.method) == row.method,
        col(Payment.amount) == row.amount,
        col(Payment.currency) == row.currency,
        stands(Payment),
    )
    claimed = [
        table.convert(one.claimed, one.currency, row.settles_currency)
        for one in balances
        if one.claimed
    ]
    known = sum(amount for amount in claimed if amount is not None)
    value = max(row.settles, table.convert(row.amount, row.currency, row.settles_currency) or 0)
    asked = {
        AmountQuestion.MORE_THAN_OWED: row.settles > owed,
        AmountQuestion.SAME_AGAIN: session.execute(same.limit(1)).first() is not None,
        AmountQuestion.IMPLAUSIBLE: known > 0 and value > MOST_TIMES * known,
    }
    _require(asked, confirmed)


def require_confirmed_pay_out(
    session: Session, claim: Claim, row: PayOut, confirmed: list[AmountQuestion]
) -> None:
    """Require confirmation of a pay-out like one already recorded, or above the share of an heir.

    Refuses: AmountQuestioned."""
    same = select(PayOut).where(
        col(PayOut.claim) == row.claim,
        col(PayOut.on) == row.on,
        col(PayOut.method) == row.method,
        col(PayOut.amount) == row.amount,
        col(PayOut.currency) == row.currency,
        stands(PayOut),
    )
    asked = {
        AmountQuestion.SAME_AGAIN: session.execute(same.limit(1)).first() is not None,
        AmountQuestion.MORE_THAN_SHARE: heir_shares.is_more_than_share(session, claim, row),
    }
    _require(asked, confirmed)


def require_confirmed_share(
    session: Session, claim: Claim, row: PayOut, confirmed: Collection[AmountQuestion]
) -> None:
    """Require confirmation of a pay-out above the share of an heir. Refuses: AmountQuestioned."""
    is_more = heir_shares.is_more_than_share(session, claim, row)
    _require({AmountQuestion.MORE_THAN_SHARE: is_more}, confirmed)


def require_confirmed_assessment(
    lines: list[tuple[int, int | None]], confirmed: Collection[AmountQuestion]
) -> None:
    """Require confirmation of an amount of a line far above the one claimed; each is such a pair.

    Refuses: AmountQuestioned."""
    far = any(amount is not None and amount > MOST_TIMES * claimed for claimed, amount in lines)
    _require({AmountQuestion.IMPLAUSIBLE: far}, confirmed)


def _require(asked: dict[AmountQuestion, bool], confirmed: Collection[AmountQuestion]) -> None:
    open_ = tuple(one for one, applies in asked.items() if applies and one not in confirmed)
    if open_:
        raise AmountQuestioned("amount", confirm=open_)
