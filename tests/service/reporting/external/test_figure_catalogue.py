"""The catalogue of what bodies tell: taken in once, amended, and by it a figure is known or not."""

import pytest
from sqlalchemy import select

from catalog.core.journal import Entry
from service.reporting.external import figure_catalogue
from service.reporting.external.figure_catalogue import Body, Catalogued
from tests.support.cast import JAMSHID


def loads(session) -> list[str]:
    return list(
        session.execute(
            select(Entry.act).where(Entry.noun == "body_figure").order_by(Entry.position)
        ).scalars()
    )


def test_a_second_time_changes_nothing_and_a_new_word_amends(known, session, clock):
    first = len(loads(session))
    assert first == len(known.rows) == 204
    items = [
        {
            "key": row.key,
            "part": row.part,
            "body": row.body,
            "unit": row.unit,
            "currency": row.currency,
            **words(row),
        }
        for row in known.rows.values()
    ]
    assert figure_catalogue.load(session, items, by=JAMSHID, on=clock()) == 0
    items[3]["ru"] = "Иначе"
    assert figure_catalogue.load(session, items, by=JAMSHID, on=clock()) == 1
    session.commit()
    assert loads(session)[first:] == ["amend"]
    assert session.get(Catalogued, (items[3]["key"], items[3]["part"])).ru == "Иначе"


def words(row: Catalogued) -> dict[str, str]:
    return {name: getattr(row, name) for name in ("en", "ru", "uz", "uz_cyrl", "kaa")}


@pytest.mark.parametrize(
    ("key", "part", "unit"),
    [
        ("crimes.registered", "", "crime"),
        ("crimes.registered.again", "", "crime"),
        ("crimes.registered.again2", "", "crime"),
        ("crimes.by_kind", "sexual", "crime"),
        ("placements.by_country", "KR", "placement"),
        ("placements.by_country", "other", "placement"),
        ("placements.share.again", "KR", "rate"),
        ("applications.by_topic", "other", "application"),
        ("crimes.decrease_share", "", "rate"),
        ("crimes.decrease_share", "sexual", "rate"),
    ],
)
def test_what_can_be_told_is_known_with_its_unit(known, key, part, unit):
    assert known.find(key, part).unit == unit


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("crimes.by_kind", ""),
        ("crimes.by_kind", "theft"),
        ("placements.by_country", ""),
        ("placements.by_country", "kr"),
        ("placements.by_country", "XQ"),
        ("placements.by_country", "country"),
        ("placements.by_country", "K"),
        ("crimes.registered", "KR"),
        ("crimes.registered.again1", ""),
        ("crimes.registered.once", ""),
        ("", ""),
        ("crimes.registered\n", ""),
        ("crimes.registered", "other"),
    ],
)
def test_what_nobody_tells_is_not_known(known, key, part):
    assert known.find(key, part) is None


def test_a_body_is_asked_for_its_own_in_order(known):
    rows = known.of(Body.COURTS)
    assert [row.key for row in rows][:4] == [
        "courts.cases",
        "courts.persons",
        "courts.cases_convicted",
        "courts.persons_by_outcome",
    ]
    assert {row.body for row in rows} == {"courts"}
    assert known.heading("courts.sentences.again").en == "Convicted persons by sentence"
    assert figure_catalogue.labels_by_language(known.heading("courts.cases"))["uz-Cyrl"].startswith(
        "Судлар"
    )
    assert figure_catalogue.labels_by_language(None) == {}
