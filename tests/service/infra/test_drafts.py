"""What was typed and not sent: one draft for each officer, form and record, sealed, forgotten in
time and with the person."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from catalog.core import vault
from catalog.core.vault import Key
from matching.identity.persons import ErasedPerson
from service.casework.claims import wage_claims
from service.infra import drafts, idempotency
from service.infra.drafts import Draft, NewDraft
from service.privacy import erase
from tests.support.cast import CHINORA, CLAIM, ELYOR, IRODA

KEY = idempotency.storage_key("k" * 20, by=CHINORA, route="/en/desk/wages/W/notes")


@pytest.fixture
def session(seeded):
    with seeded.write() as session:
        yield session
        session.rollback()


def new_draft(session, **other):
    citizen = session.get_one(wage_claims.Claim, CLAIM).citizen
    return NewDraft(
        **{
            "form": "note",
            "record": CLAIM,
            "key": KEY,
            "typed": {"note": "He called."},
            "citizen": citizen,
        }
        | other
    )


def counted(session, table=Draft) -> int:
    return session.execute(select(func.count()).select_from(table)).scalar()


def test_what_is_typed_on_takes_the_place_of_what_was_kept(session, clock):
    assert drafts.save(session, new_draft(session), by=CHINORA, on=clock())
    later = clock.forward(minutes=1)
    assert drafts.save(
        session, new_draft(session, typed={"note": "He called twice."}), by=CHINORA, on=later
    )
    kept = drafts.list_own(session, CLAIM, by=CHINORA)["note"]
    assert (kept.typed, kept.at) == ({"note": "He called twice."}, later)
    assert counted(session) == 1


def test_nobody_else_finds_it_and_another_record_has_its_own(session, clock):
    drafts.save(session, new_draft(session), by=CHINORA, on=clock())
    assert (
        drafts.list_own(session, CLAIM, by=ELYOR) == drafts.list_own(session, CLAIM, by=IRODA) == {}
    )
    assert drafts.list_own(session, "W-OTHER", by=CHINORA) == {}
    drafts.discard(session, "note", CLAIM, by=ELYOR)
    assert counted(session) == 1, "nobody throws away what is another's"


def test_no_word_of_it_is_readable_in_its_row(session, clock):
    drafts.save(session, new_draft(session), by=CHINORA, on=clock())
    row = session.execute(select(Draft)).scalars().one()
    assert b"called" not in row.typed
    assert row.key == KEY


def test_of_nobody_yet_it_has_a_key_of_its_own_which_goes_with_it(session, clock):
    keys = counted(session, Key)
    drafts.save(
        session, new_draft(session, form="session", record="", citizen=None), by=CHINORA, on=clock()
    )
    assert counted(session, Key) == keys + 1
    drafts.discard(session, "session", "", by=CHINORA)
    assert (counted(session), counted(session, Key)) == (0, keys)


@pytest.mark.parametrize("typed", [{}, {"note": "", "due": ""}])
def test_an_emptied_form_is_no_draft(session, clock, typed):
    drafts.save(session, new_draft(session), by=CHINORA, on=clock())
    assert not drafts.save(session, new_draft(session, typed=typed), by=CHINORA, on=clock())
    assert counted(session) == 0


def test_a_draft_that_comes_after_its_form_was_sent_is_not_kept(session, clock):
    """The line held it back: by then the form has done its deed."""
    idempotency.run_once(
        session, "k" * 20, dict, by=CHINORA, on=clock(), route="/en/desk/wages/W/notes", body={}
    )
    session.flush()
    assert not drafts.save(session, new_draft(session), by=CHINORA, on=clock())
    assert counted(session) == 0


def test_a_draft_that_came_in_the_same_moment_is_not_offered(session, clock):
    drafts.save(session, new_draft(session), by=CHINORA, on=clock())
    idempotency.run_once(
        session, "k" * 20, dict, by=CHINORA, on=clock(), route="/en/desk/wages/W/notes", body={}
    )
    session.flush()
    assert drafts.list_own(session, CLAIM, by=CHINORA) == {}


def test_after_its_time_it_is_forgotten_some_at_a_time(session, clock):
    for number in range(3):
        drafts.save(
            session, new_draft(session, record=f"W-{number}", citizen=None), by=CHINORA, on=clock()
        )
    fresh = clock.forward(days=14)
    drafts.save(session, new_draft(session), by=CHINORA, on=fresh)
    gone = [drafts.forget(session, before=fresh - timedelta(days=13), most=2) for _ in range(3)]
    assert gone == [2, 1, 0]
    assert list(drafts.list_own(session, CLAIM, by=CHINORA)) == ["note"]


def test_with_the_person_it_goes_and_nothing_new_is_typed_about_them(session, clock):
    mine = new_draft(session)
    number, other = mine.citizen, "+998 90 555 44 33"
    drafts.save(session, mine, by=CHINORA, on=clock())
    for record, typed in (
        ("M-1", {"citizen": number, "note": "chosen"}),
        ("M-2", {"phone": "90 000-00-01", "note": "called"}),
        ("M-3", {"phone": other, "note": "somebody else"}),
    ):
        drafts.save(session, NewDraft("session", record, KEY, typed), by=CHINORA, on=clock())
    erase.erase(session, number, by=IRODA, on=clock())
    left = session.execute(select(Draft)).scalars().all()
    assert [row.record for row in left] == ["M-3"]
    with pytest.raises(ErasedPerson):
        drafts.save(session, mine, by=CHINORA, on=clock())


def test_one_whose_key_is_gone_is_not_offered(session, clock):
    drafts.save(session, new_draft(session), by=CHINORA, on=clock())
    vault.destroy(session, session.get_one(wage_claims.Claim, CLAIM).citizen)
    assert drafts.list_own(session, CLAIM, by=CHINORA) == {}
