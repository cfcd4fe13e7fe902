"""What the page of one application's journey shows, and which steps its reader may take."""

import msgspec
from sqlmodel import Session

from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed
from catalog.core.fields import TASHKENT
from catalog.reference import countries
from catalog.vacancies.vacancies import Vacancy
from matching.applications import applications, state_machine, transitions
from matching.applications.applications import Application
from matching.applications.applications import State as At
from matching.contracts import contracts
from matching.contracts.contracts import Contract, NewContract
from matching.contracts.contracts import State as Written
from matching.identity.persons import Citizen
from matching.journey import pre_departure
from matching.journey.pre_departure import Preparation
from matching.placements import arrivals
from matching.placements.placements import Placement
from service.accounts import Account
from service.input import forms
from service.pages.shared import contract_terms
from service.pages.shared.contract_terms import Line
from service.web import context
from service.web.context import Req

_ENDS = ("employer_cancel", "find_unfit", "miss")


def version(session: Session, row: Application) -> str:
    """Return the versions of the application, its contract and its preparation.

    A change to any of them makes the page outdated.
    """
    contract, kept = (
        contracts.for_application(session, row),
        pre_departure.for_application(session, row),
    )
    return f"{row.version}.{contract.version if contract else 0}.{kept.version if kept else 0}"


class JourneyPage(msgspec.Struct):
    """The journey of an application: contract, preparation, placement, and the steps.

    `version` is that of all of them, `compared` are the contract's terms beside the vacancy's,
    `sheet` those of the contract alone, and `accepted` the worse ones that the worker accepted.
    """

    row: Application
    about: str
    vacancy: Vacancy
    contract: Contract | None
    kept: Preparation | None
    placed: Placement | None
    version: str
    person: Citizen | None
    compared: list[Line]
    sheet: list[tuple[str, str]]
    accepted: list[str]
    outlived: bool
    officer: str
    acts: set[str]
    codes: list[str]
    typed: dict[str, str]


def journey_page(request: Req, session: Session, row: Application) -> JourneyPage:
    by, lang = context.actor(request), context.language(request)
    vacancy, contract, kept = (
        session.get_one(Vacancy, row.vacancy),
        contracts.for_application(session, row),
        pre_departure.for_application(session, row),
    )
    placed = session.get(Placement, row.placement) if row.placement else None
    trades = context.register_cache(request, session).occupations
    open_ = contract is not None and contract.state != Written.SIGNED
    result = (
        contracts.terms(session, row, contract, context.app_state(request).today)
        if contract and open_
        else []
    )
    officer = session.get(Account, contract.officer) if contract and contract.officer else None
    return JourneyPage(
        row=row,
        about=vacancy.country,
        vacancy=vacancy,
        contract=contract,
        kept=kept,
        placed=placed,
        version=version(session, row),
        person=session.get(Citizen, row.citizen) if applications.names_worker(row, by) else None,
        compared=contract_terms.compare_terms(lang, result, vacancy.currency, trades),
        sheet=contract_terms.printed_terms(lang, contract, trades) if contract else [],
        accepted=contract_terms.accepted_terms(lang, contract) if contract else [],
        outlived=contract is not None and open_ and contracts.is_outdated(session, row, contract),
        officer=officer.name if officer else "",
        acts=allowed_steps(session, row, contract, kept, by),
        codes=countries.destinations(session),
        typed=_form_values(session, row, contract, kept),
    )


def allowed_steps(
    session: Session,
    row: Application,
    contract: Contract | None,
    kept: Preparation | None,
    by: Actor,
) -> set[str]:
    """Return the steps that this person may take in the current state."""
    state = At(row.state)
    if by.role is Role.ATTACHE:
        placed = session.get(Placement, row.placement) if row.placement else None
        gone = state not in (At.CONTRACT_SIGNED, At.VISA_IN_PROCESS)
        there = (
            {"arrive"}
            if gone and placed and "arrive" in arrivals.allowed_actions(placed, by)
            else set()
        )
        return there | ({"begin_work"} if state is At.ARRIVED_CONFIRMED else set())
    try:
        transitions.require_recruiter(session, row, by)
    except NotAllowed:
        return set()
    found = {act for act in (*_ENDS, "complete") if state in state_machine.STEPS[act].sources}
    stands = contract is not None and not contracts.is_outdated(session, row, contract)
    return found | _steps_before_departure(state, contract if stands else None, kept)


def _steps_before_departure(
    state: At, contract: Contract | None, kept: Preparation | None
) -> set[str]:
    """Return the steps of the recruiter until the departure."""
    found = {"draft"} if state is At.ACCEPTED else set()
    found |= (
        {"sign"}
        if state is At.ACCEPTED and contract and contract.state == Written.ACCEPTED
        else set()
    )
    found |= {"apply_visa"} if state is At.CONTRACT_SIGNED else set()
    found |= {"refuse_visa"} if state in state_machine.STEPS["refuse_visa"].sources else set()
    found |= {"grant_visa"} if state is At.VISA_IN_PROCESS else set()
    found |= {"plan", "tick"} if state in state_machine.BEFORE_DEPARTURE else set()
    found |= {"prepare"} if state in state_machine.STEPS["prepare"].sources and kept else set()
    return found | ({"depart"} if state is At.PRE_DEPARTURE_DONE else set())


def _form_values(
    session: Session, row: Application, contract: Contract | None, kept: Preparation | None
) -> dict[str, str]:
    """Return the forms' initial values: the contract's, or else the vacancy's terms."""
    result = (
        msgspec.structs.asdict(contracts.vetted_terms(session, row))
        if contract is None
        else contract.model_dump()
    )
    typed = {
        name: "" if result.get(name) is None else str(result.get(name))
        for name in NewContract.__struct_fields__
    }
    currency = str(result["currency"])
    typed |= {
        name: forms.format_amount(result.get(name), currency) for name in ("wage", "worker_fee")
    }
    typed["passport_kept"] = ""
    done = dict.fromkeys(kept.done.split() if kept else [], "1")
    journey = (
        {
            "route": kept.route,
            "leaves_on": _local_time(kept, "%Y-%m-%d"),
            "leaves_hour": _local_time(kept, "%H:%M"),
        }
        if kept
        else {}
    )
    visa = {"visa_until": str(kept.visa_until)} if kept and kept.visa_until else {}
    return typed | done | journey | visa


def _local_time(kept: Preparation, how: str) -> str:
    """Return the start of the journey in Tashkent time, as a form shows it."""
    return kept.leaves_at.astimezone(TASHKENT).strftime(how) if kept.leaves_at else ""
