"""What a post thinks of an employer: signed, dated, the newest of each post counts, and one may
take it back."""

from datetime import timedelta

import pytest

from catalog.core import journal
from catalog.core.actor import SYSTEM
from catalog.core.errors import NotAllowed, NotFound
from catalog.reference import posts
from catalog.reference.posts import Mark, NewPost, NotAPost
from service.casework.employers import opinions
from service.casework.employers.opinions import NewOpinion, Opinion, OtherCountry, TakenBackBefore
from tests.support import cast
from tests.support.cast import CHINORA, DAVRON, ELYOR, FARIDA, IRODA, MOSCOW, TODAY

NAME = "Severny Dvor Stroy"
KNOWN = opinions.employer_key(NAME, "RU")


def say(
    session,
    clock,
    verdict=Opinion.CAUTION,
    *,
    by=ELYOR,
    name=NAME,
    country="RU",
    reason="Pays late",
):
    row = opinions.record(
        session, name, country, NewOpinion(verdict, reason), by=by, on=clock(), day=TODAY
    )
    clock.forward(hours=1)
    return row


def standing(session, *known) -> list[str]:
    return [row.verdict for row in opinions.current(session, known or (KNOWN,)).get(KNOWN, [])]


def test_it_is_signed_and_dated_and_stands_in_the_journal(ground, clock):
    row = say(ground, clock)
    assert (row.post, row.officer, row.day, row.key) == (
        MOSCOW,
        ELYOR.account,
        TODAY,
        "severni dvor stroy",
    )
    ground.commit()
    assert [(one.act, one.fields) for one in journal.history(ground, "opinion", row.reference)] == [
        ("say", "verdict,reason")
    ]


@pytest.mark.parametrize(
    "name", ["Северный Двор Строй", "SEVERNY  DVOR-STROY", "Severniy Dvor Stroy"]
)
def test_it_is_found_by_the_name_in_any_script(ground, clock, name):
    say(ground, clock, name=name)
    assert standing(ground) == ["caution"]


def test_the_newest_of_a_post_counts_and_taken_back_the_one_before(ground, clock):
    say(ground, clock, Opinion.GOOD)
    newest = say(ground, clock, Opinion.DO_NOT_SEND)
    assert standing(ground) == ["do_not_send"]
    opinions.withdraw(ground, newest.reference, by=ELYOR, on=clock())
    assert standing(ground) == ["good"]
    assert [row.verdict for row in opinions.history(ground, KNOWN)] == ["do_not_send", "good"], (
        "it stays to be read"
    )


def test_two_posts_of_a_country_each_have_theirs_the_most_worrying_first(ground, clock):
    new_post = NewPost(
        "RU-KAZAN-CON", "consulate", "RU", "Kazan", "Europe/Moscow", "invented", Mark.SOURCED
    )
    posts.load(ground, [new_post], by=SYSTEM, on=clock())
    say(ground, clock, Opinion.DO_NOT_SEND)
    say(ground, clock, Opinion.GOOD, by=cast._who("Kazan", ELYOR.role, "RU-KAZAN-CON"))
    assert standing(ground) == ["do_not_send", "good"]


def test_one_of_the_same_name_in_another_country_is_another_employer(ground, clock):
    say(ground, clock, Opinion.DO_NOT_SEND, by=DAVRON, country="KR")
    assert standing(ground, KNOWN, opinions.employer_key(NAME, "KR")) == []
    assert opinions.current(ground, []) == {}


def test_a_post_speaks_of_its_own_country_only(ground, clock):
    with pytest.raises(OtherCountry):
        say(ground, clock, by=DAVRON)
    with pytest.raises(NotAPost):
        say(ground, clock, by=cast._who("Nowhere", ELYOR.role))


@pytest.mark.parametrize("by", [CHINORA, FARIDA, IRODA])
def test_nobody_but_an_attache_speaks_for_a_post(ground, clock, by):
    with pytest.raises(NotAllowed):
        say(ground, clock, by=by)


def test_only_its_post_takes_it_back_and_once(ground, clock):
    row = say(ground, clock)
    for by, number in ((DAVRON, row.reference), (IRODA, row.reference), (ELYOR, "O-NONE")):
        with pytest.raises(NotFound):
            opinions.withdraw(ground, number, by=by, on=clock())
    colleague = cast._who("Colleague", ELYOR.role, MOSCOW)
    when = clock() + timedelta(days=1)
    opinions.withdraw(ground, row.reference, by=colleague, on=when)
    assert (row.withdrawn_at, row.withdrawn_by, standing(ground)) == (when, colleague.account, [])
    with pytest.raises(TakenBackBefore):
        opinions.withdraw(ground, row.reference, by=ELYOR, on=clock())
