"""Figures of an agency's monthly return: vacancies, candidates, contracts, complaints and fees."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, func, literal, select
from sqlmodel import Session, col

from catalog.vacancies import past_openings
from catalog.vacancies.vacancies import Vacancy
from i18n import N_
from matching.applications.applications import Application
from matching.applications.applications import State as Applied
from matching.placements.placements import Placement
from matching.placements.placements import State as Placed
from service.casework.complaints.complaints import Complaint
from service.casework.complaints.complaints import State as Complained
from service.reporting.figures import figures
from service.reporting.figures.figures import Definition, Figure, Unit
from service.reporting.figures.months import Span


class AgencySpan(msgspec.Struct, frozen=True):
    """The agency and the days that are counted, and what was open at their end."""

    agency: str
    span: Span
    vacancies: int = 0
    places: int = 0


def _moment(column: Any, own: AgencySpan) -> ColumnElement[bool]:
    return and_(column >= own.span.begins, column < own.span.ends)


def _day(column: Any, own: AgencySpan) -> ColumnElement[bool]:
    return and_(column >= own.span.first, column <= own.span.last)


def _is_of_agency(own: AgencySpan) -> ColumnElement[bool]:
    return col(Vacancy.agency) == own.agency


def _vacancies(what: Any, *terms: ColumnElement[bool]) -> Any:
    return select(what).select_from(Vacancy).where(*terms)


def _candidates(own: AgencySpan, *terms: ColumnElement[bool], by: Any = None) -> Any:
    joined = (
        col(Application.vacancy) == col(Vacancy.reference),
        _is_of_agency(own),
        col(Application.state) != Applied.DRAFT.value,
    )
    if by is None:
        return select(func.count()).select_from(Application).where(*joined, *terms)
    return select(by, func.count()).select_from(Application).where(*joined, *terms).group_by(by)


def _placements(own: AgencySpan, *terms: ColumnElement[bool]) -> Any:
    stands = col(Placement.state) != Placed.CANCELLED.value
    return (
        select(func.count())
        .select_from(Placement)
        .where(col(Placement.agency) == own.agency, stands, *terms)
    )


def _complaints(own: AgencySpan, *terms: ColumnElement[bool]) -> Any:
    return (
        select(func.count())
        .select_from(Complaint)
        .where(col(Complaint.agency) == own.agency, *terms)
    )


def _fees(own: AgencySpan) -> Any:
    """Return the query for fees that workers with signed contracts pay by the terms of the
    vacancy."""
    asked = select(
        col(Vacancy.currency), func.sum(col(Vacancy.worker_fee)), func.count()
    ).select_from(Placement)
    joined = asked.join(Vacancy, col(Vacancy.reference) == col(Placement.vacancy)).where(
        col(Placement.agency) == own.agency,
        col(Placement.state) != Placed.CANCELLED.value,
        _day(col(Placement.signed_on), own),
        col(Vacancy.worker_fee) > 0,
    )
    return joined.group_by(col(Vacancy.currency))


DEFINITIONS = (
    Definition(
        "vacancies.published",
        N_("Vacancies published after vetting"),
        Unit.VACANCY,
        lambda own: _vacancies(
            func.count(), _is_of_agency(own), _moment(col(Vacancy.published_at), own)
        ),
    ),
    Definition(
        "vacancies.open",
        N_("Vacancies open on the last day"),
        Unit.VACANCY,
        lambda own: select(literal(own.vacancies)),
    ),
    Definition(
        "vacancies.seats_open",
        N_("Unfilled places in these vacancies"),
        Unit.SEAT,
        lambda own: select(literal(own.places)),
    ),
    Definition(
        "candidates.applied",
        N_("Applications submitted for the agency’s vacancies"),
        Unit.APPLICATION,
        lambda own: _candidates(own, _moment(col(Application.applied_at), own)),
    ),
    Definition(
        "candidates.rejected",
        N_("Applications rejected, by the reason given to the worker"),
        Unit.APPLICATION,
        lambda own: _candidates(
            own,
            col(Application.state) == Applied.REJECTED.value,
            _moment(col(Application.moved_at), own),
            by=col(Application.why),
        ),
        dimension="rejected",
    ),
    Definition(
        "candidates.waiting",
        N_("Applications awaiting a first review at the time of counting"),
        Unit.APPLICATION,
        lambda own: _candidates(own, col(Application.state) == Applied.SUBMITTED.value),
    ),
    Definition(
        "contracts.signed",
        N_("Contracts signed with workers"),
        Unit.PLACEMENT,
        lambda own: _placements(own, _day(col(Placement.signed_on), own)),
    ),
    Definition(
        "contracts.departed",
        N_("Workers who left to work abroad"),
        Unit.PLACEMENT,
        lambda own: _placements(own, _day(col(Placement.departed_on), own)),
    ),
    Definition(
        "contracts.arrived",
        N_("Workers whose arrival was confirmed by a mission or by the workers themselves"),
        Unit.PLACEMENT,
        lambda own: _placements(own, _day(col(Placement.arrived_on), own)),
    ),
    Definition(
        "complaints.received",
        N_("Complaints about the agency"),
        Unit.COMPLAINT,
        lambda own: _complaints(own, _moment(col(Complaint.filed_at), own)),
    ),
    Definition(
        "complaints.answered",
        N_("Complaints the agency answered"),
        Unit.COMPLAINT,
        lambda own: _complaints(own, _moment(col(Complaint.answered_at), own)),
    ),
    Definition(
        "complaints.confirmed",
        N_("Complaints confirmed by two officers"),
        Unit.COMPLAINT,
        lambda own: _complaints(
            own,
            col(Complaint.state) == Complained.CONFIRMED.value,
            _moment(col(Complaint.decided_at), own),
        ),
    ),
    Definition(
        "fees.workers",
        N_("Amount that workers with signed contracts pay under the terms of their vacancies"),
        Unit.MONEY,
        _fees,
        dimension="currency",
    ),
)


# Figures that can change when the month is over: of the moment of counting, and those of the last
# day, for which places and closing dates count as they are now.
POINT_IN_TIME = frozenset({"vacancies.open", "vacancies.seats_open", "candidates.waiting"})


def count_figures(session: Session, own: AgencySpan) -> list[Figure]:
    """Count all figures of an agency for a span from the present records."""
    free = past_openings.free_places(session, own.agency, own.span.last, own.span.ends)
    own = msgspec.structs.replace(own, vacancies=len(free), places=sum(free.values()))
    return [
        figure
        for definition in DEFINITIONS
        for figure in figures.count_figure(session, definition, own)
    ]


def without_point_in_time(figures: Iterable[Figure]) -> list[Figure]:
    """Return the figures of the month, without those of the moment.

    Only these can have changed since they were signed.
    """
    return [figure for figure in figures if figure.key not in POINT_IN_TIME]
