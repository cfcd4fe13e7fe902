"""Measures about a country: their days, who may read them, and what a pause keeps out."""

from datetime import timedelta

import pytest

from catalog.core.errors import NotFound
from catalog.core.fields import YEAR, AlreadyOver, TooFarAhead
from catalog.employers import employers
from catalog.licensing import agencies
from catalog.licensing.agencies import ImportedStatus, NewAgency
from catalog.reference import country_measures
from catalog.reference.country_measures import (
    CountryPaused,
    MeasureKind,
    MeasureOver,
    NewMeasure,
    TextMissing,
    UzbekMissing,
)
from catalog.vacancies import vacancies, vetting
from catalog.vacancies.vacancies import State
from service.casework.employers.early_warnings import Alert
from tests.support import cast
from tests.support.cast import DAVRON, ELYOR, FARIDA, GULNORA, TODAY

LAST = TODAY + timedelta(days=30)
TEXTS = {"uz": "Ehtiyot boʻling", "ru": "Будьте внимательны", "en": "Take care"}


def measure(kind=MeasureKind.PAUSE, until=LAST, **texts):
    return NewMeasure(kind, "Five workers unpaid", until, **texts)


def start(session, clock, new, country="KR"):
    alert = Alert(
        unit="claims",
        kind="country",
        subject=country,
        name=country,
        country=country,
        seen=5,
        days=28,
        before=0,
        history=364,
        expected=0.08,
        chance=0.00001,
        counted_to=TODAY,
        at=clock(),
    )
    session.add(alert)
    session.flush()
    by = {"proposed_by": FARIDA.account, "by": GULNORA, "on": clock()}
    return country_measures.start(session, country, alert.reference, new, **by)


def submit(session, clock, number, **terms):
    agencies.register(
        session, NewAgency("A", "Invented", "UZ", ImportedStatus.VALID), by=FARIDA, on=clock()
    )
    firm = employers.record(session, cast.HANBIT, by=FARIDA, on=clock())
    new = cast.vacancy(number, **terms)
    about = {"agency": "A", "employer": firm.reference, "by": FARIDA, "on": clock()}
    return vacancies.submit(session, new, **about)[0]


def test_a_measure_is_over_after_its_last_day_and_from_the_day_on_which_it_is_ended(ground, clock):
    row = start(ground, clock, measure())
    days = (TODAY, LAST, LAST + timedelta(days=1))
    assert [row.is_in_force(day) for day in days] == [True, True, False]
    for day in days:
        found = country_measures.list_in_force(ground, day, MeasureKind.PAUSE)
        assert (row in found) is row.is_in_force(day)
    by = {"proposed_by": GULNORA.account, "by": FARIDA, "on": clock()}
    country_measures.end(ground, row.reference, "Paid", **by)
    assert country_measures.list_in_force(ground, TODAY, MeasureKind.PAUSE) == []
    with pytest.raises(MeasureOver):
        country_measures.end(ground, row.reference, "Again", **by)


def test_a_last_day_that_is_past_or_more_than_a_year_ahead_is_refused():
    for until, refusal in (
        (TODAY - timedelta(days=1), AlreadyOver),
        (TODAY + YEAR + timedelta(days=1), TooFarAhead),
    ):
        with pytest.raises(refusal):
            country_measures.require_sound(measure(until=until), TODAY)


def test_a_text_that_uzbek_readers_would_find_empty_is_refused(ground, clock):
    with pytest.raises(UzbekMissing):
        country_measures.require_sound(measure(ru="A"), TODAY)
    assert start(ground, clock, measure(uz="A")).uz_cyrl == "А"


def test_a_notice_to_citizens_needs_three_languages_and_gets_cyrillic_by_itself(ground, clock):
    with pytest.raises(TextMissing):
        country_measures.require_sound(measure(MeasureKind.NOTICE, uz="A", ru="A"), TODAY)
    row = start(ground, clock, measure(MeasureKind.NOTICE, on_page=True, **TEXTS))
    assert row.uz_cyrl == "Эҳтиёт бўлинг"
    [notice] = country_measures.notices_by_country(ground, TODAY)["KR"]
    assert (notice.reference, notice.uz_cyrl) == (row.reference, row.uz_cyrl)


def test_an_attache_reads_only_the_measures_of_their_own_country(ground, clock):
    row = start(ground, clock, measure(MeasureKind.POST))
    assert country_measures.get(ground, row.reference, by=DAVRON) is row
    assert country_measures.list_for_posts(ground, TODAY, by=DAVRON) == [row]
    assert country_measures.list_for_posts(ground, TODAY, by=ELYOR) == []
    with pytest.raises(NotFound):
        country_measures.get(ground, row.reference, by=ELYOR)


def test_during_a_pause_there_is_no_new_vacancy_and_no_known_one_gets_more_places(ground, clock):
    known = submit(ground, clock, "J-1", seats=5)
    start(ground, clock, measure())
    for number, seats in (("J-2", 1), ("J-1", 6)):
        with pytest.raises(CountryPaused) as refused:
            submit(ground, clock, number, seats=seats)
        assert refused.value.facts == {"day": LAST, "reason": "Five workers unpaid"}
    assert submit(ground, clock, "J-1", seats=4).seats == 4
    with pytest.raises(CountryPaused):
        vetting.publish_as_decided(ground, known.reference, "D-1", by=FARIDA, on=clock())


def test_during_a_pause_a_vacancy_that_was_published_before_can_be_published_again(ground, clock):
    new, old = (submit(ground, clock, number) for number in ("J-1", "J-2"))
    vetting.publish_as_decided(ground, old.reference, "D-1", by=FARIDA, on=clock())
    start(ground, clock, measure())
    assert old.state == State.PUBLISHED, "the pause itself changes no vacancy"
    vacancies.pause(ground, old.reference, reason="Silent", by=FARIDA, on=clock())
    vetting.step(ground, old.reference, "publish", by=GULNORA, on=clock())
    new.state = State.APPROVED.value
    assert (
        vetting.find_country_pause(ground, old, TODAY),
        bool(vetting.find_country_pause(ground, new, TODAY)),
    ) == (
        None,
        True,
    )
    with pytest.raises(CountryPaused):
        vetting.step(ground, new.reference, "publish", by=GULNORA, on=clock())


def test_a_second_pause_of_a_country_replaces_the_first(ground, clock):
    first = start(ground, clock, measure())
    second = start(ground, clock, measure(until=LAST + timedelta(days=30)))
    assert first.ended_on == TODAY
    assert country_measures.pauses(ground, {"KR", "RU"}, TODAY) == {"KR": second}
    listed = country_measures.list_about(ground, first.alert, "KR", TODAY)
    assert {row.reference for row in listed} == {first.reference, second.reference}
    assert country_measures.list_about(ground, second.alert, "KR", TODAY) == [second]
