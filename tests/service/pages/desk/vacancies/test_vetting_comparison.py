"""The comparison with an earlier vacancy hides no term that differs."""

from catalog.vacancies import vetting_precedents
from catalog.vacancies.vetting_precedents import Precedent
from i18n import Language
from service.labels import vetting_labels
from service.pages.desk.vacancies import vetting_comparison
from tests.support import sample_documents


def compared(row, before, **agencies):
    precedent = Precedent(before, vetting_precedents.compare(before, row), {})
    return vetting_comparison.compare(Language.EN, row, precedent, {}, agencies)


def test_each_term_that_differs_is_shown_first_with_both_values(seeded, clock):
    with seeded.write() as session:
        before = sample_documents.submitted(session, "J-1", clock())
        row = sample_documents.submitted(
            session, "J-2", clock(), title=before.title, seats=9, worker_fee=100_000
        )
        lines = compared(row, before)
    differing = [(one.label, one.before, one.now) for one in lines if one.differs]
    assert [line.differs for line in lines[: len(differing)]] == [True] * len(differing)
    assert [label for label, _, _ in differing] == ["Places", "Recruitment cost to the worker"]
    assert differing[0][1:] == ("5", "9")
    assert len(lines) == len({one.label for one in lines}), "no term twice"


def test_languages_and_ages_are_read_in_words(seeded, clock):
    with seeded.write() as session:
        before = sample_documents.submitted(session, "J-1", clock(), language_required="")
        terms = {"language_required": "ru:A2,en:B1", "age_max": None}
        lines = compared(sample_documents.submitted(session, "J-2", clock(), **terms), before)
    shown = {one.label: (one.before, one.now) for one in lines if one.differs}
    assert shown["Language"] == ("None needed", "Russian A2, English B1")
    assert shown["Age"] == ("18–39", "at least 18")


def test_every_point_has_a_phrase_to_choose():
    for phrases in vetting_labels.PHRASES.values():
        assert phrases
        assert all(len(phrase) <= 200 for phrase in phrases)
    assert len(vetting_labels.PHRASES) == 18
