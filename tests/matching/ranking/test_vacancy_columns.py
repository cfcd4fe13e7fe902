"""Vacancies as columns: by kind of work and reference, and changed in part as if built anew."""

import random

import numpy as np
from hypothesis import given

from catalog.core.fields import MAX_INT
from matching.ranking import vacancy_columns
from matching.ranking.vacancy_columns import Columns
from matching.scoring.eligibility import Terms
from tests.matching.sheets import DAY, REGISTER
from tests.support import cast


def one(reference: str, isco08: str = "7212", **values: object) -> Terms:
    facts = {
        "country": "KR",
        "pay_month": 100,
        "currency": "KRW",
        "housing": None,
        "language_required": "",
    }
    bounds = {"age_min": None, "age_max": None, "experience_years": None, "licence_required": ""}
    return Terms(reference, isco08, **facts | bounds | {"opens_on": DAY, "closes_on": DAY} | values)


def references(known: Columns, kind: str) -> list[str]:
    jobs = known.kind(kind)
    return [jobs.reference(row) for row in range(jobs.size)]


def test_they_stand_by_kind_of_work_and_reference():
    known = Columns.build([one("V-B"), one("V-A", "7112"), one("V-A2", "7213"), one("V-C", "")])
    assert (known.kinds(), references(known, "72"), references(known, "71")) == (
        ["71", "72"],
        ["V-A2", "V-B"],
        ["V-A"],
    )
    assert [each.decode() for each in known.references()] == ["V-A", "V-A2", "V-B"]
    assert [known.kind(kind).places.tolist() for kind in ("71", "72")] == [[0], [1, 2]]


def test_of_a_kind_only_what_lies_in_countries_wished_for():
    known = Columns.build([one("V-A"), one("V-B", country="RU"), one("V-C", "7213", country="DE")])
    assert [known.kind("72", wished).places.tolist() for wished in ("KR", "DE,RU", "PL")] == [
        [0],
        [1, 2],
        [],
    ]


def test_of_an_empty_register_there_is_no_kind():
    known = Columns.build(())
    assert (known.kinds(), known.kind("72").size, known.with_changes([], ["V-1"]).kinds()) == (
        [],
        0,
        [],
    )


@given(REGISTER, REGISTER)
def test_changed_in_part_they_are_as_built_anew(before, after):
    gone = {each.reference for each in random.Random(1).sample(before, len(before) // 3)}
    changed = Columns.build(before).with_changes(after, gone)
    now = {each.reference: each for each in before if each.reference not in gone} | {
        each.reference: each for each in after
    }
    anew = Columns.build(now.values())
    assert changed.rows["key"].tolist() == anew.rows["key"].tolist()
    for name in (*vacancy_columns.NAMES, "currency"):
        mine, other = (
            [known.values[name].all[number] for number in known.rows[name].tolist()]
            for known in (changed, anew)
        )
        assert mine == other
    for name in ("pay", "closes", "needs"):
        assert changed.rows[name].tolist() == anew.rows[name].tolist()


def test_what_changes_leaves_the_one_before_as_it_was():
    known = Columns.build([one("V-1"), one("V-2")])
    assert references(known.with_changes([], ["V-1"]), "72") == ["V-2"]
    assert references(known.with_changes([one("V-1", "7112")], []), "72") == ["V-2"]
    assert references(known, "72") == ["V-1", "V-2"]


def test_a_contract_longer_than_any_calendar_can_be_kept():
    jobs = Columns.build([one("V-1", contract_months=MAX_INT)]).kind("72")
    assert jobs.needs.tolist() == [np.iinfo(np.int32).max - 1]


def test_read_are_those_that_may_be_shown_and_have_a_trade(seeded):
    with seeded.read() as session:
        shown = {cast.named(session, name).reference for name in ("published", "cook", "quota")}
        assert {each.reference for each in vacancy_columns.read(session, cast.TODAY)} == shown
        cook = vacancy_columns.Vacancy.isco08 == "5120"
        assert [each.isco08 for each in vacancy_columns.read(session, cast.TODAY, cook)] == ["5120"]
