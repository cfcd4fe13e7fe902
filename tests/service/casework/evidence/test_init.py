"""Evidence of a claim: what is listed, how much there may be, and whose it is."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import journal, vault
from catalog.core.errors import NotFound
from matching.identity import persons
from matching.identity.persons import Citizen
from service.casework import evidence
from service.casework.claims import wage_claims
from service.casework.evidence import Evidence, InspectionResult, Reason, State, media, quotas
from tests.support import cast, sample_files


def listed(database):
    with database.read() as session:
        return evidence.list_files(session, wage_claims.get(session, cast.CLAIM, by=cast.CHINORA))


def test_files_are_listed_in_the_order_in_which_they_came(send, seeded):
    send("badge.jpg", sample_files.photo())
    send("../card.pdf", sample_files.pdf(), by=cast.ELYOR)
    assert [(one.number, one.name, one.state, one.officer) for one in listed(seeded)] == [
        (1, "badge.jpg", "clean", ""),
        (2, "card.pdf", "waiting", cast.ELYOR.account),
    ]


def test_names_are_sealed(send, seeded):
    send("Zqname.txt", sample_files.CHAT)
    with seeded.read() as session:
        kept = session.execute(select(col(Evidence.name))).scalar()
    assert b"Zqname" not in kept


def test_it_is_written_down_who_sent_what_and_what_became_of_it(send, seeded):
    number = send("badge.jpg", sample_files.photo()).reference
    with seeded.read() as session:
        acts = [(one.act, one.account) for one in journal.history(session, "evidence", number)]
    assert acts == [("enclose", "visitor"), ("judge", "visitor")]


@pytest.mark.parametrize(
    ("name", "size", "refusal"),
    [
        ("a.exe", 10, media.UnsupportedFileType),
        ("a.heic", 10, media.Heic),
        ("a.jpg", 0, quotas.EmptyFile),
        ("a.jpg", -1, quotas.EmptyFile),
        ("a.jpg", quotas.MAX_FILE_BYTES + 1, quotas.FileTooLarge),
        ("a.jpg", 2**31 - 1, quotas.FileTooLarge),
    ],
)
def test_what_cannot_be_kept_is_refused_before_it_comes(begin, seeded, name, size, refusal):
    with pytest.raises(refusal):
        begin(name, b"", size=size, given=False)
    assert listed(seeded) == []


def test_a_claim_holds_forty_files(begin, seeded):
    for number in range(quotas.MAX_FILES):
        begin(f"{number}.txt", b"%d" % number)
    with pytest.raises(quotas.TooManyFiles):
        begin("more.txt", b"more")
    assert begin("again.txt", b"7") == listed(seeded)[7].reference, (
        "one that is there needs no room"
    )


def test_and_a_hundred_megabytes(begin):
    for _ in range(10):
        begin("large.pdf", b"", size=quotas.MAX_FILE_BYTES, given=False)
    with pytest.raises(quotas.TooMuchTogether):
        begin("small.pdf", b"", size=1, given=False)


def test_what_was_refused_takes_no_room_but_rubbish_has_an_end(begin, store, clock):
    for _ in range(quotas.TRIES):
        number = begin("x.txt", b"x", given=False)
        with store.database.write() as session:
            evidence.record_result(
                session,
                number,
                InspectionResult(State.REFUSED, Reason.BROKEN),
                session.get_one(evidence.Evidence, number).place,
                by=cast.ELYOR,
                on=clock(),
            )
    with pytest.raises(quotas.TooManyFiles):
        begin("x.txt", b"x", given=False)


def test_a_file_is_settled_once(send, store, row, clock):
    number = send("badge.jpg", sample_files.photo()).reference
    with store.database.write() as session:
        assert not evidence.record_result(
            session,
            number,
            InspectionResult(State.REFUSED, Reason.FOUND),
            session.get_one(evidence.Evidence, number).place,
            by=cast.ELYOR,
            on=clock(),
        )
    assert row(number).state == "clean"


def test_nothing_is_added_to_the_file_of_who_was_erased(begin, seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        session.get_one(Citizen, claim.citizen).erased_at = clock()
        vault.destroy(session, claim.citizen)
    with pytest.raises(persons.ErasedPerson):
        begin("a.txt", b"x")


def test_a_number_that_no_file_has_is_nothing(seeded):
    with seeded.read() as session, pytest.raises(NotFound):
        evidence.get(session, wage_claims.get(session, cast.CLAIM, by=cast.CHINORA), 1)


@pytest.mark.parametrize(
    ("kind", "state", "reason", "seen"),
    [
        ("image/jpeg", "clean", "", (True, True)),
        ("image/jpeg", "waiting", "scanner_silent", (False, False)),
        ("application/pdf", "waiting", "no_scanner", (True, False)),
        ("application/pdf", "clean", "", (True, True)),
        ("application/pdf", "waiting", "scanner_silent", (False, False)),
        ("text/plain", "waiting", "no_scanner", (False, False)),
        ("audio/ogg", "clean", "", (False, True)),
        ("image/png", "arriving", "", (False, False)),
        ("image/png", "refused", "found", (False, False)),
        ("application/pdf", "erased", "", (False, False)),
    ],
)
def test_what_may_be_looked_at_and_what_taken_out(clock, kind, state, reason, seen):
    one = Evidence(
        reference="D-1",
        claim="W-1",
        number=1,
        kind="photo",
        name=None,
        size=10,
        media=kind,
        state=state,
        reason=reason,
        at=clock(),
    )
    result = evidence.item(one, "x")
    assert (result.as_pictures, result.as_file) == seen
