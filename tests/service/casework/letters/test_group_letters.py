"""A letter for a group: all who still claim together in one table, each row theirs alone."""

import hashlib

import pytest
from sqlalchemy import event, insert, update

from catalog.core.errors import EditConflict, NotFound
from catalog.core.fields import tashkent_day
from i18n.tongues import LetterLanguage
from matching.identity.persons import Citizen
from service.approvals import claim_person
from service.casework import letters
from service.casework.claims.wage_claims import Claim
from service.casework.groups import groups
from service.casework.groups.groups import LeaveInput
from service.casework.letters import group_letters, layout, printing
from service.casework.letters.letter_request import Kind, LetterRequest, NothingOwed
from service.casework.money import payments
from service.casework.workflow.withdrawals import Withdrawal
from service.privacy import claim_export, erase
from tests.service.casework.crews import CREW, NUMBER, worker
from tests.support import cast, sample_incidents, sample_money
from tests.support import letters as support
from tests.support.cast import ELYOR, TODAY
from tests.support.letters import SITE, letter_request

NAMES = ("Anvar", "Botir", "Sardor")


@pytest.fixture
def session(seeded, clock):
    with seeded.write() as session:
        items = [worker(name, 100_00 * place) for place, name in enumerate(NAMES, start=1)]
        groups.create(session, CREW, items, by=ELYOR, on=clock(), day=TODAY, number=NUMBER)
        yield session
        session.rollback()


def drafted(session, on, kind=Kind.DEMAND, language=LetterLanguage.EN):
    group = groups.get(session, NUMBER, by=ELYOR)
    wish = LetterRequest(kind, language)
    return group_letters.draft(
        session, group, wish, "k" * 20, by=ELYOR, day=tashkent_day(on), site=SITE
    )


def made(session, on):
    draft = drafted(session, on)
    printed = printing.pdf(draft.letter.sheet)
    return group_letters.make(session, draft, printed, by=ELYOR, on=on)


def claims(session):
    group = groups.get(session, NUMBER, by=ELYOR)
    return {one.name: one.claim for one in groups.members(session, group, by=ELYOR)}


def test_one_letter_names_every_worker_with_their_sums_and_the_total(session, clock):
    for language in (LetterLanguage.EN, LetterLanguage.RU, LetterLanguage.UZ_CYRL):
        for kind in (Kind.DEMAND, Kind.COMPLAINT):
            text = layout.plain(drafted(session, clock(), kind, language).letter.sheet)
            assert NUMBER in text
            assert all(f"{place}. " in text for place in (1, 2, 3))
    english = layout.plain(drafted(session, clock()).letter.sheet)
    assert "Number of workers: 3" in english
    assert "on behalf of the workers named below" in english
    for name, total in zip((*NAMES, "Owed"), ("₽100", "₽200", "₽300", "₽600"), strict=True):
        assert name in english
        assert total in english


def test_who_left_the_group_is_not_named(session, clock):
    leaving = LeaveInput(TODAY, "Goes to court alone")
    groups.leave(session, claims(session)["Botir"], leaving, by=ELYOR, on=clock(), day=TODAY)
    text = layout.plain(drafted(session, clock()).letter.sheet)
    assert "Botir" not in text
    assert "Number of workers: 2" in text


def test_who_is_owed_nothing_any_more_is_not_named(session, clock):
    for place, (name, claim) in enumerate(claims(session).items(), start=1):
        assert name in layout.plain(drafted(session, clock()).letter.sheet)
        paid = sample_money.new_payment(place * 100_00, on=clock.today)
        payments.receive(session, claim, paid, by=ELYOR, on=clock(), day=clock.today)
        if place < len(NAMES):
            assert name not in layout.plain(drafted(session, clock()).letter.sheet)
    with pytest.raises(NothingOwed):
        drafted(session, clock())


def test_a_power_of_attorney_of_a_group_is_refused(session, clock):
    with pytest.raises(group_letters.NotForAGroup):
        drafted(session, clock(), Kind.POWER)


def test_it_is_not_made_once_any_of_its_workers_changed_since_the_draft(session, clock):
    botir, sardor = (claims(session)[name] for name in NAMES[1:])
    for change in (
        update(Claim).where(Claim.reference == sardor.reference).values(citizen=botir.citizen),
        update(Citizen).where(Citizen.reference == sardor.citizen).values(erased_at=clock()),
        insert(Withdrawal).values(claim=botir.reference, asked_by="w", asked_at=clock()),
    ):
        with session.begin_nested() as part:
            draft = drafted(session, clock())
            session.execute(change.execution_options(synchronize_session=False))
            with pytest.raises(EditConflict):
                group_letters.make(session, draft, b"%PDF", by=ELYOR, on=clock())
            part.rollback()


