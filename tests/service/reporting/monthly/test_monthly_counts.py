"""The return of a post against the deeds of two months: every figure exact, and none of another
post among them."""

from datetime import date

import pytest
from sqlalchemy import event, select, update

from service.casework.claims.wage_claims import Claim
from service.casework.scope.incident_tables import IncidentKind
from service.reporting.disclosure import public_masks
from service.reporting.figures import months
from service.reporting.figures.figures import Figure, Unit
from service.reporting.figures.months import Month
from service.reporting.monthly import monthly_counts
from service.reporting.monthly.monthly_counts import DEFINITIONS
from tests.service.reporting import post
from tests.service.reporting.post import OCT, at
from tests.support import cast, sample_incidents
from tests.support.cast import MOSCOW, SEOUL

TODAY = date(2026, 12, 2)
OCTOBER = {
    "advice.contacts": 5,
    "advice.contacts_unanswered": 1,
    "advice.sessions": 3,
    "advice.persons": 1,
    "advice.matters": 2,
    "advice.sessions_by_topic": {"housing": 2, "unpaid_wages": 1},
    "advice.sessions_by_outcome": {"explained": 2, "satisfied": 1},
    "claims.filed": 1,
    "claims.accepted": 1,
    "claims.closed": 0,
    "claims.closed_by_reason": {},
    "claims.open": 2,
    "claims.open_by_age": {"over_180": 1, "under_30": 1},
    "money.received": {"RUB": 600_00},
    "money.received_usd": 0,
    "money.without_usd": 1,
    "money.paid_out": {"RUB": 500_00},
    "money.came_back": {},
    "money.other_received": {},
    "money.deducted": {},
    "recovery.claimed": {},
    "recovery.documented": {},
    "recovery.agreed": {},
    "referrals.handed_over": 1,
    "incidents.deaths": 0,
    "incidents.injuries": 0,
    "incidents.detentions": 0,
    "gatherings.groups": 1,
    "gatherings.heads": 40,
    "gatherings.events": 0,
}
NOVEMBER = {
    "advice.contacts": 1,
    "advice.contacts_unanswered": 0,
    "advice.sessions": 1,
    "advice.persons": 1,
    "advice.matters": 1,
    "advice.sessions_by_topic": {"other": 1},
    "advice.sessions_by_outcome": {"explained": 1},
    "claims.filed": 1,
    "claims.accepted": 1,
    "claims.closed": 2,
    "claims.closed_by_reason": {"settled_directly": 1, "outside_competence": 1},
    "claims.open": 1,
    "claims.open_by_age": {"over_180": 1},
    "money.received": {},
    "money.received_usd": 0,
    "money.without_usd": 0,
    "money.paid_out": {"RUB": 90_00},
    "money.came_back": {"RUB": 90_00},
    "money.other_received": {},
    "money.deducted": {"RUB": 10_00},
    "recovery.claimed": {"RUB": 2500, "USD": 0},
    "recovery.documented": {"RUB": 6250},
    "recovery.agreed": {"RUB": 8333},
    "referrals.handed_over": 0,
    "incidents.deaths": 0,
    "incidents.injuries": 0,
    "incidents.detentions": 0,
    "gatherings.groups": 0,
    "gatherings.heads": 0,
    "gatherings.events": 1,
}


def counts_of(session, code: str, month: Month) -> dict[str, int | dict[str, int]]:
    """The figures by their keys, those with parts as parts; what has none is there and empty."""
    found: dict[str, int | dict[str, int]] = {one.key: {} for one in DEFINITIONS if one.dimension}
    for one in monthly_counts.count_figures(session, months.span(code, month, TODAY)):
        if one.dimension:
            found[one.key][next(iter(one.dimension.values()))] = one.value
        else:
            found[one.key] = one.value
    return found


@pytest.fixture
def lived(session):
    cast.ground(session, on=at(OCT(1)))
    post.november(session, post.october(session))
    return session


