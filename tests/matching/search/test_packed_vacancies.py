"""Vacancies packed into bytes: read again as they were, in their order, found by their
references."""

from hypothesis import given
from hypothesis import strategies as some

from matching.search.packed_vacancies import Document, PackedVacancies

DOCUMENTS = some.builds(
    Document,
    id=some.from_regex(r"[A-Z]-[A-Z0-9]{1,8}", fullmatch=True),
    title=some.text(max_size=40),
    isco08=some.none() | some.sampled_from(["7212", "5120", "9112"]),
    wage=some.none() | some.integers(0, 2**53),
    languages=some.none() | some.just(()) | some.just(("ko", "en")),
    opens_on=some.integers(0, 800_000),
)


@given(some.lists(DOCUMENTS, max_size=12, unique_by=lambda one: one.id))
def test_what_went_in_comes_out_by_trade_and_the_newest_first(documents):
    packed = PackedVacancies(iter(documents))
    assert list(packed) == sorted(
        documents, key=lambda one: (one.isco08 or "", -one.opens_on, one.id)
    )
    assert packed[:2] == list(packed)[:2]
    for at, document in enumerate(packed):
        assert (packed[at], packed.place(document.id)) == (document, at)


def test_what_is_not_there_has_no_place():
    for packed in (
        PackedVacancies([]),
        PackedVacancies([Document("V-1", "Welder"), Document("V-3", "Cook")]),
    ):
        assert [packed.place(id) for id in ("V-2", "V-4", "", "V-10", "я")] == [None] * 5
    assert len(PackedVacancies([])) == 0