def test_it_is_printed_again_as_it_was_and_read_out_without_the_others(session, clock):
    row = made(session, clock())
    again = printing.pdf(letters.letter_layout(session, row))
    assert hashlib.sha256(again).hexdigest() == row.sha256
    assert not any(name in letters.plain_text(session, row) for name in NAMES)


def test_a_later_complaint_of_any_worker_mentions_the_demand_of_the_group(session, clock):
    row = made(session, clock())
    wish = letter_request(Kind.COMPLAINT)
    for claim in claims(session).values():
        complaint = support.drafted(session, clock(), wish, claim.reference, ELYOR)
        assert row.number in layout.plain(complaint.sheet)


def test_erasing_a_worker_takes_their_row_alone_and_the_last_one_the_letter(session, clock):
    row, left = made(session, clock()), list(NAMES)
    for name, claim in claims(session).items():
        citizen = session.get_one(Citizen, claim.citizen)
        erase._forget_cases(session, citizen, clock())
        erase.vault.destroy(session, citizen.reference)
        left.remove(name)
        if left:
            text = layout.plain(letters.letter_layout(session, row))
            assert [one for one in NAMES if one in text] == left
    with pytest.raises(letters.TextErased):
        letters.letter_layout(session, row)
    assert row.told is None


def test_a_claim_that_moves_to_another_person_leaves_the_letter_readable(session, clock):
    row = made(session, clock())
    first, second = (claims(session)[name] for name in NAMES[:2])
    claim_person._reencrypt_texts(session, first, first.citizen, second.citizen)
    first.citizen = second.citizen
    session.flush()
    text = layout.plain(letters.letter_layout(session, row))
    assert all(name in text for name in NAMES)


def test_it_is_listed_with_the_group_and_with_each_worker_it_names(session, clock):
    row = made(session, clock())
    assert group_letters.list_for_group(session, groups.get(session, NUMBER, by=ELYOR), by=ELYOR)
    for claim in claims(session).values():
        assert group_letters.list_naming(session, claim.reference, by=ELYOR) == [row]
        assert group_letters.list_naming(session, claim.reference, by=cast.DAVRON) == []
    assert group_letters.list_naming(session, cast.CLAIM, by=ELYOR) == []


def test_the_file_of_each_worker_has_the_letter_with_their_own_row_alone(session, clock):
    row = made(session, clock())
    for name, claim in claims(session).items():
        (letter,) = claim_export.claim_records(session, [claim.citizen], TODAY)[0].letters
        assert letter.number == row.number
        assert [one for one in NAMES if one in letter.words] == [name]


def test_whoever_may_not_read_one_of_the_claims_reads_no_letter_that_names_them(session, clock):
    row = made(session, clock())
    assert letters.get(session, row.number, by=ELYOR) is row
    moved = claims(session)["Sardor"]
    moved.post, moved.owner = None, "claims_desk"
    session.flush()
    with pytest.raises(NotFound):
        letters.get(session, row.number, by=ELYOR)


def test_a_letter_for_many_workers_asks_the_database_no_more_than_for_few(session, clock):
    group, counts = groups.get(session, NUMBER, by=ELYOR), []
    for more in ((), range(10)):
        for place in more:
            groups.add(session, group, worker(f"Karim {place}"), by=ELYOR, on=clock(), day=TODAY)
        session.expunge_all()
        seen = []
        note = lambda *items, seen=seen: seen.append(items[2])  # noqa: E731
        event.listen(session.get_bind(), "before_cursor_execute", note)
        draft = drafted(session, clock())
        with session.begin_nested() as part:
            group_letters.make(session, draft, b"%PDF", by=ELYOR, on=clock())
            part.rollback()
        event.remove(session.get_bind(), "before_cursor_execute", note)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 30


def test_a_worker_of_a_group_who_has_died_is_named_as_such_with_their_heirs(session, clock):
    claim = claims(session)["Botir"]
    row = sample_incidents.died(session, claim.citizen, on=clock())
    assert drafted(session, clock()).letter.lacks_heirs
    sample_incidents.heir(session, row, on=clock())
    draft = drafted(session, clock())
    text = layout.plain(draft.letter.sheet)
    assert "Died on: 25 November 2026\nClaim brought for the heirs: Zqwidow Invented" in text
    assert "and of the heirs of those who have died" in text
    assert not draft.letter.lacks_heirs
