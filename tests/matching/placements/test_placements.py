"""A contract for work abroad is recorded once for one person, by a recruiter that was allowed to
recruit on its day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.errors import NotAllowed, NotFound
from catalog.core.fields import InTheFuture, TooLongAgo
from catalog.core.journal import Entry
from catalog.licensing import licences
from catalog.licensing.licences import Licence, NewOrder, OrderKind
from catalog.reference.countries import NotACountry, WorkInUzbekistan
from matching.identity import persons
from matching.identity.persons import (
    AgeBand,
    Citizen,
    DocumentsInput,
    ErasedPerson,
    NewCitizen,
    Sex,
    UnderAge,
)
from matching.placements import arrivals, placements
from matching.placements.placements import (
    CancellationReason,
    MayNotRecruit,
    NewPlacement,
    OfAnotherAgency,
    Placement,
    Recruiters,
    SameContract,
    State,
    WrongOrder,
)
from service.casework.protection import record_merge
from service.privacy import erase
from tests.support import cast
from tests.support.cast import CHINORA, DAVRON, FARIDA, IRODA, TODAY
from tests.support.sample_placements import ULSAN, placed

KNOWN = NewCitizen(
    "Worker Invented", "+998 90 000 00 61", "uz", Sex.FEMALE, AgeBand.FROM_30, "1726"
)


@pytest.fixture
def person(seeded_session, clock) -> str:
    return persons.record(seeded_session, KNOWN, by=FARIDA, on=clock()).reference


def test_a_contract_is_recorded_with_what_was_noted_of_its_worker(seeded, clock):
    with seeded.write() as session:
        person = persons.record(session, KNOWN, by=FARIDA, on=clock()).reference
        row = placed(session, of=person, on=clock(), by=FARIDA)
    assert (row.state, row.channel, row.confirmed, row.version) == (
        "signed",
        "licensed_agency",
        None,
        1,
    )
    assert (row.sex, row.age_band, row.region) == ("female", "30_44", "1726")
    written = select(Entry).where(col(Entry.reference) == row.reference)
    with seeded.read() as session:
        assert [(one.act, one.noun) for one in session.execute(written).scalars()] == [
            ("sign", "placement")
        ]


def test_the_state_agency_places_by_law_and_needs_no_licence(seeded_session, person, clock):
    assert placed(seeded_session, ULSAN, of=person, on=clock(), by=FARIDA).channel == "state_agency"


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"agency": "AG-SUSPENDED", "signed_on": TODAY}, MayNotRecruit, "signed_on"),
        ({"agency": "AG-DHAKA"}, MayNotRecruit, "signed_on"),
        ({"signed_on": date(2025, 1, 9)}, MayNotRecruit, "signed_on"),
        ({"agency": "AG-NOBODY"}, NotFound, "agency"),
        ({"vacancy": "V-NOBODY"}, NotFound, "vacancy"),
        ({"country": "XX"}, NotACountry, "country"),
        ({"country": "UZ"}, WorkInUzbekistan, "country"),
        ({"city": "Tashkent"}, WorkInUzbekistan, "city"),
        ({"signed_on": TODAY + timedelta(days=1)}, InTheFuture, "signed_on"),
        ({"signed_on": date(1970, 1, 1)}, TooLongAgo, "signed_on"),
        ({"departed_on": date(2026, 8, 31)}, WrongOrder, "departed_on"),
        (
            {"departed_on": date(2026, 9, 9), "arrived_on": date(2026, 9, 8)},
            WrongOrder,
            "arrived_on",
        ),
        ({"arrived_on": TODAY + timedelta(days=1)}, InTheFuture, "arrived_on"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    seeded_session, person, clock, changed, refusal, field
):
    with pytest.raises(refusal) as values:
        placed(seeded_session, of=person, on=clock(), **changed)
    assert values.value.field == field
    assert seeded_session.execute(select(Placement)).first() is None


def test_nobody_under_18_is_placed_until_their_passport_shows_another_age(
    seeded_session, person, clock
):
    row = seeded_session.get_one(Citizen, person)
    row.age_band = "under_18"
    with pytest.raises(UnderAge) as refused:
        placed(seeded_session, of=person, on=clock())
    assert refused.value.field == "age_band"
    documents = DocumentsInput(passport="AA7654321", birth_year=TODAY.year - 17)
    persons.set_documents(seeded_session, row, documents, by=FARIDA, on=clock())
    assert row.age_band == "under_18"
    persons.set_documents(
        seeded_session, row, DocumentsInput(birth_year=2000), by=FARIDA, on=clock()
    )
    assert placed(seeded_session, of=person, on=clock()).age_band == "18_29"


def test_the_day_of_the_contract_decides_and_not_the_day_it_is_written_down(
    seeded_session, person, clock
):
    """Suspended from the 10th to the 20th of October: what was signed before and after holds, what
    was signed between does not."""
    held = (
        seeded_session.execute(select(col(Licence.id)).where(col(Licence.agency) == "AG-VALID"))
        .scalars()
        .one()
    )
    order = NewOrder(
        OrderKind.SUSPEND,
        date(2026, 10, 10),
        "invented",
        source="invented",
        until=date(2026, 10, 20),
    )
    licences.add_order(seeded_session, held, order, by=FARIDA, on=clock())
    for day, fits in ((9, True), (10, False), (15, False), (25, True)):
        values = {"contract": f"XB-{day}", "signed_on": date(2026, 10, day)}
        if fits:
            assert (
                placed(seeded_session, of=person, on=clock(), by=FARIDA, **values).signed_on.day
                == day
            )
        else:
            with pytest.raises(MayNotRecruit):
                placed(seeded_session, of=person, on=clock(), by=FARIDA, **values)


def test_one_contract_of_one_person_is_one_placement_however_its_number_is_written(
    seeded_session, person, clock
):
    row = placed(seeded_session, of=person, on=clock(), by=FARIDA)
    with pytest.raises(SameContract, match=row.reference):
        placed(seeded_session, of=person, on=clock(), by=FARIDA, contract="xb-1/2026")
    other = persons.record(
        seeded_session, NewCitizen("Another Invented"), by=FARIDA, on=clock()
    ).reference
    assert placed(seeded_session, of=other, on=clock(), by=FARIDA).reference != row.reference, (
        "a contract may name several workers"
    )
    record_merge.merge(seeded_session, person, other, by=FARIDA, on=clock())
    with pytest.raises(SameContract):
        placed(seeded_session, of=person, on=clock(), by=FARIDA)


def test_the_same_contract_under_another_record_of_the_person_is_the_same(
    seeded_session, person, clock
):
    placed(seeded_session, of=person, on=clock(), by=FARIDA)
    again = persons.record(
        seeded_session, NewCitizen("Worker Invented"), by=FARIDA, on=clock()
    ).reference
    record_merge.merge(seeded_session, again, person, by=FARIDA, on=clock())
    with pytest.raises(SameContract):
        placed(seeded_session, of=again, on=clock(), by=FARIDA)
    assert [one.citizen for one in arrivals.list_for_person(seeded_session, again)] == [person]


def test_what_was_recorded_by_mistake_and_cancelled_can_be_recorded_as_it_was(
    seeded_session, person, clock
):
    wrong = placed(seeded_session, of=person, on=clock(), by=FARIDA, country="KR")
    arrivals.cancel(seeded_session, wrong, CancellationReason.MISTAKE, by=FARIDA, on=clock())
    right = placed(seeded_session, of=person, on=clock(), by=FARIDA)
    assert (right.country, right.state, wrong.state) == ("RU", State.SIGNED, State.CANCELLED)
    with pytest.raises(SameContract):
        placed(seeded_session, of=person, on=clock(), by=FARIDA)


def test_an_officer_records_no_arrival_and_others_record_nothing(seeded_session, person, clock):
    """Whoever placed somebody does not say themself that they arrived: that would count it."""
    for by in (CHINORA, DAVRON, IRODA):
        with pytest.raises(NotAllowed):
            placed(seeded_session, of=person, on=clock(), by=by)
    with pytest.raises(NotAllowed):
        placed(seeded_session, of=person, on=clock(), by=FARIDA, arrived_on=date(2026, 9, 20))


def test_a_register_tells_how_far_somebody_came(seeded_session, person, clock):
    left = placed(seeded_session, of=person, on=clock(), departed_on=date(2026, 9, 5))
    assert (left.state, left.confirmed) == ("departed", None)
    came = placed(
        seeded_session,
        of=person,
        on=clock(),
        contract="2",
        departed_on=date(2026, 9, 5),
        arrived_on=date(2026, 9, 5),
    )
    assert (came.state, came.confirmed) == ("arrived", "record")


def test_a_vacancy_is_of_the_agency_that_placed(seeded_session, person, clock):
    mine, other = (
        cast.named(seeded_session, "published").reference,
        cast.named(seeded_session, "cook").reference,
    )
    with pytest.raises(OfAnotherAgency) as values:
        placed(seeded_session, of=person, on=clock(), by=FARIDA, vacancy=other)
    assert values.value.field == "vacancy"
    assert placed(seeded_session, of=person, on=clock(), by=FARIDA, vacancy=mine).vacancy == mine


def test_nothing_is_recorded_of_whoever_was_erased(seeded_session, person, clock):
    erase.erase(seeded_session, person, by=IRODA, on=clock())
    with pytest.raises(ErasedPerson):
        placed(seeded_session, of=person, on=clock(), by=FARIDA)


def test_an_agency_is_asked_about_once_for_all_rows_of_a_register(
    seeded_session, person, clock, monkeypatch
):
    asked = []
    standing = placements.agencies.status
    monkeypatch.setattr(
        placements.agencies, "status", lambda *items: asked.append(items[1:]) or standing(*items)
    )
    memory = Recruiters(seeded_session)
    row = persons.Citizen.__table__.c.reference
    someone = seeded_session.execute(select(persons.Citizen).where(row == person)).scalars().one()
    for number in range(3):
        new_placement = NewPlacement("AG-VALID", f"N-{number}", "Firm", date(2026, 9, 1), "RU")
        placements.sign(
            seeded_session,
            new_placement,
            someone,
            by=FARIDA,
            on=clock(),
            day=TODAY,
            recruiters=memory,
        )
    assert asked == [("AG-VALID", date(2026, 9, 1))]
    with pytest.raises(MayNotRecruit):
        memory.on("AG-SUSPENDED", TODAY)
    with pytest.raises(MayNotRecruit):
        memory.on("AG-SUSPENDED", TODAY)
    assert len(asked) == 2
