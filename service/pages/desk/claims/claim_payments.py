"""Forms of a claim: record a payment or a pay-out, and request the reversal of an entry."""

from collections.abc import Mapping

import msgspec

from catalog.core.fields import Code, Prose
from i18n import N_
from service.casework.claims.wage_claims import Claim
from service.casework.money import payments
from service.casework.money.payments import NewPayment, NewPayOut
from service.casework.money.plausibility import AmountQuestion
from service.casework.workflow import reversals
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.claims import claim_page
from service.web.form_actions import FormAction


class ReversalInput(msgspec.Struct):
    entry: Code
    reason: Prose


@claim_page.post(
    "/desk/wages/{reference:str}/payments",
    permission=Permission.WAGES_PAY,
    done=N_("The payment is recorded."),
)
def receive(act: FormAction, claim: Claim) -> None:
    payments.receive(act.session, claim, read_payment(act.typed), by=act.by, on=act.on, day=act.day)


@claim_page.post(
    "/desk/wages/{reference:str}/pay-outs",
    permission=Permission.WAGES_PAY,
    part="out_",
    done=N_("The pay-out is recorded."),
)
def pay_out(act: FormAction, claim: Claim) -> None:
    typed = act.typed
    values = forms.with_minor_units(forms.fields_of(NewPayOut, typed), "amount", "currency")
    values["confirm"] = confirmed(typed)
    new_pay_out = forms.read(NewPayOut, values)
    payments.pay_out(
        act.session,
        claim,
        new_pay_out,
        by=act.by,
        on=act.on,
        day=act.day,
        heir_shown=typed.get("heir"),
    )


@claim_page.post(
    "/desk/wages/{reference:str}/reversals",
    permission=Permission.WAGES_PAY,
    versioned=False,
    part="reversal_",
    done=N_("The request is sent. A second person will decide."),
)
def reverse(act: FormAction, claim: Claim) -> None:
    """Ask a second person to reverse an entry of the ledger."""
    asked = act.read(ReversalInput)
    reversals.request(act.session, claim, asked.entry, asked.reason, by=act.by, on=act.on)


def read_payment(typed: Mapping[str, str]) -> NewPayment:
    """Return a payment as typed on a page, with amounts in whole units. Refuses: InvalidInput."""
    values = forms.with_minor_units(forms.fields_of(NewPayment, typed), "amount", "currency")
    settles = forms.fields_under("settles.", dict(typed))
    if settles.get("currency") or settles.get("amount"):
        values["settles"] = forms.with_minor_units(settles, "amount", "currency")
    values["confirm"] = confirmed(typed)
    return forms.read(NewPayment, values)


def confirmed(typed: Mapping[str, str], prefix: str = "") -> list[AmountQuestion]:
    """Return the questions about an amount that were ticked."""
    return [one for one in AmountQuestion if typed.get(f"{prefix}confirm_{one.value}")]
