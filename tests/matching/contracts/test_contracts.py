"""A contract is drafted by whoever recruits, beside what was vetted; what the law forbids never
reaches the worker."""

from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import update

from catalog.core import journal, outbox
from catalog.core.actor import SYSTEM
from catalog.core.errors import InvalidInput, NotAllowed
from catalog.reference import countries
from catalog.reference.countries import Kind, Mark, NewFact
from catalog.vacancies import vacancies, vetting
from catalog.vacancies.vacancies import Vacancy
from matching.applications import transitions
from matching.applications.applications import Application
from matching.applications.transitions import StepNotPossible
from matching.contracts import contracts
from matching.contracts.contracts import Contract
from matching.contracts.preconditions import NotVetted
from tests.support import cast
from tests.support.cast import BARNO, DAVRON, FARIDA, GULNORA, HAMID, IRODA, TODAY
from tests.support.sample_applications import WORKER, applied, worker
from tests.support.sample_journeys import drafted


@pytest.fixture
def row(seeded_session, clock):
    """Somebody who accepted the welder's job."""
    return applied(
        seeded_session, worker(seeded_session, on=clock()), on=clock(), until="take_offer"
    )


def test_whoever_recruits_drafts_it_and_nobody_else(seeded_session, row, clock):
    for by in (
        WORKER,
        FARIDA,
        DAVRON,
        BARNO,
        IRODA,
        msgspec.structs.replace(HAMID, agency="AG-STATE"),
    ):
        with pytest.raises(NotAllowed):
            drafted(seeded_session, row, on=clock(), by=by)
    contract = drafted(seeded_session, row, on=clock())
    assert (contract.state, contract.worse, contract.version) == ("drafted", "", 1)
    assert [one.to_name for one in contracts.terms(seeded_session, row, contract, TODAY)].count(
        True
    ) == 0


def test_its_worker_is_told_once_a_day_that_something_waits_and_not_what(
    seeded_session, row, clock
):
    offered = len(outbox.latest(seeded_session))
    for hours in (48, 48, 50, 52):
        drafted(seeded_session, row, on=clock(), hours_per_week=hours)
    result = outbox.latest(seeded_session)
    assert len(result) == offered + 1
    assert result[0].words == "Musofir: “Ishga arizalarim” boʻlimida siz uchun yangilik bor."
    drafted(seeded_session, row, on=clock.forward(days=1))
    assert len(outbox.latest(seeded_session)) == offered + 2


def test_for_the_state_agency_an_officer_does(seeded_session, clock):
    row = applied(
        seeded_session,
        worker(seeded_session, on=clock()),
        to="quota",
        on=clock(),
        until="take_offer",
    )
    with pytest.raises(NotAllowed):
        drafted(seeded_session, row, on=clock())
    assert drafted(seeded_session, row, on=clock(), by=FARIDA, isco08="9112").state == "drafted"


def test_only_after_the_offer_was_accepted(seeded_session, clock):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock(), until="offer")
    with pytest.raises(StepNotPossible):
        drafted(seeded_session, row, on=clock())


def test_all_that_is_forbidden_is_told_at_once_beside_its_answer(seeded_session, row, clock):
    texts = ["Invented"] * 3 + ["Invented"]
    fact = NewFact(
        "KR",
        Kind.MINIMUM_WAGE,
        Mark.SOURCED,
        "invented",
        *texts,
        component="gross",
        value=2_156_880,
        unit="month",
        currency="KRW",
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
    )
    countries.state_fact(seeded_session, fact, by=SYSTEM, on=clock())
    with pytest.raises(InvalidInput) as wrong:
        drafted(
            seeded_session,
            row,
            on=clock(),
            wage=2_000_000,
            worker_fee=100,
            passport_kept=True,
            languages="ko",
        )
    assert sorted((one.field, type(one).__name__) for one in wrong.value.errors) == [
        ("languages", "CannotBeRead"),
        ("passport_kept", "PassportWithheld"),
        ("wage", "BelowMinimum"),
        ("worker_fee", "FeeRefused"),
    ]
    assert contracts.for_application(seeded_session, row) is None
    with pytest.raises(InvalidInput, match="There is a problem with some of your answers"):
        drafted(seeded_session, row, on=clock(), country="RU")


