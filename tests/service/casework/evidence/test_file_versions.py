"""Versions of documents: nothing that was sent disappears from the list."""

import pytest

from service.casework import evidence
from service.casework.evidence import AlreadyReplaced, NewFile, file_versions, owners
from service.casework.evidence.owners import RecordKind
from tests.support import cast, sample_documents, sample_files


@pytest.fixture
def sent(store, clock):
    """sent(pages, replaces) is a document of the cook's vacancy."""
    with store.database.read() as session:
        number = cast.named(session, "cook").reference

    def one(pages: int, replaces: int | None = None, content: bytes = b"", **values):
        content, values = content or sample_files.pdf(pages), values | {"replaces": replaces}
        return sample_documents.attach(
            store, RecordKind.VACANCY, number, clock(), content=content, **values
        )

    return one


def listed(store):
    with store.database.read() as session:
        number = cast.named(session, "cook").reference
        return evidence.list_files(session, owners.find_record(session, RecordKind.VACANCY, number))


def test_a_newer_file_replaces_the_older_which_stays_in_its_document(sent, store):
    first, other = sent(1), sent(2)
    second = sent(3, first.number)
    third = sent(4, second.number)
    documents = file_versions.documents(listed(store))
    assert [one.newest.number for one in documents] == [other.number, third.number]
    assert [one.number for one in documents[1].earlier] == [second.number, first.number]
    middle = file_versions.versions_of(listed(store), second.number)
    assert [one.number for one in middle] == [third.number, second.number, first.number]


def test_one_file_may_be_several_documents_and_each_of_them_once(sent, store):
    letter, contract, again = (
        sent(1, document=kind) for kind in ("demand", "contract", "contract")
    )
    assert (letter.state, contract.state) == ("waiting", "waiting")
    assert [one.newest.number for one in file_versions.documents(listed(store))] == [1, 2]
    assert again.reference == contract.reference, "sent twice, it is one"


def test_a_refused_file_replaces_nothing(sent, store):
    first = sent(1)
    broken = sent(0, first.number, b"%PDF-1.4 no paper at all")
    assert broken.state == "refused"
    documents = file_versions.documents(listed(store))
    assert [one.newest.number for one in documents] == [first.number, broken.number]
    assert [one.earlier for one in documents] == [(), ()]


def test_only_the_newest_version_is_replaced(sent, store, clock):
    first = sent(1)
    sent(2, first.number)
    with store.database.write() as session:
        number = cast.named(session, "cook").reference
        owner = owners.find_record(session, RecordKind.VACANCY, number)
        new = NewFile("a.pdf", 1, replaces=first.number)
        with pytest.raises(AlreadyReplaced):
            evidence.register(session, owner, new, by=cast.FARIDA, on=clock())
