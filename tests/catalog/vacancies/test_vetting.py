"""Vetting: every step from every state, eighteen points, and nobody lets through what they checked
themselves."""

import pytest

from catalog.core import journal
from catalog.core.errors import InvalidInput, NotFound
from catalog.employers import employers
from catalog.licensing import agencies
from catalog.vacancies import vacancies, vetting
from catalog.vacancies.vacancies import Payer, State, Vacancy
from catalog.vacancies.vetting import (
    STEPS,
    CheckInput,
    FailedPoints,
    FoundByOfficer,
    OpenPoints,
    OwnWork,
    Verdict,
    WrongStep,
)
from catalog.vacancies.vetting_points import Point
from tests.support import cast
from tests.support.cast import DAVRON, FARIDA, GULNORA, IRODA


@pytest.fixture
def vacancy(ground, clock) -> Vacancy:
    agencies.register(ground, cast.AGENCIES[0], by=FARIDA, on=clock())
    firm = employers.record(ground, cast.HANBIT, by=FARIDA, on=clock())
    result = cast.vacancy()
    return vacancies.submit(
        ground, result, agency="AG-VALID", employer=firm.reference, by=FARIDA, on=clock()
    )[0]


def check_all(session, clock, vacancy: Vacancy, verdict: Verdict = Verdict.PASS, by=FARIDA) -> None:
    for point in Point:
        finding = CheckInput(point, verdict, "Letter of 3 November")
        vetting.check(session, vacancy.reference, finding, by=by, on=clock())


def step(session, clock, vacancy: Vacancy, act: str, by=GULNORA) -> str:
    return vetting.step(session, vacancy.reference, act, by=by, on=clock()).state


def test_every_step_leads_where_the_table_says_or_is_refused(ground, clock, vacancy):
    vacancy.state = State.VETTING.value
    check_all(ground, clock, vacancy)
    for act, (allowed, leads) in STEPS.items():
        for state in State:
            vacancy.state = state.value
            if state in allowed:
                assert step(ground, clock, vacancy, act) == leads, (act, state)
                continue
            with pytest.raises(WrongStep) as refused:
                step(ground, clock, vacancy, act)
            assert (vacancy.state, refused.value.facts) == (state, {"state": state.value})


def test_a_step_of_no_name_is_refused(ground, clock, vacancy):
    with pytest.raises(WrongStep):
        step(ground, clock, vacancy, "wave_through")


def test_every_state_but_the_last_leads_somewhere():
    dead_ends = {
        state for state in State if not any(state in allowed for allowed, _ in STEPS.values())
    }
    assert dead_ends == {State.BLACKLISTED}


def test_one_officer_checks_and_another_approves(ground, clock, vacancy):
    step(ground, clock, vacancy, "take_up", by=FARIDA)
    check_all(ground, clock, vacancy)
    assert step(ground, clock, vacancy, "approve", by=GULNORA) == State.APPROVED


def test_whoever_checked_a_single_point_cannot_approve(ground, clock, vacancy):
    step(ground, clock, vacancy, "take_up")
    check_all(ground, clock, vacancy)
    opinion = CheckInput(Point.POST_OPINION, Verdict.PASS, "Visited the yard")
    vetting.check(ground, vacancy.reference, opinion, by=DAVRON, on=clock())
    with pytest.raises(OwnWork):
        step(ground, clock, vacancy, "approve", by=DAVRON)
    assert step(ground, clock, vacancy, "approve", by=IRODA) == State.APPROVED


@pytest.mark.parametrize("decided", [0, 1, len(Point) - 1])
def test_nothing_is_approved_while_points_are_open(ground, clock, vacancy, decided):
    step(ground, clock, vacancy, "take_up")
    for point in list(Point)[:decided]:
        vetting.check(
            ground,
            vacancy.reference,
            CheckInput(point, Verdict.PASS, "seen"),
            by=FARIDA,
            on=clock(),
        )
    with pytest.raises(OpenPoints) as refused:
        step(ground, clock, vacancy, "approve")
    assert refused.value.facts == {"open": 18 - decided}