def test_a_law_that_nobody_gave_a_source_for_refuses_nothing(seeded_session, row, clock):
    fact = NewFact(
        "KR",
        Kind.MINIMUM_WAGE,
        Mark.UNCONFIRMED,
        "recalled",
        *["Invented"] * 4,
        component="gross",
        value=9_000_000,
        unit="month",
        currency="KRW",
    )
    countries.state_fact(seeded_session, fact, by=SYSTEM, on=clock())
    assert drafted(seeded_session, row, on=clock()).state == "drafted"


def test_of_a_vacancy_that_was_changed_there_is_no_contract_until_it_is_vetted_again(
    seeded_session, row, clock
):
    """As long as anybody looks at it; then the lower pay is what was vetted, and the higher one is
    better."""
    result = msgspec.structs.replace(cast.VACANCIES["published"][2], wage_min=2_000_000)
    vacancy = cast.named(seeded_session, "published")
    clock.forward(hours=1)
    vacancies.submit(
        seeded_session,
        result,
        agency=vacancy.agency,
        employer=vacancy.employer,
        by=HAMID,
        on=clock(),
    )
    for state in ("submitted", "vetting", "post_check", "returned", "approved", "refused"):
        vacancy.state = state
        for wage in (2_000_000, 2_900_000):
            with pytest.raises(NotVetted):
                drafted(seeded_session, row, on=clock(), wage=wage)
    vacancy.state = "submitted"
    vetting.publish_as_decided(
        seeded_session, vacancy.reference, "Decision 9", by=GULNORA, on=clock()
    )
    contract = drafted(seeded_session, row, on=clock(), wage=2_000_000)
    assert [
        term.name for term in contracts.terms(seeded_session, row, contract, TODAY) if term.to_name
    ] == []


def test_what_was_changed_in_the_vacancy_since_is_told(seeded, clock):
    """An agency that lowers the pay after somebody applied draws the vacancy down with it, but not
    unseen."""
    with seeded.write() as session:
        number = applied(
            session, worker(session, on=clock()), on=clock(), until="take_offer"
        ).reference
    clock.forward(hours=1)
    with seeded.write() as session:
        result = msgspec.structs.replace(
            cast.VACANCIES["published"][2], wage_min=2_000_000, title="Welder"
        )
        vacancy = cast.named(session, "published")
        vacancies.submit(
            session, result, agency=vacancy.agency, employer=vacancy.employer, by=HAMID, on=clock()
        )
    with seeded.read() as session:
        row = session.get_one(Application, number)
        assert contracts.changed_since(session, row) == ["wage_min"]


def test_drafted_again_as_it_was_nothing_changes_and_otherwise_it_is_another(
    seeded_session, row, clock
):
    contract = drafted(seeded_session, row, on=clock())
    assert drafted(seeded_session, row, on=clock()).version == 1
    assert drafted(seeded_session, row, on=clock(), city="Busan").version == 2
    seeded_session.flush()
    written = seeded_session.info["journal"]
    assert [one.act for one in written if one.noun == "contract"] == ["draft", "draft"]
    assert contract.city == "Busan"


def test_a_contract_stands_in_the_journal_without_its_terms(seeded, clock):
    with seeded.write() as session:
        row = applied(session, worker(session, on=clock()), on=clock(), until="take_offer")
        number = drafted(session, row, on=clock()).application
    with seeded.read() as session:
        assert [(one.act, one.fields) for one in journal.history(session, "contract", number)] == [
            ("draft", "")
        ]


def test_what_cannot_be_a_contract_is_not_kept(seeded_session, row, clock):
    seeded_session.execute(update(Vacancy).values(closes_on=TODAY - timedelta(days=1)))
    assert drafted(seeded_session, row, on=clock()).application == row.reference, (
        "an offer outlives the closing day"
    )
    transitions.move(seeded_session, row, "withdraw", by=WORKER, on=clock(), day=TODAY)
    with pytest.raises(StepNotPossible):
        drafted(seeded_session, row, on=clock())
    assert seeded_session.get(Contract, row.reference).state == "drafted"
