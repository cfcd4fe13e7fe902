"""Agencies that come back: found by people and names in any script, certain only by their tax
number."""

import msgspec
import pytest

from catalog.employers.blacklist import BarredKind
from catalog.licensing import agencies, licence_applications
from catalog.licensing import owners as licensing_owners
from catalog.licensing.agencies import Agency, ImportedStatus
from catalog.licensing.proposals import ProposedAction
from matching.fraud import reborn_agencies, recruiter_names
from matching.fraud.reborn_agencies import Trace
from tests.support import cast, sample_proposals
from tests.support.cast import FARIDA, TODAY


@pytest.fixture
def found(seeded, clock):
    """What is found about a firm of which this is told, beside the cast's register."""

    def look(**values):
        with seeded.write() as session:
            owners = values.pop("owners", ())
            name = values.pop("name", "Butunlay Boshqa MCHJ")
            agencies.register(
                session, cast.agency("XB-0900", name, id="NEW", **values), by=FARIDA, on=clock()
            )
            licensing_owners.record(session, "AG-NEW", owners, by=FARIDA, on=clock())
        with seeded.read() as session:
            row = session.get_one(Agency, "AG-NEW")
            rows = reborn_agencies.find_similar(session, row, recruiter_names.read(session), TODAY)
            return {one.standing.agency.external_id: dict(one.traces) for one in rows}, rows

    return look


@pytest.fixture
def revoked(seeded, clock):
    with seeded.write() as session:
        row = session.get_one(Agency, "AG-REVOKED")
        row.director, row.tax_no, row.phone, row.address = (
            "Abdullayev Oʻktam Rustamovich",
            "300000001",
            "+998 71 111 22 33",
            "Toshkent, Bogʻ koʻchasi, 7-uy",
        )
        licensing_owners.record(session, "AG-REVOKED", ["Salimova Zuhra"], by=FARIDA, on=clock())


def test_the_same_people_are_found_across_scripts_and_orders(found, revoked):
    traces, rows = found(
        director="Рустамович Абдуллаев Ўктам", owners=["Зухра Салимова", "Nobody Known"]
    )
    assert set(traces["AG-REVOKED"]) == {Trace.OWNER, Trace.DIRECTOR}
    assert not rows[0].sure


def test_an_owner_who_was_a_director_elsewhere_is_found_too(found, revoked):
    traces, _ = found(owners=["Abdullaev Uktam Rustamovich"])
    assert traces["AG-REVOKED"] == {Trace.DIRECTOR: "Abdullayev Oʻktam Rustamovich"}


def test_a_first_name_alone_means_nobody(found, revoked):
    traces, _ = found(director="Zuhra", owners=["Salimova Nodira", "Abdullayev Karim"])
    assert "AG-REVOKED" not in traces


def test_only_the_tax_number_makes_it_sure(found, revoked):
    traces, rows = found(tax_no="300000001")
    assert traces["AG-REVOKED"] == {Trace.TAX_NO: "300000001"}
    assert rows[0].sure


def test_telephone_address_and_name_suggest(found, revoked):
    traces, _ = found(
        phone="(71) 111-22-33", address="Тошкент, Боғ кўчаси, 7-уй", name="Qora Bulut Plus MCHJ"
    )
    assert set(traces["AG-REVOKED"]) >= {Trace.PHONE, Trace.ADDRESS}
    assert Trace.TAX_NO not in traces["AG-REVOKED"]


def test_what_is_empty_is_no_trace(found):
    traces, _ = found()
    assert traces == {}


def test_a_past_name_is_a_name(found, seeded, clock):
    with seeded.write() as session:
        result = cast.agency("XB-0105", "Yangi Nom MCHJ", ImportedStatus.REVOKED)
        agencies.register(session, result, by=FARIDA, on=clock())
    traces, _ = found(name="Қора Булут МЧЖ")
    assert traces["AG-REVOKED"] == {Trace.NAME: ""}


def test_directors_of_the_black_list_come_near_by_name_alone(seeded, clock, revoked):
    with seeded.write() as session:
        sample_proposals.signed(
            session,
            "AG-REVOKED",
            ProposedAction.BAR,
            barred=BarredKind.DIRECTOR,
            code="fraud",
            on=clock(),
        )
    with seeded.read() as session:

        def barred(*names):
            return [one.number for one in reborn_agencies.directors_barred(session, names, TODAY)]

        assert barred("Ўктам Абдуллаев Рустамович") == ["12-K"]
        assert barred("Oʻktam", "", "Somebody Else") == []


def test_whose_licence_was_revoked_is_found_as_such_also_when_it_applied_anew(
    found, revoked, seeded, clock
):
    result = msgspec.structs.replace(sample_proposals.FIRM, tax_no="300000001")
    with seeded.write() as session:
        licence_applications.file(session, result, agency="AG-REVOKED", by=FARIDA, on=clock())
    _, rows = found(tax_no="300000001")
    assert [
        one.standing.state for one in rows if one.standing.agency.external_id == "AG-REVOKED"
    ] == ["revoked"]
