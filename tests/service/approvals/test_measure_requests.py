"""Measures after an early warning: requested by one officer, started or ended by another."""

from datetime import timedelta

import pytest

from catalog.core import journal, staff_notices
from catalog.core.approvals import AlreadyRequested, RequesterDecides
from catalog.core.errors import NotAllowed
from catalog.reference import country_measures
from catalog.reference.country_measures import MeasureKind, MeasureOver, NewMeasure
from service.approvals import decisions, measure_requests
from service.approvals.measure_requests import NobodyThere
from service.casework.employers import anomaly_detection, early_warnings
from service.casework.employers.early_warnings import AlertAction, Decision
from tests.service.casework.colleagues import known
from tests.service.casework.employers.test_anomaly_detection import filed
from tests.service.casework.employers.test_early_warnings import alert
from tests.support.cast import FARIDA, GULNORA, IRODA, NO_FILES, TODAY

LAST = TODAY + timedelta(days=30)


def ask(session, clock, row, kind=MeasureKind.PAUSE, until=LAST, by=FARIDA, **texts):
    new = NewMeasure(kind, "Five workers unpaid", until, **texts)
    return measure_requests.request_start(session, row, new, by=by, on=clock(), day=TODAY)


def approve(session, clock, asked, by=GULNORA):
    about = {"by": by, "on": clock(), "day": TODAY, "home": NO_FILES}
    return decisions.approve(session, asked.reference, "Yes", **about)


def country(session, clock, code="KR"):
    return alert(session, clock, "country", code, code, code)


def test_a_measure_starts_only_when_another_officer_approves(seeded, clock):
    with seeded.write() as session:
        row = country(session, clock)
        asked = ask(session, clock, row)
        with pytest.raises(AlreadyRequested):
            ask(session, clock, row, by=GULNORA)
        with pytest.raises(RequesterDecides):
            approve(session, clock, asked, by=FARIDA)
        assert (country_measures.list_about(session, row.reference, "KR", TODAY), row.act) == (
            [],
            "",
        )
        approve(session, clock, asked, by=IRODA)
        (started,) = country_measures.list_about(session, row.reference, "KR", TODAY)
        assert (started.proposed_by, started.confirmed_by, started.until) == (
            FARIDA.account,
            IRODA.account,
            LAST,
        )
        assert (row.act, row.officer, row.decided_on) == ("measures", FARIDA.account, TODAY)
    with seeded.read() as session:
        acts = [one.act for one in journal.history(session, "measure", started.reference)]
        assert acts == ["start_measure"]


def test_a_warning_is_not_dismissed_while_a_measure_waits_nor_acted_on_once_dismissed(
    seeded, clock
):
    with seeded.write() as session:
        row, day = country(session, clock), {"by": GULNORA, "on": clock(), "day": TODAY}
        asked = ask(session, clock, row)
        with pytest.raises(AlreadyRequested):
            early_warnings.decide(session, row, Decision(AlertAction.DISMISS, "No"), **day)
        decisions.decline(session, asked.reference, "Too soon", by=GULNORA, on=clock())
        with pytest.raises(NotAllowed):
            early_warnings.decide(session, row, Decision(AlertAction.MEASURES, "Alone"), **day)
        early_warnings.decide(session, row, Decision(AlertAction.DISMISS, "No"), **day)
        with pytest.raises(NotAllowed):
            ask(session, clock, row)
        with pytest.raises(NotAllowed):
            ask(session, clock, alert(session, clock))


def test_the_same_cases_raise_no_second_warning_after_a_measure(seeded, clock):
    with seeded.write() as session:
        filed(session, clock, 5, employer="New Firm", days_ago=2)
        raised = anomaly_detection.detect(session, by=FARIDA, on=clock(), day=TODAY)
        (row,) = [one for one in raised if one.kind == "country"]
        approve(session, clock, ask(session, clock, row))
        again = anomaly_detection.detect(session, by=FARIDA, on=clock(), day=TODAY)
        assert [one for one in again if one.kind == "country"] == []


def test_only_the_officers_of_the_missions_there_get_the_notice(seeded, clock):
    with seeded.write() as session:
        row = country(session, clock)
        approve(session, clock, ask(session, clock, row, MeasureKind.POST))
        (started,) = country_measures.list_about(session, row.reference, "KR", TODAY)
        (notice,) = staff_notices.list_own(session, by=known(session, "davron"))
        assert (notice.kind, notice.noun, notice.reference) == (
            "country_warning",
            "measure",
            started.reference,
        )
        assert staff_notices.list_own(session, by=known(session, "elyor")) == []
        with pytest.raises(NobodyThere):
            ask(session, clock, country(session, clock, "PL"), MeasureKind.POST)


def test_a_measure_is_ended_early_by_two_and_only_while_it_is_in_force(seeded, clock):
    with seeded.write() as session:
        row = country(session, clock)
        approve(session, clock, ask(session, clock, row))
        (started,) = country_measures.list_about(session, row.reference, "KR", TODAY)
        end = {"by": GULNORA, "on": clock(), "day": TODAY}
        asked = measure_requests.request_end(session, started, "Paid", **end)
        with pytest.raises(RequesterDecides):
            approve(session, clock, asked)
        approve(session, clock, asked, by=FARIDA)
        assert country_measures.pauses(session, {"KR"}, TODAY) == {}
        assert (started.end_proposed_by, started.end_confirmed_by) == (
            GULNORA.account,
            FARIDA.account,
        )
        with pytest.raises(MeasureOver):
            measure_requests.request_end(session, started, "Again", **end)


def test_the_second_officer_reads_the_texts_and_the_number_of_published_vacancies(seeded, clock):
    texts = {"uz": "Ogoh boʻling", "ru": "Осторожно", "en": "Take care", "on_page": True}
    with seeded.write() as session:
        row = country(session, clock)
        asked = ask(session, clock, row, MeasureKind.NOTICE, **texts)
        (one,) = decisions.list_waiting(session, by=GULNORA)
        card = decisions.cards(session, [one])[asked.reference]
        facts = {fact.label.value: fact.text for fact in card.facts}
        shown = early_warnings.count_published(session, row, TODAY)
        assert (facts["en"], facts["until"], facts["published"]) == (
            "Take care",
            LAST.isoformat(),
            str(shown),
        )
        assert "on_page" in facts