def test_one_failed_point_stops_approval_until_it_is_found_otherwise(ground, clock, vacancy):
    step(ground, clock, vacancy, "take_up")
    check_all(ground, clock, vacancy)
    costs = CheckInput(Point.COSTS, Verdict.FAIL, "The worker pays")
    vetting.check(ground, vacancy.reference, costs, by=FARIDA, on=clock())
    with pytest.raises(FailedPoints):
        step(ground, clock, vacancy, "approve")
    vetting.check(
        ground,
        vacancy.reference,
        CheckInput(Point.COSTS, Verdict.WAIVED, "Paid back"),
        by=FARIDA,
        on=clock(),
    )
    assert step(ground, clock, vacancy, "approve") == State.APPROVED


def told_anew(session, clock, vacancy: Vacancy, **changed: object) -> None:
    """Other terms, an hour later."""
    clock.forward(hours=1)
    result = cast.vacancy(**changed)
    vacancies.submit(
        session, result, agency=vacancy.agency, employer=vacancy.employer, by=FARIDA, on=clock()
    )


def test_what_was_found_of_earlier_terms_lets_nothing_through(ground, clock, vacancy):
    step(ground, clock, vacancy, "take_up", by=FARIDA)
    check_all(ground, clock, vacancy)
    told_anew(ground, clock, vacancy, wage_min=1_500_000)
    with pytest.raises(OpenPoints) as refused:
        step(ground, clock, vacancy, "approve")
    assert refused.value.facts == {"open": 4}
    vetting.check(
        ground,
        vacancy.reference,
        CheckInput(Point.WAGE_FLOOR, Verdict.PASS, "Law"),
        by=FARIDA,
        on=clock(),
    )
    told_anew(ground, clock, vacancy, wage_min=1_400_000, description="Women only")
    with pytest.raises(OpenPoints) as refused:
        step(ground, clock, vacancy, "approve")
    assert refused.value.facts == {"open": 18}, "a free text may say anything"
    vetting.check(
        ground,
        vacancy.reference,
        CheckInput(Point.COSTS, Verdict.FAIL, "Lower"),
        by=FARIDA,
        on=clock(),
    )
    with pytest.raises(FailedPoints):
        step(ground, clock, vacancy, "approve")
    check_all(ground, clock, vacancy)
    assert step(ground, clock, vacancy, "approve") == State.APPROVED


def test_a_fault_of_earlier_terms_is_no_fault_of_these_but_open(ground, clock, vacancy):
    step(ground, clock, vacancy, "take_up", by=FARIDA)
    check_all(ground, clock, vacancy)
    low = CheckInput(Point.WAGE_FLOOR, Verdict.FAIL, "Below the law")
    vetting.check(ground, vacancy.reference, low, by=FARIDA, on=clock())
    told_anew(ground, clock, vacancy, seats=7)
    with pytest.raises(FailedPoints):
        step(ground, clock, vacancy, "approve")
    told_anew(ground, clock, vacancy, wage_min=3_000_000)
    with pytest.raises(OpenPoints):
        step(ground, clock, vacancy, "approve")


def test_a_post_that_is_asked_its_opinion_overrules_no_officer(ground, clock, vacancy):
    step(ground, clock, vacancy, "take_up")
    costs = CheckInput(Point.COSTS, Verdict.FAIL, "They ask for money")
    vetting.check(ground, vacancy.reference, costs, by=FARIDA, on=clock())
    with pytest.raises(InvalidInput) as refused:
        vetting.check(
            ground,
            vacancy.reference,
            CheckInput(Point.COSTS, Verdict.PASS, "Fine"),
            by=DAVRON,
            on=clock(),
        )
    assert [(type(error), error.field) for error in refused.value.errors] == [
        (FoundByOfficer, "verdict")
    ]
    for point in (Point.POST_OPINION, Point.HOUSING, Point.HOUSING):
        vetting.check(
            ground,
            vacancy.reference,
            CheckInput(point, Verdict.PASS, "Seen there"),
            by=DAVRON,
            on=clock(),
        )
    found = {
        one.point: (one.verdict, one.officer) for one in vetting.checks(ground, vacancy.reference)
    }
    assert found == {
        "costs": ("fail", FARIDA.account),
        "post_opinion": ("pass", DAVRON.account),
        "housing": ("pass", DAVRON.account),
    }


def test_whoever_checked_earlier_terms_does_not_approve_the_new_ones(ground, clock, vacancy):
    """Their finding is the last on that point: another officer has to look before they can let it
    through."""
    step(ground, clock, vacancy, "take_up")
    check_all(ground, clock, vacancy, by=FARIDA)
    told_anew(ground, clock, vacancy, seats=6)
    points = list(Point)
    for point in points[1:]:
        vetting.check(
            ground, vacancy.reference, CheckInput(point, Verdict.PASS, "seen"), by=IRODA, on=clock()
        )
    with pytest.raises(OwnWork):
        step(ground, clock, vacancy, "approve", by=FARIDA)


