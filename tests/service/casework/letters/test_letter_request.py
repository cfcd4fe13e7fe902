"""Which letter can be written of which claim, in which language, and until when."""

from datetime import timedelta

import msgspec
import pytest

from catalog.core.fields import AlreadyOver, TooFarAhead, TooLong
from i18n.tongues import LetterLanguage
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Line
from service.casework.letters import letter_facts, letter_request
from service.casework.letters.letter_request import (
    ClaimIsClosed,
    Kind,
    LetterRequest,
    NoBenefitClaimed,
    NoPolicyRecorded,
    NothingOwed,
    NothingPaidOut,
    NotWrittenHere,
)
from service.casework.money.money_entries import Balance
from tests.support import cast
from tests.support.letters import POLICY


@pytest.fixture
def known(seeded):
    with seeded.read() as session:
        return letter_facts.read(
            session,
            wage_claims.get(session, cast.CLAIM, by=cast.CHINORA),
            by=cast.CHINORA,
            day=cast.TODAY,
        )


def in_country(known, code):
    return msgspec.structs.replace(known, place=msgspec.structs.replace(known.place, country=code))


@pytest.mark.parametrize(("country", "language"), letter_request.LOCAL_LANGUAGES.items())
def test_what_goes_to_strangers_is_written_in_the_language_of_their_country_too(country, language):
    for kind in Kind:
        assert (language in letter_request.available_languages(kind, country)) == (
            kind is not Kind.RECEIPT
        )
        assert language not in letter_request.available_languages(kind, "RU")


def test_a_language_that_is_not_offered_is_refused(known):
    for item in (
        LetterRequest(Kind.DEMAND, LetterLanguage.KO),
        LetterRequest(Kind.DEMAND, LetterLanguage.TR),
        LetterRequest(Kind.POWER, LetterLanguage.KO),
        LetterRequest(Kind.RECEIPT, LetterLanguage.KO),
    ):
        with pytest.raises(NotWrittenHere):
            letter_request.require_possible(in_country(known, "RU"), item, cast.TODAY)
    letter_request.require_possible(
        in_country(known, "KR"), LetterRequest(Kind.DEMAND, LetterLanguage.KO), cast.TODAY
    )


def test_nothing_is_demanded_that_is_not_owed(known):
    for balances in ([Balance("RUB", due=100, covered=100)], [Balance("RUB", due=0)], []):
        paid = msgspec.structs.replace(known, balances=balances)
        for kind in letter_request.SENT_ABROAD:
            with pytest.raises(NothingOwed):
                letter_request.require_possible(
                    paid, LetterRequest(kind, LetterLanguage.EN), cast.TODAY
                )
        letter_request.require_possible(
            paid, LetterRequest(Kind.POWER, LetterLanguage.EN), cast.TODAY
        )


def test_an_insurer_is_written_to_for_a_benefit_on_a_policy_on_record_alone(known):
    line = Line(claim="W", number=1, component="insurance", currency="RUB", claimed=5)
    claimed = msgspec.structs.replace(known, lines=[line], balances=[Balance("RUB", due=5)])
    insured = msgspec.structs.replace(claimed, policies=[POLICY])
    wish = LetterRequest(Kind.INSURER, LetterLanguage.EN)
    other = msgspec.structs.replace(wish, policy=2)
    for matter, asked, refusal in (
        (msgspec.structs.replace(known, policies=[POLICY]), wish, NoBenefitClaimed),
        (claimed, wish, NoPolicyRecorded),
        (insured, other, NoPolicyRecorded),
        (msgspec.structs.replace(insured, balances=[]), wish, NothingOwed),
    ):
        with pytest.raises(refusal):
            letter_request.require_possible(matter, asked, cast.TODAY)
    letter_request.require_possible(insured, wish, cast.TODAY)


def test_one_currency_still_owed_is_enough(known):
    some = msgspec.structs.replace(
        known, balances=[Balance("RUB", due=1, covered=1), Balance("USD", due=2, covered=1)]
    )
    letter_request.require_possible(some, LetterRequest(Kind.DEMAND, LetterLanguage.EN), cast.TODAY)


def test_a_receipt_is_for_money_in_hand_and_for_closed_claims_too(known):
    with pytest.raises(NothingPaidOut):
        letter_request.require_possible(
            known, LetterRequest(Kind.RECEIPT, LetterLanguage.EN), cast.TODAY
        )
    handed = msgspec.structs.replace(
        known, state="closed", handed=[letter_facts.WorkerPayment(cast.TODAY, 1, "RUB", True)]
    )
    letter_request.require_possible(
        handed, LetterRequest(Kind.RECEIPT, LetterLanguage.EN), cast.TODAY
    )
    with pytest.raises(ClaimIsClosed):
        letter_request.require_possible(
            handed, LetterRequest(Kind.POWER, LetterLanguage.EN), cast.TODAY
        )


@pytest.mark.parametrize(
    ("refused", "values"),
    [
        (TooLong, {"first": "x" * 2_001}),
        (TooLong, {"to": "x" * 401}),
        (AlreadyOver, {"day": cast.TODAY - timedelta(days=1)}),
        (TooFarAhead, {"day": cast.TODAY.replace(year=2099)}),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(known, refused, values):
    with pytest.raises(refused) as found:
        letter_request.require_possible(
            known, LetterRequest(Kind.DEMAND, LetterLanguage.EN, **values), cast.TODAY
        )
    assert found.value.field == next(iter(values))


def test_a_day_is_proposed_where_none_is_said():
    assert letter_request.deadline(
        LetterRequest(Kind.DEMAND, LetterLanguage.EN), cast.TODAY
    ) == cast.TODAY + timedelta(days=14)
    assert (
        letter_request.deadline(
            LetterRequest(Kind.DEMAND, LetterLanguage.EN, day=cast.TODAY), cast.TODAY
        )
        == cast.TODAY
    )
