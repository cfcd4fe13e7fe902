"""What the register starts out with."""

import re
from datetime import date

from sqlalchemy import func, select
from sqlmodel import col

from catalog.core import exchange_rates, journal
from catalog.core.actor import SYSTEM
from catalog.reference import countries, occupations, posts
from catalog.reference.countries import Fact, Kind, Mark
from matching.lexicon import lexicon_terms
from seed import reference
from service.casework.advice import advice_texts
from service.casework.advice.advice_texts import Text
from service.casework.deadlines import time_limits

# Pages of authorities that say the rule without the act.
AUTHORITIES = {
    "biznes.gov.pl",
    "ec.europa.eu",
    "egov.kz",
    "eps.go.kr",
    "www.eps.go.kr",
    "www.ip.gov.sk",
    "www.lm.gov.lv",
}


def test_a_second_time_changes_nothing(loaded, clock):
    with loaded.read() as session:
        before = journal.head(session)
    with loaded.write() as session:
        reference.load(session, by=SYSTEM, on=clock())
    with loaded.read() as session:
        assert journal.head(session) == before


def test_every_group_has_a_title_and_a_short_name_in_five_languages(loaded):
    with loaded.read() as session:
        groups = occupations.by_code(session)
    kinds = [
        f"{kind}_{lang}"
        for kind in ("title", "name")
        for lang in ("en", "ru", "uz", "uz_cyrl", "kaa")
    ]
    assert len(groups) == 619
    assert [
        (code, kind) for code, group in groups.items() for kind in kinds if not getattr(group, kind)
    ] == []
    assert (groups["7212"].name_ru, groups["7"].name_en) == ("Сварщик", groups["7"].title_en)


def test_uzbek_facts_are_said_in_both_alphabets(loaded, clock):
    with loaded.read() as session:
        facts = countries.facts(session, "AE", clock.today)
        assert any(fact.uz == "Tez yordam" and fact.uz_cyrl == "Тез ёрдам" for fact in facts)
        assert not any(
            fact.mark == Mark.CONFIRMED for fact in session.execute(select(Fact)).scalars()
        )


def test_a_limit_without_a_known_start_holds_until_its_end(loaded):
    def limits(session, day):
        return [
            (row.length, row.unit)
            for row in time_limits.in_force(session, "AE", day)
            if row.component == "wages"
        ]

    with loaded.read() as session:
        assert limits(session, date(2019, 5, 1)) == [(1, "years")]
        assert limits(session, date(2025, 5, 1)) == [(2, "years")]


def test_the_seed_has_the_limits_that_were_found_and_no_source_is_made_up(loaded):
    with loaded.read() as session:
        rows = time_limits.list_all(session)
    assert len(rows) == len(list(reference.rows("time_limits.tsv"))), "no row stands there twice"
    values = {(row.country, row.component, row.valid_from): (row.length, row.unit) for row in rows}
    assert values["RU", "wages", None] == (1, "years")
    assert (values["RU", "", None], values["RU", "dismissal", None]) == (
        (3, "months"),
        (1, "months"),
    )
    assert (values["KR", "", None], values["TR", "", None]) == ((3, "years"), (5, "years"))
    assert (values["KZ", "", None], values["KZ", "dismissal", None]) == (
        (1, "years"),
        (1, "months"),
    )
    insured = {(one, date(2014, 7, 29)) for one in ("departure_guarantee", "return_cost")}
    assert {values["KR", *one] for one in insured | {("wage_guarantee", None)}} == {(3, "years")}
    shown = {row.country for row in rows if row.mark != Mark.UNCONFIRMED}
    assert shown == set("AE BG CZ DE GB HR HU JP KR KZ LT LV PL RO RS RU SA SK TR".split())
    for row in rows:
        recalled = row.source == "recalled, no document found"
        assert (row.mark == Mark.UNCONFIRMED) == recalled, "what nobody read is for staff"
        assert recalled or "." in row.source.split()[0], "each source is a page"
        assert bool(row.en) == bool(row.ru) == bool(row.uz) == bool(row.kaa)


def test_what_an_official_text_says_names_the_act_and_the_day_or_the_authority():
    """A lawyer must find the text again: no newspaper and no blog is official."""
    without = set()
    for name in ("facts.tsv", "time_limits.tsv"):
        for row in reference.rows(name):
            if row["mark"] != Mark.OFFICIAL or row.get("kind") == Kind.EMERGENCY:
                continue
            if "Basis: " not in row["en"]:
                without.add(row["source"].split("/")[0])
    assert without == AUTHORITIES


