"""Applications for a licence: of firms new and known, once, within their clock."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import select
from sqlmodel import col

from catalog.core.errors import InvalidInput, NotFound
from catalog.employers.blacklist import FirmBarred
from catalog.licensing import agencies, licence_applications, owners
from catalog.licensing.agencies import Agency, PastName
from catalog.licensing.branches import Branch
from catalog.licensing.licence_applications import (
    AlreadyRegistered,
    ApplicationKind,
    CannotApply,
    NotAFirmName,
    NotATaxNumber,
    Outcome,
    TooFewDigits,
)
from catalog.licensing.licences import State
from catalog.licensing.proposals import ProposedAction
from catalog.reference.countries import NotACountry
from tests.support import sample_proposals
from tests.support.cast import FARIDA, HAMID, TODAY
from tests.support.sample_proposals import FIRM


def file(session, clock, firm=FIRM, agency=None, by=FARIDA):
    return licence_applications.file(session, firm, agency=agency, by=by, on=clock())


def test_a_new_firm_is_on_the_register_as_an_applicant_with_its_clock(register, clock):
    row = file(register, clock)
    standing = agencies.status(register, row.agency, TODAY)
    assert (standing.state, standing.may_recruit_here) == (State.APPLIED, False)
    assert (row.asked, row.outcome, row.due_on) == (
        ApplicationKind.LICENCE,
        Outcome.WAITING,
        TODAY + timedelta(days=30),
    )
    assert (standing.agency.tax_no, row.countries) == ("300000123", "KR,RU")
    assert [one.name for one in owners.list_for_agency(register, row.agency)] == [
        "Karim Olimov",
        "Zuhra Salimova",
    ]
    places = select(col(Branch.address)).where(col(Branch.agency) == row.agency)
    assert list(register.execute(places).scalars()) == ["Samarqand, Namuna 1"]


def test_without_a_rule_nothing_is_said_of_the_day(ground, clock):
    assert file(ground, clock).due_on is None


def test_the_same_tax_number_is_the_same_firm(register, clock):
    file(register, clock)
    with pytest.raises(AlreadyRegistered) as refused:
        file(register, clock, replace(FIRM, name="Another Name", tax_no="300000123"))
    assert refused.value.facts == {"name": FIRM.name}


@pytest.mark.parametrize(
    "number", ["", "12345678", "1234567890", "12345678x", "１２３４５６７８９"]
)
def test_a_tax_number_has_nine_digits(register, clock, number):
    with pytest.raises(NotATaxNumber):
        file(register, clock, replace(FIRM, tax_no=number))


def test_a_name_without_letters_and_a_telephone_without_digits_are_refused(register, clock):
    for wrong, refusal in (({"name": "😀"}, NotAFirmName), ({"phone": "xyz"}, TooFewDigits)):
        with pytest.raises(refusal) as refused:
            file(register, clock, replace(FIRM, **wrong))
        assert refused.value.field in wrong
    with pytest.raises(InvalidInput) as refused:
        file(register, clock, replace(FIRM, name="😀", phone="xyz", tax_no="1"))
    assert [one.field for one in refused.value.errors] == ["name", "phone", "tax_no"]


def test_a_country_that_is_none_is_refused(register, clock):
    for codes in ("XX", "KR;RU", "Korea", "KR, RU, K"):
        with pytest.raises(NotACountry) as refused:
            file(register, clock, replace(FIRM, countries=codes))
        assert refused.value.field == "countries"


def test_a_living_licence_is_renewed_and_an_ended_one_asked_for_anew(register, clock):
    assert file(register, clock, agency="AG-EXPIRING").asked == ApplicationKind.RENEWAL
    again = replace(FIRM, tax_no="300000124")
    row = file(register, clock, again, agency="AG-EXPIRED")
    assert row.asked == ApplicationKind.LICENCE
    assert agencies.status(register, "AG-EXPIRED", TODAY).state is State.APPLIED


def test_who_had_applied_elsewhere_applies_here_on_the_same_licence(register, clock):
    before = agencies.status(register, "AG-APPLIED", TODAY).licence
    row = file(register, clock, agency="AG-APPLIED")
    assert (row.asked, row.licence) == (ApplicationKind.LICENCE, before.id)


def test_what_a_renewal_tells_counts_only_once_it_is_granted(register, clock):
    row = file(register, clock, agency="AG-EXPIRING")
    assert register.get_one(Agency, "AG-EXPIRING").name == "Kumush Koʻprik MCHJ"
    sample_proposals.signed(
        register, "AG-EXPIRING", ProposedAction.RENEW, on=clock(), valid_to=date(2031, 12, 20)
    )
    agency = register.get_one(Agency, "AG-EXPIRING")
    assert (agency.name, agency.director, row.outcome) == (
        FIRM.name,
        FIRM.director,
        Outcome.GRANTED,
    )
    assert register.execute(
        select(PastName.name).where(PastName.agency == "AG-EXPIRING")
    ).scalars().all() == ["Kumush Koʻprik MCHJ"]
    assert agencies.status(register, "AG-EXPIRING", TODAY).valid_to == date(2031, 12, 20)


def test_what_a_firm_tells_that_asks_for_a_licence_anew_counts_once_it_is_granted(register, clock):
    file(register, clock, agency="AG-EXPIRED")
    before = register.get_one(Agency, "AG-EXPIRED").director
    assert before != FIRM.director
    sample_proposals.signed(
        register,
        "AG-EXPIRED",
        ProposedAction.GRANT,
        on=clock(),
        licence_no="L-77",
        valid_from=TODAY,
        valid_to=date(2031, 12, 20),
    )
    agency = register.get_one(Agency, "AG-EXPIRED")
    assert (agency.name, agency.director) == (FIRM.name, FIRM.director)


@pytest.mark.parametrize("agency", ["AG-SUSPENDED", "AG-GRANTED", "AG-STATE", "AG-DHAKA"])
def test_who_cannot_apply_now_is_told_why(register, clock, agency):
    with pytest.raises(CannotApply):
        file(register, clock, agency=agency)


def test_an_application_waits_once_and_can_be_taken_back(register, clock):
    row = file(register, clock, agency="AG-VALID")
    with pytest.raises(licence_applications.PetitionWaits):
        file(register, clock, agency="AG-VALID")
    assert [one.reference for one in licence_applications.list_waiting(register)] == [row.reference]
    assert (
        licence_applications.withdraw(register, row.reference, by=HAMID, on=clock()).outcome
        == Outcome.WITHDRAWN
    )
    with pytest.raises(NotFound):
        licence_applications.withdraw(register, row.reference, by=HAMID, on=clock())
    assert file(register, clock, agency="AG-VALID").reference != row.reference


@pytest.mark.parametrize("agency", [None, "AG-EXPIRED", "AG-APPLIED", "AG-VALID"])
def test_who_takes_an_application_back_stands_as_before_it_and_may_apply_anew(
    register, clock, agency
):
    before = (
        agencies.status(register, agency, TODAY).state
        if agency not in (None, "AG-APPLIED")
        else State.NONE
    )
    row = file(register, clock, agency=agency)
    licence_applications.withdraw(register, row.reference, by=FARIDA, on=clock())
    for decided in (False, True):
        assert agencies.status(register, row.agency, TODAY, decided=decided).state is before
    again = file(register, clock, agency=row.agency)
    assert (again.asked, again.outcome) == (row.asked, Outcome.WAITING)
    if agency != "AG-VALID":
        assert again.licence != row.licence
        assert agencies.status(register, row.agency, TODAY).state is State.APPLIED


def test_a_register_that_tells_of_an_application_anew_is_believed(register, clock):
    row = file(register, clock, agency="AG-APPLIED")
    licence_applications.withdraw(register, row.reference, by=FARIDA, on=clock())
    firm = register.get_one(Agency, "AG-APPLIED")
    new_agency = agencies.NewAgency(
        external_id="AG-APPLIED",
        name=firm.name,
        country="UZ",
        status=agencies.ImportedStatus.APPLIED,
    )
    for _ in range(2):
        agencies.register(register, new_agency, by=FARIDA, on=clock())
        assert agencies.status(register, "AG-APPLIED", TODAY).state is State.APPLIED


def test_an_agency_speaks_for_itself_alone(register, clock):
    assert file(register, clock, agency="AG-VALID", by=HAMID).filed_by == HAMID.account
    for other in ("AG-EXPIRING", None, "AG-NOBODY"):
        with pytest.raises(NotFound):
            file(register, clock, agency=other, by=HAMID)
    row = file(register, clock, replace(FIRM, tax_no="300000555"), agency="AG-EXPIRING")
    with pytest.raises(NotFound):
        licence_applications.withdraw(register, row.reference, by=HAMID, on=clock())


def test_a_firm_on_the_black_list_does_not_apply(register, clock):
    sample_proposals.signed(register, "AG-EXPIRED", ProposedAction.BAR, on=clock(), code="fraud")
    with pytest.raises(FirmBarred):
        file(register, clock, agency="AG-EXPIRED")
