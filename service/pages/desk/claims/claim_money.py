"""The money of a claim besides payments: instalments, deducted fees, and failed pay-outs."""

from typing import Any

import msgspec
from litestar import Response

from catalog.core.errors import InvalidInput, Refusal
from catalog.core.fields import Count, CurrencyCode, Minor
from service.casework.claims.wage_claims import Claim
from service.casework.money import failed_payouts, instalments, payments
from service.casework.money.failed_payouts import NewUndelivered
from service.casework.money.instalments import NewInstalment
from service.casework.money.money_entries import Fee
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.claims import claim_page
from service.web import context
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

# The most instalments that can be typed at once.
ROWS = 12


class FeeInput(msgspec.Struct):
    fee: Fee
    amount: Minor
    currency: CurrencyCode


class DeliveryInput(msgspec.Struct):
    number: Count


@claim_page.post(
    "/desk/wages/{reference:str}/instalments", permission=Permission.WAGES_PAY, part="part_"
)
def agree(act: FormAction, claim: Claim) -> None:
    rows = _read_instalments(act.typed)
    instalments.set_schedule(act.session, claim, rows, by=act.by, on=act.on, day=act.day)


def _read_instalments(typed: dict[str, str]) -> list[NewInstalment]:
    """Return the rows that were typed. Refuses: InvalidInput."""
    new_instalments: list[NewInstalment] = []
    errors: list[Refusal] = []
    for place in [n for n in range(1, ROWS + 1) if typed.get(f"amount_{n}", "").strip()]:
        row = {
            "amount": typed[f"amount_{place}"],
            "due": typed.get(f"due_{place}", ""),
            "currency": typed.get("currency", ""),
        }
        try:
            new_instalments.append(
                forms.read(NewInstalment, forms.with_minor_units(row, "amount", "currency"))
            )
        except InvalidInput as wrong:
            errors += wrong.errors
            for error in wrong.errors:
                error.field = "currency" if error.field == "currency" else f"{error.field}_{place}"
    if errors:
        raise InvalidInput(errors)
    return new_instalments


@claim_page.post("/desk/wages/{reference:str}/fees", permission=Permission.WAGES_PAY, part="fee_")
def deduct(act: FormAction, claim: Claim) -> None:
    fee_input = act.read(FeeInput, money="amount")
    payments.deduct(
        act.session,
        claim,
        fee_input.fee,
        fee_input.amount,
        fee_input.currency,
        by=act.by,
        on=act.on,
        day=act.day,
    )


@claim_page.post(
    "/desk/wages/{reference:str}/undelivered", permission=Permission.WAGES_PAY, part="wait_"
)
def flag(act: FormAction, claim: Claim) -> None:
    new_undelivered = act.read(NewUndelivered, money="amount")
    failed_payouts.flag(
        act.session,
        claim,
        new_undelivered,
        by=act.by,
        on=act.on,
        day=act.day,
    )


@claim_page.post("/desk/wages/{reference:str}/delivered", permission=Permission.WAGES_PAY)
def deliver(act: FormAction, claim: Claim) -> None:
    delivery_input = act.read(DeliveryInput)
    failed_payouts.deliver(
        act.session,
        claim,
        delivery_input.number,
        by=act.by,
        on=act.on,
        day=act.day,
    )


@page_get("/desk/unclaimed", permission=Permission.WAGES_READ)
def index(request: Req) -> Response[Any]:
    with context.reading(request) as session:
        rows = failed_payouts.list_waiting(session, by=context.actor(request))
        return context.page(request, "desk/claims/unclaimed.html", rows=rows)
