"""The printed report of 2019 as a statistician entered it, and what two of its shares should be."""

from collections.abc import Iterator

from sqlmodel import Session

from catalog.core.actor import Actor
from seed import report_2019
from seed.demonstration.people import ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, Timeline, after, working_days_ago
from service.reporting.external import body_returns
from service.reporting.external.body_returns import ShouldBeInput
from service.reporting.external.figure_catalogue import Body

SHARES = (
    (Body.AGENCY, "placements.share/RU", 3390, "1 334 / 3 938 = 33,875 %"),
    (Body.INTERIOR_MINISTRY, "crimes.decrease_share", 2170, "26 / 120 = 21,667 %"),
)
TIMELINE: Timeline = (working_days_ago("entered", 2), *(after("noted", minutes=20) for _ in SHARES))


def scenarios(session: Session, cast: ActorsByName, _: Days) -> Iterator[Scenario]:
    yield Scenario(TIMELINE, _enter_report(session, cast["jamshid"]))


def _enter_report(session: Session, by: Actor) -> Actions:
    moment = yield "entered"
    report_2019.load(session, by=by, on=moment)
    for body, name, value, reason in SHARES:
        moment = yield "noted"
        row = body_returns.list_versions(session, body, report_2019.YEAR, by=by)[0]
        figure = next(
            one
            for one in body_returns.figures(session, row)
            if body_returns.name(one, row.year) == name
        )
        body_returns.record_should_be(
            session, row.reference, figure.id or 0, ShouldBeInput(value, reason), by=by, on=moment
        )
