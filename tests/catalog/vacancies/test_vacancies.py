"""Vacancies: what is refused, what is shown today and what no more, and the last place taken
once."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import journal
from catalog.core.errors import Conflict, InvalidInput, NotFound
from catalog.employers import employers
from catalog.licensing import agencies, licences
from catalog.licensing.agencies import Agency
from catalog.licensing.licences import NewOrder, OrderKind
from catalog.reference.countries import WorkInUzbekistan
from catalog.vacancies import vacancies, vetting
from catalog.vacancies.vacancies import (
    Period,
    State,
    Vacancy,
    WrongAges,
    WrongDates,
    WrongPay,
    pay_month,
)
from tests.support import cast
from tests.support.cast import FARIDA, GULNORA, TODAY


def submit(session, clock, **values) -> tuple[Vacancy, bool]:
    agencies.register(session, cast.AGENCIES[0], by=FARIDA, on=clock())
    firm = employers.record(session, cast.HANBIT, by=FARIDA, on=clock())
    vacancy = cast.vacancy(**values)
    return vacancies.submit(
        session, vacancy, agency="AG-VALID", employer=firm.reference, by=FARIDA, on=clock()
    )


@pytest.mark.parametrize(
    ("values", "refusal", "field"),
    [
        ({"wage_min": 2, "wage_max": 1}, WrongPay, "wage_max"),
        ({"opens_on": TODAY, "closes_on": TODAY - timedelta(1)}, WrongDates, "closes_on"),
        ({"age_min": 17}, WrongAges, "age_min"),
        ({"age_min": 0}, WrongAges, "age_min"),
        ({"age_min": 40, "age_max": 39}, WrongAges, "age_max"),
        ({"age_min": None, "age_max": 17}, WrongAges, "age_max"),
        ({"age_min": 20, "age_max": 101}, WrongAges, "age_max"),
        ({"country": "UZ"}, WorkInUzbekistan, "country"),
        ({"city": "Самарқанд шаҳри"}, WorkInUzbekistan, "city"),
    ],
)
def test_it_refuses_what_makes_no_sense(ground, clock, values, refusal, field):
    with pytest.raises(refusal) as refused:
        submit(ground, clock, **values)
    assert refused.value.field == field


def test_all_that_makes_no_sense_is_refused_at_once(ground, clock):
    wrong = {"wage_min": 2, "wage_max": 1, "closes_on": TODAY - timedelta(1), "age_min": 17}
    with pytest.raises(InvalidInput) as refused:
        submit(ground, clock, opens_on=TODAY, country="UZ", **wrong)
    fields = [error.field for error in refused.value.errors]
    assert fields == ["wage_max", "closes_on", "age_min", "country"]


@pytest.mark.parametrize(
    "values",
    [
        {"wage_min": 0, "wage_max": 0},
        {"opens_on": TODAY, "closes_on": TODAY},
        {"age_min": None, "age_max": None},
        {"age_min": 18, "age_max": 18},
        {"isco08": None},
    ],
)
def test_it_takes_what_just_makes_sense(ground, clock, values):
    row, new = submit(ground, clock, **values)
    assert (new, row.state, row.seats_taken) == (True, State.SUBMITTED, 0)


def test_the_same_vacancy_a_second_time_changes_nothing(ground, clock):
    submit(ground, clock)
    row, changed = submit(ground, clock)
    assert (changed, row.version) == (False, 1)


def test_a_changed_vacancy_keeps_its_name_and_says_what_changed(ground, clock):
    first, _ = submit(ground, clock)
    row, changed = submit(ground, clock, wage_min=3_000_000)
    ground.commit()
    assert (changed, row.reference, row.version, row.pay_month) == (
        True,
        first.reference,
        2,
        3_000_000,
    )
    assert journal.history(ground, "vacancy", row.reference)[-1].fields == "wage_min,pay_month"


def test_changed_terms_of_a_published_vacancy_are_vetted_again(seeded, clock):
    with seeded.write() as session:
        row = cast.named(session, "published")
        result = cast.vacancy("J-PUBLISHED", wage_min=1)
        vacancies.submit(
            session, result, agency=row.agency, employer=row.employer, by=FARIDA, on=clock()
        )
    with seeded.read() as session:
        assert cast.named(session, "published").state == State.SUBMITTED
        assert "J-PUBLISHED" not in shown(session)


def test_an_employer_or_country_that_is_not_there_is_a_conflict(database, clock):
    with database.write() as session:
        cast.ground(session, on=clock())
        agencies.register(session, cast.AGENCIES[0], by=FARIDA, on=clock())

    def submit_for(employer: str) -> None:
        with database.write() as session:
            result = cast.vacancy()
            vacancies.submit(
                session, result, agency="AG-VALID", employer=employer, by=FARIDA, on=clock()
            )

    with pytest.raises(Conflict):
        submit_for("E-NOBODY")


@pytest.mark.parametrize(
    ("amount", "period", "hours", "month"),
    [
        (100, Period.MONTH, None, 100),
        (1200, Period.YEAR, None, 100),
        (1199, Period.YEAR, None, 99),
        (120, Period.WEEK, None, 520),
        (10, Period.HOUR, 40, 1733),
        (10, Period.HOUR, None, None),
        (10, Period.HOUR, 0, None),
        (10, Period.DAY, None, None),
    ],
)
def test_pay_is_brought_to_a_month_of_fifty_two_twelfths_weeks(amount, period, hours, month):
    assert pay_month(amount, period, hours) == month


def shown(session, day=TODAY) -> set[str]:
    rows = select(col(Vacancy.external_id)).join(
        Agency, col(Agency.external_id) == col(Vacancy.agency)
    )
    return set(session.execute(rows.where(vacancies.may_be_shown(day))).scalars())


def test_only_what_is_vetted_open_and_of_a_living_recruiter_is_shown(seeded):
    with seeded.read() as session:
        assert shown(session) == {"J-PUBLISHED", "J-UNCLASSIFIED", "J-COOK", "J-QUOTA"}


def test_a_vacancy_is_shown_from_its_first_to_its_last_day(seeded):
    with seeded.read() as session:
        row = cast.named(session, "published")
        days = (
            row.opens_on - timedelta(1),
            row.opens_on,
            row.closes_on,
            row.closes_on + timedelta(1),
        )
        assert ["J-PUBLISHED" in shown(session, day) for day in days] == [False, True, True, False]


def test_it_goes_the_day_its_recruiter_runs_out(seeded):
    with seeded.read() as session:
        last = agencies.status(session, "AG-EXPIRING", TODAY).valid_to
        assert "J-UNCLASSIFIED" in shown(session, last)
        assert "J-UNCLASSIFIED" not in shown(session, last + timedelta(1))


def test_a_suspension_hides_it_at_the_next_look(seeded, clock):
    with seeded.write() as session:
        held = agencies.status(session, "AG-VALID", TODAY).licence
        licences.add_order(
            session,
            held.id,
            NewOrder(OrderKind.SUSPEND, TODAY, "A complaint"),
            by=FARIDA,
            on=clock(),
        )
    with seeded.read() as session:
        assert "J-PUBLISHED" not in shown(session)


@pytest.mark.parametrize("name", ["paused", "over", "full", "of_suspended"])
def test_what_may_not_be_seen_is_not_found(seeded, name):
    with seeded.read() as session:
        reference = cast.named(session, name).reference
        with pytest.raises(NotFound):
            vacancies.get_shown(session, reference, TODAY)


def test_what_may_be_seen_is_found(seeded):
    with seeded.read() as session:
        reference = cast.named(session, "published").reference
        assert vacancies.get_shown(session, reference, TODAY).external_id == "J-PUBLISHED"


def test_only_a_published_vacancy_can_be_paused(seeded, clock):
    with seeded.write() as session:
        published, paused = (
            cast.named(session, name).reference for name in ("published", "paused")
        )
        assert (
            vacancies.pause(session, published, reason="x" * 300, by=GULNORA, on=clock()).state
            == State.PAUSED
        )
        for gone in (published, paused, "V-NOBODY"):
            with pytest.raises(NotFound):
                vacancies.pause(session, gone, reason="", by=GULNORA, on=clock())


def test_a_vacancy_published_again_is_shown_again(seeded, clock):
    with seeded.write() as session:
        vetting.step(
            session, cast.named(session, "paused").reference, "publish", by=GULNORA, on=clock()
        )
    with seeded.read() as session:
        assert "J-PAUSED" in shown(session)
