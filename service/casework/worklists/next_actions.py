"""The usual next action of a claim in each state, and the day by which our service levels want it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo

import msgspec

from catalog.licensing.working_days import Calendar
from i18n import N_
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.worklists import service_levels
from service.casework.worklists.service_level_rules import Clock
from service.casework.worklists.service_levels import Since

_S = ClaimState
# A closed claim has none.
ACTIONS: Mapping[ClaimState, str] = {
    _S.RECEIVED: N_("Acknowledge the claim and call the worker"),
    _S.ACKNOWLEDGED: N_("Review the documents"),
    _S.SCREENED: N_("Calculate the sum owed"),
    _S.NEEDS_DOCUMENTS: N_("Ask the worker for the missing documents again"),
    _S.CALCULATED: N_("Decide whether to accept the claim"),
    _S.DECLINED: N_("Send the worker a letter with the answer"),
    _S.ACCEPTED: N_("Contact the employer, or assign the claim to a mission"),
    _S.ASSIGNED_TO_POST: N_("Contact the employer"),
    _S.EMPLOYER_CONTACTED: N_("Get a written answer from the employer"),
    _S.NEGOTIATION: N_("Agree on a payment schedule"),
    _S.SETTLEMENT_OFFERED: N_("Get the worker’s answer"),
    _S.SETTLED_AWAITING_PAYMENT: N_("Check that the payment arrived"),
    _S.LABOUR_INSPECTORATE: N_("Follow up the inspector’s answer"),
    _S.PROSECUTOR: N_("Follow up the prosecutor’s answer"),
    _S.MEDIATION: N_("Meet the mediator"),
    _S.COURT_FILED: N_("Find out the day of the hearing"),
    _S.JUDGMENT: N_("Get the judgment in writing and check the time limit for an appeal"),
    _S.ENFORCEMENT: N_("Contact the enforcement officer"),
    _S.GUARANTEE_FUND: N_("Follow up the fund’s decision"),
    _S.AGENCY_GUARANTEE: N_("Wait for the bank to pay the deposit"),
    _S.PARTLY_PAID: N_("Request the rest of the money"),
    _S.PAID_IN_FULL: N_("Pay the money out to the worker and close the claim"),
    _S.SUSPENDED: N_("Check whether the claim can go on"),
    _S.REOPENED: N_("Read why the claim was reopened and decide what to do"),
}
_CLOCKS = (Clock.ACKNOWLEDGE, Clock.SCREEN, Clock.CONTACT, Clock.REVIEW)
# Where no service level is in force.
_OTHERWISE = timedelta(days=7)
_DAY = timedelta(days=1)


class NextAction(msgspec.Struct, frozen=True):
    action: str
    due: date


def suggest(
    claim: Claim,
    to: ClaimState,
    allowed: Mapping[Clock, int],
    calendar: Calendar,
    *,
    zone: tzinfo,
    now: datetime,
) -> NextAction | None:
    """Return the usual next action after a step, with a working day for it, or None for a closed
    claim."""
    if to not in ACTIONS:
        return None
    today = now.astimezone(zone).date()
    latest = max(_by_clock(claim, to, allowed, zone, today), today + _DAY)
    due = latest
    while not calendar.is_one(due) and due > today + _DAY:
        due -= _DAY
    return NextAction(ACTIONS[to], due if calendar.is_one(due) else calendar.after(today, 1))


def _by_clock(
    claim: Claim, to: ClaimState, allowed: Mapping[Clock, int], zone: tzinfo, today: date
) -> date:
    """Return the day on which the service level of a state ends, if it begins today."""
    for clock in _CLOCKS:
        rule = service_levels.CLOCK_RULES[clock]
        if to not in rule.states or clock not in allowed:
            continue
        begun = {
            Since.FILED: claim.filed_at,
            Since.ACCEPTED: None if to is _S.ACCEPTED else claim.accepted_at,
            Since.MOVED: None,
        }[rule.since]
        first = begun.astimezone(zone).date() if begun else today
        return first + timedelta(days=allowed[clock])
    return today + _OTHERWISE
