"""Unpaid wages: filed by anybody, followed with a secret, and seen only by the post that has it."""

from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import journal
from catalog.core.actor import VISITOR
from catalog.core.errors import NotFound
from catalog.core.fields import InTheFuture, TooLongAgo
from catalog.reference import posts
from catalog.reference.countries import Mark, NotACountry
from catalog.reference.posts import NewPost
from matching.identity.persons import Citizen
from matching.identity.telephones import NotAPhone
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.line_days import DaysOutsideWork
from service.casework.claims.wage_claims import Claim, NewLine, NothingClaimed, WrongWorkDates
from service.casework.workflow import notes
from tests.support import cast
from tests.support.cast import ALISHERS_CLAIM, CHINORA, CLAIM, DAVRON, ELYOR, MOSCOW, TODAY

CONTACT = ALISHERS_CLAIM.contact


def file(session, clock, by=VISITOR, **values) -> wage_claims.FiledClaim:
    claim = msgspec.structs.replace(ALISHERS_CLAIM, **values)
    return wage_claims.file(session, claim, by=by, on=clock(), day=TODAY)


def test_a_claim_is_open_with_a_next_action_due_today_at_the_post_of_its_country(claim):
    assert (claim.state, claim.post, claim.due, claim.channel) == (
        "received",
        MOSCOW,
        TODAY,
        "website",
    )
    assert claim.next_action


def test_an_officer_files_for_somebody_who_came_in_person(ground, clock):
    assert file(ground, clock, by=CHINORA).claim.channel == "in_person"


def test_a_country_without_a_post_leaves_the_claim_with_the_agency(ground, clock):
    assert file(ground, clock, country="PL").claim.post is None


def test_a_labour_post_comes_before_the_embassy(ground, clock):
    new_post = NewPost(
        "RU-MOSCOW-LAB", "labour_post", "RU", "Moscow", "Europe/Moscow", "invented", Mark.SOURCED
    )
    posts.load(ground, [new_post], by=CHINORA, on=clock())
    assert file(ground, clock).claim.post == "RU-MOSCOW-LAB"


PLAIN = NewLine(Component.BASE_PAY, 100, "RUB")
BEFORE = NewLine(Component.OVERTIME, 100, "RUB", date(2025, 1, 1))
BACKWARDS = NewLine(Component.OVERTIME, 100, "RUB", date(2026, 5, 31), date(2026, 5, 1))


@pytest.mark.parametrize(
    ("values", "refusal", "field"),
    [
        ({"worked_to": date(2026, 2, 28)}, WrongWorkDates, "worked_to"),
        (
            {"worked_from": TODAY + timedelta(1), "worked_to": TODAY + timedelta(2)},
            InTheFuture,
            "worked_from",
        ),
        ({"worked_from": date(1991, 8, 31)}, TooLongAgo, "worked_from"),
        ({"worked_to": TODAY + timedelta(32)}, InTheFuture, "worked_to"),
        ({"worked_to": date.max}, InTheFuture, "worked_to"),
        ({"lines": []}, NothingClaimed, "lines"),
        ({"lines": [NewLine(Component.LEAVE, 0, "RUB")]}, NothingClaimed, "lines"),
        ({"lines": [BACKWARDS]}, WrongWorkDates, "lines.0.last_day"),
        ({"lines": [PLAIN, BEFORE]}, DaysOutsideWork, "lines.1.first_day"),
        ({"country": "ZZ"}, NotACountry, "country"),
        ({"contact": msgspec.structs.replace(CONTACT, phone="x")}, NotAPhone, "phone"),
    ],
)
def test_it_refuses_what_cannot_be_claimed(ground, clock, values, refusal, field):
    with pytest.raises(refusal) as refused:
        file(ground, clock, **values)
    assert refused.value.field == field
    assert ground.execute(select(wage_claims.Claim)).all() == []


def test_work_that_goes_on_may_be_claimed(ground, clock):
    assert (
        file(ground, clock, worked_from=TODAY, worked_to=TODAY + timedelta(30)).claim.state
        == "received"
    )


