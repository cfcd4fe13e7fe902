"""The states of files: those with a content are the ones that are downloaded or released."""

from service.casework.evidence import file_states
from service.casework.evidence.file_states import DocumentKind, Kind, State


def test_no_kind_is_too_long_for_its_column_or_lacks_the_fallback():
    for kinds in (Kind, DocumentKind):
        assert all(len(kind) <= 12 for kind in kinds)
        assert Kind.OTHER in set(kinds)


def test_what_was_refused_or_erased_has_no_content():
    assert not {State.REFUSED, State.ERASED, State.ARRIVING} & set(file_states.STORED)
