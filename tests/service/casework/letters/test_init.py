"""Making, keeping and voiding letters: sealed, once, within one's own scope, and printed again as
they were."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from catalog.core import journal
from catalog.core.errors import Conflict, NotFound
from i18n.tongues import LetterLanguage
from matching.identity.persons import Citizen, ErasedPerson
from service.casework import letters
from service.casework.claims import wage_claims
from service.casework.letters import Letter, letter_codes, printing
from service.casework.letters.letter_request import Kind
from tests.support import cast
from tests.support.letters import drafted, letter_request, made


def test_the_same_file_can_be_printed_again_from_what_was_kept(seeded, clock):
    with seeded.write() as session:
        number = made(
            session, clock(), letter_request(language=LetterLanguage.RU, first="Своими словами")
        ).number
    clock.forward(days=400)
    with seeded.read() as session:
        row = letters.get(session, number, by=cast.CHINORA)
        again = printing.pdf(letters.letter_layout(session, row))
    assert hashlib.sha256(again).hexdigest() == row.sha256


def test_its_words_and_its_code_stand_nowhere_readable(seeded, clock):
    with seeded.write() as session:
        row = made(session, clock(), letter_request(first="Zqwords"))
        letters.void(session, row.number, "Zqreason", by=cast.CHINORA, on=clock())
        code = letter_codes.code_of(row.number)
    with seeded.read() as session:
        kept = str(session.execute(text("SELECT * FROM letters")).mappings().one())
    for secret in (
        "Zqwords",
        "Zqreason",
        "Alisher",
        "240,000",
        "24000000",
        code,
        code.replace("-", ""),
    ):
        assert secret not in kept


def test_what_is_made_is_what_was_seen(seeded, clock):
    with seeded.write() as session:
        before = drafted(session, clock())
        assert drafted(session, clock()).seal == before.seal
        assert drafted(session, clock() + timedelta(days=1)).seal != before.seal
        wage_claims.lines(session, cast.CLAIM)[0].agreed = 1
        assert drafted(session, clock()).seal != before.seal


def test_one_letter_is_made_once(seeded, clock):
    with seeded.write() as session:
        first = made(session, clock()).number
        with pytest.raises(Conflict):
            made(session, clock())
        assert made(session, clock(), key="another key of it").number != first
        assert len(letters.list_for_claim(session, cast.CLAIM)) == 2


def test_the_same_key_gives_another_number_to_another_officer(seeded, clock):
    with seeded.read() as session:
        mine, other = (drafted(session, clock(), by=by).sheet for by in (cast.CHINORA, cast.ELYOR))
    assert mine.marks[0] != other.marks[0]
    assert mine.check.code != other.check.code


@pytest.mark.parametrize(("by", "post"), [(cast.ELYOR, cast.MOSCOW), (cast.CHINORA, None)])
def test_it_is_written_in_the_name_of_the_office_of_its_writer(seeded, clock, by, post):
    with seeded.write() as session:
        assert made(session, clock(), by=by).post == post


def test_another_post_has_no_such_letter(seeded, clock):
    with seeded.write() as session:
        number = made(session, clock()).number
        for action in (
            lambda: letters.get(session, number, by=cast.DAVRON),
            lambda: letters.void(session, number, "x", by=cast.DAVRON, on=clock()),
            lambda: letters.get(session, "L-NOBODYS", by=cast.CHINORA),
        ):
            with pytest.raises(NotFound):
                action()
        assert letters.list_for_claim(session, cast.CLAIM)[0].voided_at is None


def test_a_void_letter_stays_void_and_keeps_its_reason(seeded, clock):
    with seeded.write() as session:
        number = made(session, clock()).number
        row = letters.void(session, number, "Wrong sum", by=cast.IRODA, on=clock())
        with pytest.raises(letters.VoidAlready):
            letters.void(session, number, "Another", by=cast.CHINORA, on=clock())
        assert (letters.void_reason(session, row), row.voided_by) == (
            "Wrong sum",
            cast.IRODA.account,
        )


def test_a_complaint_names_the_last_demand_that_stands(seeded, clock):
    with seeded.write() as session:
        first = made(session, clock(), key="first letter").number
        second = made(session, clock.forward(hours=1), key="second letter").number

        def named():
            return letters.layout.plain(
                drafted(session, clock(), letter_request(Kind.COMPLAINT)).sheet
            )

        assert second in named()
        letters.void(session, second, "x", by=cast.CHINORA, on=clock())
        assert first in named()
        letters.void(session, first, "x", by=cast.CHINORA, on=clock())
        assert "drawn up" not in named()


def test_a_code_finds_its_letter_and_no_other(seeded, clock):
    with seeded.write() as session:
        row = made(session, clock())
        code = drafted(session, clock()).sheet.check.code
        assert letters.find_by_code(session, code.lower().replace("-", " ")) == row
        for wrong in (code[:-1], code + "A", row.number, "", "%", "' OR 1=1 --"):
            assert letters.find_by_code(session, wrong) is None


def test_nothing_is_written_for_who_was_erased(seeded, clock):
    with seeded.write() as session:
        draft = drafted(session, clock())
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        session.get_one(Citizen, claim.citizen).erased_at = clock()
        with pytest.raises(ErasedPerson):
            drafted(session, clock())
        with pytest.raises(ErasedPerson):
            letters.make(session, claim, draft, b"", by=cast.CHINORA, on=clock())


def test_signs_that_cannot_be_printed_are_named(seeded, clock):
    with seeded.read() as session:
        assert drafted(session, clock(), letter_request(first="Ok 😀", second="✈")).lost == "😀✈"
        assert drafted(session, clock()).lost == ""


def test_every_deed_is_in_the_journal_without_a_word_of_the_letter(seeded, clock):
    with seeded.write() as session:
        row = made(session, clock())
        letters.record_download(session, row, by=cast.ALISHER, on=clock())
        letters.void(session, row.number, "Wrong sum", by=cast.CHINORA, on=clock())
        number = row.number
    with seeded.read() as session:
        written = journal.history(session, "letter", number)
    assert [(one.act, one.account) for one in written] == [
        ("make", cast.CHINORA.account),
        ("fetch", cast.ALISHER.account),
        ("void", cast.CHINORA.account),
    ]
    assert "Wrong sum" not in str(written)


def test_letters_are_told_newest_first(seeded, clock):
    with seeded.write() as session:
        numbers = [
            made(session, clock.forward(minutes=1), key=f"letter number {n}").number
            for n in range(3)
        ]
        assert [row.number for row in letters.list_for_claim(session, cast.CLAIM)] == numbers[::-1]
        assert letters.list_for_claim(session, "W-NONE") == []
        assert session.execute(select(Letter)).scalars().first()


def test_a_swapped_seal_opens_nothing(seeded, clock):
    """What was sealed as the reason of one place cannot be passed off as the words of a letter."""
    with seeded.write() as session:
        row = made(session, clock())
        letters.void(session, row.number, "x", by=cast.CHINORA, on=clock())
        row.told = row.void_reason
        with pytest.raises(letters.vault.BrokenSeal):
            letters.letter_layout(session, row)