def test_no_other_text_states_a_time_limit():
    texts = [
        row["en"] for row in (*reference.rows("advice_texts.tsv"), *reference.rows("facts.tsv"))
    ]
    assert [
        one for one in texts if re.search(r"you (can claim|must apply) (for|within)", one)
    ] == []


def test_the_rates_of_the_report_year_are_there(loaded):
    with loaded.read() as session:
        table = exchange_rates.table(session, date(2019, 12, 31))
        assert table.convert(100_00, "EUR", "USD") == 112_34
        assert table.per_euro["USD"].source == reference.ECB


def test_posts_and_lines_are_there(loaded, clock):
    with loaded.read() as session:
        assert "KR-SEOUL-EMB" in {
            post.code for post in posts.list_shown(session, clock.today, "KR")
        }
        assert all(line.uz_cyrl for line in posts.hotlines(session, clock.today))


def test_a_source_is_a_page_and_carries_no_note_of_its_finder():
    items = [
        row["source"]
        for name in ("facts", "hotlines", "posts")
        for row in reference.rows(f"{name}.tsv")
    ]
    assert [one for one in items if re.search(r"[\[(]|printed|seed report|L\d", one)] == []
    noted = [row["note"] for row in reference.rows("hotlines.tsv") if row["note"]]
    assert "seed report 2019 L93, printed (99) 311-01-01" in noted


def test_no_mark_of_research_is_loaded_into_what_officers_read():
    texts = [
        row[name]
        for table in ("law", "facts", "time_limits", "hotlines")
        for row in reference.rows(f"{table}.tsv")
        for name in ("source", "note", "note_en")
        if name in row
    ]
    assert [one for one in texts if re.search(r"\[[a-z]+\d+[a-z]?\]", one)] == []
    assert any("gov.uz/en/migration/news/view/105278" in one for one in texts)


def test_the_names_of_trades_and_cities_are_there(loaded):
    with loaded.read() as session:
        lexicon = lexicon_terms.lexicon(session)
        assert session.execute(select(func.count(col(lexicon_terms.City.name)))).scalar() == 618
    assert "svarshik" in {"".join(key) for key in lexicon.keys}


def test_places_are_called_by_all_their_names():
    found = {(place.name, place.country, place.city) for place in reference.places()}
    assert {
        ("Россия", "RU", None),
        ("Turkiya", "TR", None),
        ("Piter", "RU", "Saint Petersburg"),
    } <= found


def test_what_we_told_wrongly_is_put_right_in_records_that_stand_already(loaded, clock):
    """Korea's wage guarantee had no first day and half its sum; two officers' word is not
    overruled."""
    with loaded.write() as session:
        wage = select(Fact).where(
            col(Fact.country) == "KR", col(Fact.component) == "wage_guarantee"
        )
        row = session.execute(wage).scalar_one()
        row.value, row.valid_from = 2_000_000, None
        police = session.execute(
            select(Fact).where(col(Fact.country) == "SA", col(Fact.component) == "all")
        ).scalar_one()
        police.kaa, police.mark = "Old", Mark.CONFIRMED.value
        line = next(
            line for line in posts.hotlines(session, clock.today) if line.number == "+998993110101"
        )
        line.ru = "Old"
        text = session.execute(
            select(Text).where(col(Text.topic) == "unpaid_wages", col(Text.country) == "KR")
        ).scalar_one()
        text.en = "Old"
        session.flush()
        reference.load(session, by=SYSTEM, on=clock())
        result = session.execute(wage).scalars().all()
        assert [(one.value, one.valid_from, one.mark) for one in result] == [
            (4_000_000, date(2021, 2, 1), "official")
        ]
        assert (police.kaa, line.ru != "Old") == ("Old", True)
        (newest,) = advice_texts.current(session, "unpaid_wages", "KR", clock.today)[1:]
        assert (newest.version, "4 million won" in newest.en) == (2, True)


def test_the_numbers_of_saudi_arabia_say_in_karakalpak_too_where_they_work():
    (row,) = [
        one
        for one in reference.rows("facts.tsv")
        if (one["country"], one["component"]) == ("SA", "all")
    ]
    assert all(
        row[lang].count(",") >= 3 or " in " in row[lang] for lang in ("en", "ru", "uz", "kaa")
    )


def test_the_demonstration_has_a_rate_for_the_currency_of_every_destination():
    """Pay promised in it would otherwise never be compared."""
    rates = {row["currency"] for row in reference.rows("demo/rates.tsv")}
    every = {
        row["currency"] for row in reference.rows("countries.tsv") if row["destination"] == "1"
    }
    assert every - rates == {"EUR"}