def test_two_months_of_a_post_to_the_last_number(lived):
    assert counts_of(lived, MOSCOW, Month(2026, 10)) == OCTOBER
    assert counts_of(lived, MOSCOW, Month(2026, 11)) == NOVEMBER


def test_another_post_has_its_own_and_nothing_of_these(lived):
    found = counts_of(lived, SEOUL, Month(2026, 10))
    assert {key: value for key, value in found.items() if value} == {
        "advice.contacts": 1,
        "advice.sessions": 1,
        "advice.matters": 1,
        "advice.sessions_by_topic": {"unpaid_wages": 1},
        "advice.sessions_by_outcome": {"explained": 1},
        "claims.filed": 1,
        "claims.open": 1,
        "claims.open_by_age": {"under_30": 1},
    }


def test_money_stays_with_the_post_that_had_the_claim_when_it_came(lived):
    lived.execute(update(Claim).values(post=SEOUL))
    october = counts_of(lived, MOSCOW, Month(2026, 10))
    assert october["money.received"] == OCTOBER["money.received"]
    assert counts_of(lived, SEOUL, Month(2026, 10))["money.received"] == {}


def test_a_month_without_records_is_all_noughts(lived):
    found = counts_of(lived, MOSCOW, Month(2025, 5))
    assert set(found) == {one.key for one in DEFINITIONS}
    assert not any(found.values())


def test_each_figure_is_one_question_to_the_database(lived):
    asked = []
    event.listen(
        lived.connection().engine, "before_cursor_execute", lambda *items: asked.append(items[2])
    )
    monthly_counts.count_figures(lived, months.span(MOSCOW, Month(2026, 11), TODAY))
    assert len(asked) == len(DEFINITIONS)


def test_every_figure_has_a_name_and_a_sentence_of_its_own_and_money_its_currency(lived):
    assert (
        len({one.key for one in DEFINITIONS})
        == len({one.sentence for one in DEFINITIONS})
        == len(DEFINITIONS)
    )
    for one in monthly_counts.count_figures(lived, months.span(MOSCOW, Month(2026, 11), TODAY)):
        assert (one.currency is not None) == (one.unit in (Unit.MONEY, Unit.USD, Unit.RATE)), (
            one.key
        )


def test_a_few_protected_cases_are_not_published_and_none_is_told(lived):
    for month, shown in ((10, None), (11, 0)):
        found = public_masks.mask_figures(
            monthly_counts.count_figures(lived, months.span(MOSCOW, Month(2026, month), TODAY))
        )
        assert [one.value for one in found if one.key == "referrals.handed_over"] == [shown]


def test_what_was_signed_stands_beside_what_the_records_say_today():
    def topic(name: str, value: int) -> Figure:
        return Figure("advice.sessions_by_topic", value, Unit.SESSION, dimension={"topic": name})

    signed = [Figure("advice.sessions", 3, Unit.SESSION), topic("housing", 2), topic("other", 1)]
    today = [Figure("advice.sessions", 4, Unit.SESSION), topic("contract", 2), topic("housing", 2)]
    rows = monthly_counts.compare_with_today(signed, today)
    texts = [
        (row.signed and row.signed.value, row.today and row.today.value, row.differs)
        for row in rows
    ]
    assert texts == [(3, 4, True), (None, 2, True), (2, 2, False), (1, None, True)]


def test_an_incident_counts_once_for_each_person_in_the_month_in_which_it_became_known(lived):
    citizen = lived.execute(select(Claim.citizen)).scalars().first()
    kind = IncidentKind.DETENTION
    first, _ = (sample_incidents.recorded(lived, citizen, kind, on=at(OCT(20))) for _ in "12")
    injury = sample_incidents.recorded(lived, citizen, IncidentKind.INJURY, on=at(OCT(20)))
    injury.outcome = "mistake"
    lived.flush()
    month = months.month_of_day(first.recorded_on)
    found = counts_of(lived, MOSCOW, month)
    counted = [found[f"incidents.{one}"] for one in ("deaths", "injuries", "detentions")]
    assert counted == [0, 0, 1], "one person, and no mistake"
