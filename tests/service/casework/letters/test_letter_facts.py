"""What a letter can say of a claim: in whose name it is written, and which money came into the
worker's hand."""

import pytest

from i18n.tongues import LetterLanguage
from service.casework.claims import wage_claims
from service.casework.letters import letter_facts
from service.casework.money import payments
from service.casework.money.money_entries import Hand
from tests.support import cast, sample_money


def known(session, by=cast.CHINORA):
    claim = wage_claims.get(session, cast.CLAIM, by=by)
    return letter_facts.read(session, claim, by=by, day=cast.TODAY)


@pytest.mark.parametrize(("by", "post"), [(cast.ELYOR, cast.MOSCOW), (cast.CHINORA, None)])
def test_an_attache_writes_for_their_post_and_others_for_the_service(seeded, by, post):
    with seeded.read() as session:
        office = known(session, by).office
    assert (office.code if office else None) == post


def test_money_is_told_in_the_order_in_which_it_came_and_what_is_held_is_not(seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        values = {"by": cast.CHINORA, "on": clock(), "day": clock.today}
        for amount, hand, day in ((900_00, Hand.HELD, 1), (500_00, Hand.WORKER, 3)):
            paid = sample_money.new_payment(amount, hand, on=clock.today.replace(day=day))
            payments.receive(session, claim, paid, **values)
        payments.pay_out(
            session,
            claim,
            sample_money.new_pay_out(400_00, on=clock.today),
            **values,
        )
        handed = known(session).handed
    assert [(one.amount, one.direct) for one in handed] == [(500_00, True), (400_00, False)]


def test_a_town_is_written_in_the_language_of_the_letter(seeded):
    with seeded.read() as session:
        place = known(session).place
    assert place.name_in(LetterLanguage.EN) == "Moscow"
    assert place.name_in(LetterLanguage.KO) == "Moscow"
    seoul = letter_facts.Place("KR", "Seoul", {})
    assert (
        seoul.name_in(LetterLanguage.KO),
        seoul.name_in(LetterLanguage.TR),
        seoul.name_in(LetterLanguage.RU),
    ) == (
        "서울",
        "Seoul",
        "Seoul",
    )