def test_the_same_told_again_leaves_what_was_found(ground, clock, vacancy):
    step(ground, clock, vacancy, "take_up", by=FARIDA)
    check_all(ground, clock, vacancy)
    told_anew(ground, clock, vacancy)
    assert step(ground, clock, vacancy, "approve") == State.APPROVED


def test_a_change_opens_the_points_that_it_bears_on_and_leaves_the_others_as_found(
    ground, clock, vacancy
):
    step(ground, clock, vacancy, "take_up", by=FARIDA)
    check_all(ground, clock, vacancy)
    told_anew(ground, clock, vacancy, housing=Payer.WORKER)
    found = vetting.checks(ground, vacancy.reference)
    open_ = {one.point for one in found} - {
        one.point for one in vetting.current_checks(vacancy, found)
    }
    assert open_ == {"housing", "costs", "demand_letter", "contract_languages", "post_opinion"}
    for point in sorted(open_):
        with pytest.raises(OpenPoints):
            step(ground, clock, vacancy, "approve")
        vetting.check(
            ground,
            vacancy.reference,
            CheckInput(Point(point), Verdict.PASS, "New"),
            by=FARIDA,
            on=clock(),
        )
    assert step(ground, clock, vacancy, "approve") == State.APPROVED


def test_the_clock_decides_nothing_between_a_finding_and_a_change(ground, clock, vacancy):
    """An import stamps what it writes with whatever hour: what was found before it was written is
    of earlier terms."""
    step(ground, clock, vacancy, "take_up", by=FARIDA)
    check_all(ground, clock, vacancy)
    clock.forward(hours=-5)
    told_anew(ground, clock, vacancy, wage_min=1_500_000)
    with pytest.raises(OpenPoints):
        step(ground, clock, vacancy, "approve")


def test_a_point_has_one_finding_the_last(ground, clock, vacancy):
    step(ground, clock, vacancy, "take_up")
    for verdict in (Verdict.FAIL, Verdict.PASS):
        vetting.check(
            ground,
            vacancy.reference,
            CheckInput(Point.HOUSING, verdict, verdict.value),
            by=FARIDA,
            on=clock(),
        )
    (found,) = vetting.checks(ground, vacancy.reference)
    assert (found.verdict, found.evidence, found.officer) == ("pass", "pass", FARIDA.account)


@pytest.mark.parametrize("state", sorted(set(State) - {State.VETTING, State.POST_CHECK}))
def test_points_are_only_checked_while_a_vacancy_is_vetted(ground, clock, vacancy, state):
    vacancy.state = state.value
    with pytest.raises(WrongStep):
        check_all(ground, clock, vacancy)


def test_publishing_notes_the_moment_and_the_decision(ground, clock, vacancy):
    vacancy.state = State.APPROVED.value
    row = vetting.step(
        ground, vacancy.reference, "publish", reason="Order 7", by=GULNORA, on=clock()
    )
    assert (row.published_at, row.decision) == (clock(), "Order 7")


def test_a_vacancy_vetted_elsewhere_is_published_under_that_decision(ground, clock, vacancy):
    row = vetting.publish_as_decided(ground, vacancy.reference, "Order 12", by=GULNORA, on=clock())
    assert (row.state, row.decision) == (State.PUBLISHED, "Order 12")
    with pytest.raises(WrongStep):
        vetting.publish_as_decided(ground, vacancy.reference, "Order 13", by=GULNORA, on=clock())
    ground.commit()
    assert journal.history(ground, "vacancy", vacancy.reference)[-1].act == "publish_as_decided"


def test_nothing_is_done_to_a_vacancy_that_is_not_there(ground, clock):
    with pytest.raises(NotFound):
        vetting.step(ground, "V-NOBODY", "take_up", by=GULNORA, on=clock())
    with pytest.raises(NotFound):
        vetting.publish_as_decided(ground, "V-NOBODY", "x", by=GULNORA, on=clock())
    with pytest.raises(NotFound):
        vetting.check(
            ground, "V-NOBODY", CheckInput(Point.COSTS, Verdict.PASS, "x"), by=FARIDA, on=clock()
        )
