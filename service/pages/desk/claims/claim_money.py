"""The money of a claim besides payments: instalments, deducted fees, and failed pay-outs."""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from catalog.core.errors import InvalidInput, Refusal
from catalog.core.fields import Count, CountryCode, CurrencyCode, Minor
from i18n import N_, NP_
from matching.identity import deaths
from service.casework.claims.wage_claims import Claim
from service.casework.money import failed_payouts, instalments, payments
from service.casework.money.failed_payouts import Discovery, NewDelivery, NewUndelivered
from service.casework.money.instalments import NewInstalment
from service.casework.money.money_entries import Fee, Method, NonDeliveryReason, Undelivered
from service.casework.worklists import claim_list
from service.infra.access import Permission
from service.input import forms
from service.input import listing as queries
from service.pages.desk.claims import claim_page, claim_payments
from service.pages.desk.shared import desk_page, list_choices, list_columns
from service.web.context import Req, page_get
from service.web.form_actions import FormAction
from service.web.lists import listing
from service.web.lists.list_cells import Country, Labelled, Link, Money, Reference, Sentence
from service.web.lists.list_view import Column, FilterField, ListView, Query, Reading

# The most instalments that can be typed at once.
ROWS = 12


class FeeInput(msgspec.Struct):
    fee: Fee
    amount: Minor
    currency: CurrencyCode


class UndeliveredInput(NewUndelivered, kw_only=True):
    """Undelivered money as the form asks for it, with how we found out."""

    discovery: Discovery


class DeliveryInput(NewDelivery, kw_only=True, forbid_unknown_fields=False):
    """Which waiting money was paid out, when and how, and how much of it; None is the whole."""

    number: Count
    on: date
    method: Method
    currency: CurrencyCode | None = None
    amount: Minor | None = None


@claim_page.post(
    "/desk/wages/{reference:str}/instalments",
    permission=Permission.WAGES_PAY,
    part="part_",
    done=N_("The instalments are recorded."),
)
def agree(act: FormAction, claim: Claim) -> None:
    rows = _read_instalments(act.typed, act.day)
    instalments.set_schedule(act.session, claim, rows, by=act.by, on=act.on, day=act.day)


def _read_instalments(typed: dict[str, str], today: date) -> list[NewInstalment]:
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
            amounts = forms.with_minor_units(row, "amount", "currency")
            new_instalments.append(forms.read(NewInstalment, amounts, today=today))
        except InvalidInput as wrong:
            errors += wrong.errors
            for error in wrong.errors:
                error.field = "currency" if error.field == "currency" else f"{error.field}_{place}"
    if errors:
        raise InvalidInput(errors)
    return new_instalments


@claim_page.post(
    "/desk/wages/{reference:str}/fees",
    permission=Permission.WAGES_PAY,
    part="fee_",
    done=N_("The deduction is recorded."),
)
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
    "/desk/wages/{reference:str}/undelivered",
    permission=Permission.WAGES_PAY,
    part="wait_",
    done=N_("It is recorded that the money could not be delivered."),
)
def flag(act: FormAction, claim: Claim) -> None:
    new_undelivered = act.read(UndeliveredInput, money="amount")
    if new_undelivered.pay_out is None and "amount" not in act.typed:
        raise forms.MissingAnswer("pay_out")
    failed_payouts.flag(
        act.session,
        claim,
        new_undelivered,
        by=act.by,
        on=act.on,
        day=act.day,
    )


@claim_page.post(
    "/desk/wages/{reference:str}/delivered",
    permission=Permission.WAGES_PAY,
    part="waiting_",
    done=N_("It is recorded that the money was delivered."),
)
def deliver(act: FormAction, claim: Claim) -> None:
    delivery_input = act.read(DeliveryInput, money="amount")
    failed_payouts.deliver(
        act.session,
        claim,
        delivery_input.number,
        by=act.by,
        on=act.on,
        day=act.day,
        confirm=claim_payments.confirmed(act.typed),
        amount=delivery_input.amount,
        heir_shown=act.typed.get("heir"),
        new_delivery=delivery_input,
    )


class UnclaimedFilter(msgspec.Struct, frozen=True):
    """The filter of unclaimed money, as in the query string."""

    employer: queries.Word = ""
    country: CountryCode | None = None
    hurdle: NonDeliveryReason | None = None
    currency: CurrencyCode | None = None
    since_from: date | None = None
    since_until: date | None = None


