"""Questions about an amount before it is recorded: is it too much, the same again, implausible?"""

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.errors import Conflict
from catalog.core.exchange_rates import RateTable
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from service.casework.claims.wage_claims import Claim
from service.casework.money import money_entries
from service.casework.money.money_entries import Payment, PayOut, stands

# An amount is implausible if it is more than this many times what the claim says.
MOST_TIMES = 10


class Question(LabelledEnum):
    """A question about an amount, which the person who records it has to answer."""

    MORE_THAN_OWED = "more_than_owed", N_("This is more than is still owed in this currency.")
    SAME_AGAIN = (
        "same_again",
        N_("The same amount, on the same day and paid in the same way, is already recorded."),
    )
    IMPLAUSIBLE = "implausible", N_("This is more than ten times the amount claimed.")


class AmountQuestioned(Conflict):
    """An amount that has to be confirmed; `confirm` lists the questions. Nothing was recorded."""

    slug = "amount-questioned"
    sentence = N_("Check this amount. Nothing has been recorded yet.")

    def __init__(self, field: str | None = None, *, confirm: tuple[Question, ...] = ()) -> None:
        super().__init__(field)
        self.confirm = confirm


def require(
    session: Session, claim: Claim, row: Payment, table: RateTable, confirmed: list[Question]
) -> None:
    """Require that every question about a payment was confirmed. Refuses: AmountQuestioned."""
    balances = money_entries.balances(session, claim.reference)
    owed = sum(one.left for one in balances if one.currency == row.settles_currency)
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
        Question.MORE_THAN_OWED: row.settles > owed,
        Question.SAME_AGAIN: session.execute(same.limit(1)).first() is not None,
        Question.IMPLAUSIBLE: known > 0 and value > MOST_TIMES * known,
    }
    _require(asked, confirmed)


def require_new_pay_out(session: Session, row: PayOut, confirmed: list[Question]) -> None:
    """Require that a pay-out like one already recorded was confirmed. Refuses: AmountQuestioned."""
    same = select(PayOut).where(
        col(PayOut.claim) == row.claim,
        col(PayOut.on) == row.on,
        col(PayOut.method) == row.method,
        col(PayOut.amount) == row.amount,
        col(PayOut.currency) == row.currency,
        stands(PayOut),
    )
    _require({Question.SAME_AGAIN: session.execute(same.limit(1)).first() is not None}, confirmed)


def _require(asked: dict[Question, bool], confirmed: list[Question]) -> None:
    open_ = tuple(one for one, applies in asked.items() if applies and one not in confirmed)
    if open_:
        raise AmountQuestioned("amount", confirm=open_)
