"""Shares of heirs: who is paid after a death, and how much of the money of a claim is due to each."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import msgspec
from sqlmodel import Session

from catalog.core.errors import Refusal
from i18n import N_
from matching.identity import deaths
from service.casework.claims.wage_claims import Claim
from service.casework.money import money_entries, payee_table
from service.casework.money.money_entries import Balance, PayOut, Undelivered
from service.casework.scope import incident_tables
from service.casework.scope.incident_tables import Relative


class OnlyToHeirs(Refusal):
    slug = "only-to-heirs"
    sentence = N_(
        "The worker has died. The money can only be paid to an heir whose right is proved on the page"
        " of the incident."
    )


class HeirNotChosen(Refusal):
    slug = "heir-not-chosen"
    sentence = N_(
        "The worker has several proved heirs. First choose under “Payout details” which of them is"
        " paid."
    )


class PaidToTheDead(Refusal):
    slug = "paid-to-the-dead"
    sentence = N_(
        "The worker had died by this day. Record that we hold the money, and pay it out to the heirs."
    )


class OtherHeirNow(Refusal):
    slug = "other-heir-now"
    sentence = N_(
        "Another heir is paid now than when you opened this page. Check the heir below, then send it "
        "again."
    )


class HeirSum(msgspec.Struct, frozen=True):
    """What an heir has received in one currency, of all the money that is or was held for the heirs.

    `due` is their exact part of it in minor units: by their share, else of what the shares of the
    others leave; None where no heir has a recorded share."""

    heir: str
    share: str | None
    currency: str
    whole: int
    due: Fraction | None
    received: int


def require_alive(session: Session, claim: Claim, on: date) -> None:
    """Require that the worker was alive when they were paid. Refuses: PaidToTheDead."""
    died = deaths.day_of_death(session, claim.citizen)
    if died and on > died:
        raise PaidToTheDead("hand")


def require_receiver(session: Session, claim: Claim, shown: str | None = None) -> Relative | None:
    """Return the proved heir who is paid next, or None for a worker who is alive.

    The only heir needs no payee; `shown` is the heir that an officer saw on the page, if any.
    Refuses: OnlyToHeirs, HeirNotChosen, OtherHeirNow."""
    if not deaths.day_of_death(session, claim.citizen):
        return None
    heirs = incident_tables.proved_heirs(session, claim.citizen)
    if not heirs:
        raise OnlyToHeirs
    found = next_receiver(session, claim, heirs)
    if found is None:
        raise HeirNotChosen
    if shown and shown != found.reference:
        raise OtherHeirNow("heir")
    return found


def next_receiver(session: Session, claim: Claim, heirs: list[Relative]) -> Relative | None:
    """Return which of the proved heirs is paid next: the only one, or the payee; else None."""
    if len(heirs) < 2:
        return next(iter(heirs), None)
    payee = payee_table.newest(session, claim.reference)
    chosen = (
        incident_tables.find_heir(session, payee.relative or "", claim.citizen) if payee else None
    )
    if chosen is None:
        return None
    records = incident_tables.records_of_heir(session, chosen)
    return next((one for one in heirs if one.reference in records), None)


def list_sums(session: Session, claim: Claim, heirs: Sequence[Relative]) -> list[HeirSum]:
    """Return what each of these heirs, who are all proved heirs, has received, by currency."""
    if not heirs:
        return []
    paid = paid_to_heirs(session, claim.reference)
    balances = money_entries.balances(session, claim.reference)
    sums = []
    for heir in heirs:
        records = incident_tables.records_of_heir(session, heir)
        part = _part_of(heir, heirs)
        sums += [_sum(heir, part, records, balance, paid) for balance in balances]
    return [one for one in sums if one.whole > 0]


def _part_of(heir: Relative, proved: Sequence[Relative]) -> Fraction | None:
    """Return the share of an heir; heirs without one have what the shares of the others leave."""
    if heir.share:
        return Fraction(heir.share)
    known = [Fraction(one.share) for one in proved if one.share]
    if not known:
        return None
    without = sum(not one.share for one in proved)
    return Fraction(max(1 - sum(known), 0)) / max(without, 1)


def _sum(
    heir: Relative,
    part: Fraction | None,
    records: list[str],
    balance: Balance,
    paid: list[PayOut],
) -> HeirSum:
    """Return the sum of one heir, of whom these are the records, in one currency.

    What the worker received and what went on fees is not divided among the heirs."""
    same = [one for one in paid if one.currency == balance.currency]
    whole = balance.held + balance.undelivered + sum(one.amount for one in same)
    return HeirSum(
        heir=heir.reference,
        share=heir.share,
        currency=balance.currency,
        whole=whole,
        due=None if part is None else part * whole,
        received=sum(one.amount for one in same if one.heir in records),
    )


def is_more_than_share(session: Session, claim: Claim, row: PayOut) -> bool:
    """Return whether a pay-out not yet recorded gives an heir more than their share."""
    heir = session.get(Relative, row.heir) if row.heir else None
    if heir is None:
        return False
    proved = incident_tables.proved_heirs(session, claim.citizen)
    # A merge of two records of the worker, or another record of an heir withdrawn, can leave more.
    if sum(Fraction(one.share) for one in proved if one.share) > 1:
        return True
    return any(
        one.due is not None and one.received + row.amount > one.due
        for one in list_sums(session, claim, proved)
        if (one.heir, one.currency) == (heir.reference, row.currency)
    )


def paid_to_heirs(session: Session, claim: str) -> list[PayOut]:
    """Return the pay-outs to heirs of a claim that were neither reversed nor returned."""
    return [one for one in list_delivered(session, claim) if one.heir]


def list_delivered(session: Session, claim: str) -> list[PayOut]:
    """Return the pay-outs of a claim, to anybody, that were neither reversed nor returned."""
    back = {one.pay_out for one in money_entries.list_current(session, Undelivered, claim)}
    return [one for one in money_entries.list_current(session, PayOut, claim) if one.id not in back]