def test_what_is_owed_is_kept_line_by_line(ground, clock):
    items = [NewLine(Component.BASE_PAY, 1_00, "RUB"), NewLine(Component.TRAVEL_HOME, 2_00, "USD")]
    filed = file(ground, clock, lines=items)
    kept = [
        (one.number, one.component, one.claimed, one.currency)
        for one in wage_claims.lines(ground, filed.claim.reference)
    ]
    assert kept == [(1, "base_pay", 1_00, "RUB"), (2, "travel_home", 2_00, "USD")]


def test_the_story_is_sealed_with_the_workers_own_key(ground, claim):
    assert b"three months" not in claim.story
    assert wage_claims.story(ground, claim) == ALISHERS_CLAIM.story


def test_the_secret_opens_the_claim_however_it_is_typed(ground, clock):
    filed = file(ground, clock)
    spaced = f" {filed.secret[:4].lower()} {filed.secret[4:8]}-{filed.secret[8:]} "
    for number in (filed.claim.reference, f" {filed.claim.reference.lower()} "):
        assert wage_claims.get_by_secret(ground, number, spaced) is filed.claim


def test_the_secret_may_be_copied_in_letters_that_look_the_same(ground, clock):
    filed = file(ground, clock)
    alike = filed.secret.translate(str.maketrans("ABEKMHPCTXY", "АВЕКМНРСТХУ"))
    assert wage_claims.get_by_secret(ground, filed.claim.reference, alike.lower()) is filed.claim


def test_a_wrong_pair_never_says_which_was_wrong(ground, clock):
    filed, other = file(ground, clock), file(ground, clock)
    texts = set()
    for number, secret in (
        (filed.claim.reference, other.secret),
        ("W-NOBODY", filed.secret),
        ("W-NOBODY", ""),
        (filed.claim.reference, ""),
    ):
        with pytest.raises(NotFound) as refused:
            wage_claims.get_by_secret(ground, number, secret)
        texts.add((str(refused.value), refused.value.field))
    assert len(texts) == 1


def test_the_secret_is_kept_only_hashed_and_told_again_to_a_repeated_request(ground, clock):
    filed = file(ground, clock)
    assert filed.secret not in str(filed.claim.model_dump())
    again = wage_claims.vault.token("claim", filed.claim.reference)
    assert again == filed.secret


def test_another_posts_claim_is_not_there(ground, claim):
    assert wage_claims.get(ground, CLAIM, by=ELYOR) is claim
    assert wage_claims.get(ground, CLAIM, by=CHINORA) is claim
    for by, number in ((DAVRON, CLAIM), (ELYOR, "W-NOBODY")):
        with pytest.raises(NotFound):
            wage_claims.get(ground, number, by=by)
    assert cast.seen(ground, by=DAVRON) == []


def test_the_claim_due_soonest_comes_first(ground, clock):
    rows = [file(ground, clock).claim for _ in range(3)]
    for row, days in zip(rows, (3, 1, 2), strict=True):
        row.due = TODAY + timedelta(days)
    ground.flush()
    assert cast.seen(ground, by=CHINORA) == [rows[1], rows[2], rows[0]]
    assert cast.seen(ground, by=CHINORA, limit=1) == [rows[1]]
    assert cast.seen(ground, by=CHINORA, state="closed") == []


def test_notes_are_sealed_and_read_again_oldest_first(ground, clock, claim):
    for text in ("Called, no answer.", "Called, she will send the contract."):
        row = notes.add(ground, claim, text, by=ELYOR, on=clock())
        assert b"Called" not in row.text
    assert [text for _, text in notes.list_for_claim(ground, claim)] == [
        "Called, no answer.",
        "Called, she will send the contract.",
    ]


def test_the_journal_tells_of_the_claim_and_of_nobody(ground, claim):
    ground.commit()
    (entry,) = journal.history(ground, "claim", CLAIM)
    person = ground.get(Citizen, claim.citizen)
    assert (entry.act, entry.account) == ("file", "visitor")
    assert person.name not in str(entry.model_dump())


def test_open_claims_are_read_along_their_own_index(ground):
    if ground.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads so few rows as it likes")
    asked = select(col(Claim.reference)).where(wage_claims.is_open())
    sent = asked.order_by(col(Claim.due), col(Claim.reference)).compile(
        ground.get_bind(), compile_kwargs={"render_postcompile": True}
    )
    plan = str(ground.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sent}").all())
    assert "INDEX ix_claims_open_due" in plan