class UnclaimedRow(msgspec.Struct, frozen=True):
    """Money that did not reach its worker, or their heirs, with its claim and names."""

    row: Undelivered
    claim: Claim
    worker: str
    officer: str
    for_heirs: bool

    @property
    def reference(self) -> str:
        return self.claim.reference


def _terms(reading: Reading, asked: UnclaimedFilter) -> list[ColumnElement[bool]]:
    return [
        *failed_payouts.waiting(by=reading.by),
        *([claim_list.is_employer(asked.employer)] if asked.employer else []),
        *queries.equals(Claim, asked, "country"),
        *queries.equals(Undelivered, asked, "hurdle", "currency"),
        *queries.between(Undelivered.since, asked.since_from, asked.since_until),
    ]


def _facts(reading: Reading, rows: list[Any]) -> list[UnclaimedRow]:
    workers = claim_list.workers(reading.session, [claim for _row, claim in rows])
    officers = desk_page.officer_names(reading.session, {row.officer for row, _claim in rows})
    dead = deaths.list_dead(reading.session, {claim.citizen for _row, claim in rows})
    return [
        UnclaimedRow(
            row,
            claim,
            workers[claim.reference],
            officers.get(row.officer, ""),
            claim.citizen in dead,
        )
        for row, claim in rows
    ]


UNCLAIMED = ListView(
    name="unclaimed",
    path="/desk/unclaimed",
    permission=Permission.WAGES_READ,
    title=N_("Unclaimed money"),
    counted=NP_("%(num)s amount", "%(num)s amounts"),
    filter=UnclaimedFilter,
    order="since",
    query=Query(rows=select(Undelivered, Claim), key=(col(Undelivered.id),), terms=_terms),
    facts=_facts,
    choices=list_choices.by_country,
    template="desk/claims/unclaimed.html",
    fields=(
        FilterField(name="employer", label=N_("Employer"), kind="text", usual=True),
        list_columns.COUNTRY_FIELD,
        FilterField(name="hurdle", label=N_("Reason"), labels="hurdle", usual=True),
        FilterField(name="currency", label=N_("Currency, for example KRW"), kind="text"),
        FilterField(name="since_from", label=N_("Waiting since this date or later"), kind="date"),
        FilterField(
            name="since_until", label=N_("Waiting since this date or earlier"), kind="date"
        ),
    ),
    columns=(
        Column(
            key="worker",
            label=N_("Worker"),
            cell=lambda one: Link(
                one.worker or one.claim.reference, f"/desk/wages/{one.claim.reference}"
            ),
            order=claim_list.SORTED_BY["worker"],
        ),
        Column(
            key="recipient",
            label=N_("Recipient"),
            cell=lambda one: Sentence(N_("The heirs") if one.for_heirs else N_("The worker")),
        ),
        Column(
            key="amount",
            label=N_("Amount"),
            cell=lambda one: Money(one.row.amount, one.row.currency),
            order=(col(Undelivered.currency), col(Undelivered.amount)),
            is_number=True,
        ),
        Column(
            key="hurdle",
            label=N_("Reason"),
            cell=lambda one: Labelled("hurdle", one.row.hurdle),
            order=(col(Undelivered.hurdle),),
        ),
        Column(
            key="since",
            label=N_("Since"),
            cell=lambda one: one.row.since,
            order=(col(Undelivered.since),),
        ),
        Column(
            key="discovery",
            label=N_("How we found out"),
            cell=lambda one: Labelled("discovery", one.row.discovery),
            order=(col(Undelivered.discovery),),
            usual=False,
        ),
        Column(
            key="receipt",
            label=N_("Number of the notice"),
            cell=lambda one: one.row.receipt,
            usual=False,
        ),
        Column(
            key="employer",
            label=N_("Employer"),
            cell=lambda one: one.claim.employer,
            order=claim_list.SORTED_BY["employer"],
        ),
        Column(
            key="country",
            label=N_("Country"),
            cell=lambda one: Country(one.claim.country),
            order=(col(Claim.country),),
        ),
        Column(key="claim", label=N_("Claim"), cell=lambda one: Reference(one.claim.reference)),
        Column(key="officer", label=N_("Recorded by"), cell=lambda one: one.officer, usual=False),
    ),
)


@page_get("/desk/unclaimed", permission=Permission.WAGES_READ)
def index(request: Req) -> Response[Any]:
    return listing.show(request, UNCLAIMED)
