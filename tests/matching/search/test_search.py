"""Citizens type; the right vacancies come."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.exchange_rates import Rate, RateTable
from matching.search.filters import ALL, NO_LANGUAGE, Filters
from matching.search.index import Index
from matching.search.packed_vacancies import Document
from matching.search.search import Order, find
from tests.matching import trades

LEXICON = trades.lexicon()
INDEX = Index.build(trades.vacancies(), LEXICON)


def ids(query: str, filters: Filters = ALL, index: Index = INDEX) -> str:
    return "".join(find(index, query, filters).ids)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("payvandchi", "ba"),  # in another language than the titles
        ("пайвандчи", "ba"),
        ("PAYVANDCHI", "ba"),
        ("payvanchi", "ba"),
        ("payvandchilar kerak", "ba"),
        ("svarshik", "ab"),
        ("сварщика", "ab"),
        ("сварка", "ab"),
        ("хайдовчи", "cd"),
        ("haydovchilik", "cd"),
        ("avtobus haydovchisi", "d"),
        ("haydovchisi avtobus", "d"),
        ("oshpaz", "e"),
        ("oshpas", "e"),
        ("ошпа", "e"),
        ("oshpaz yordamchisi", "f"),
        ("g'isht teruvchi", "g"),
        ("гишт терувчи", "g"),
        ("tikuvchi", "i"),
        ("тикувчи аёллар учун", "i"),
        ("qulupnay terish", "h"),
        ("Pflegehaus", "k"),
        ("slinger", "o"),
    ],
)
def test_it_finds(typed: str, first: str) -> None:
    assert ids(typed)[: len(first)] == first


def test_it_does_not_take_every_operator_for_the_one_meant() -> None:
    assert ids("plastmassa operatori")[0] == "j"
    assert ids("stanok operatori")[0] == "m"
    assert "i" not in ids("stanok operatori")


def test_it_finds_nothing_for_words_nobody_knows() -> None:
    assert find(INDEX, "qwrtzxcvb").total == 0


@pytest.mark.parametrize(
    "typed",
    ["", "ish kerak", "har qanday ish", "любая работа", "any job", "   ", "%", "_", "\0", "😀"],
)
def test_it_shows_the_newest_to_those_who_want_any_work(typed: str) -> None:
    found = find(INDEX, typed, limit=3)
    assert found.understood.browse
    assert found.ids == ["o", "m", "l"]
    assert found.total == 14


def test_it_takes_a_country_in_the_words_for_a_filter() -> None:
    assert ids("payvandchi Koreyaga") == "a"
    assert ids("сварщик в Германию") == "b"
    assert ids("Seul") == "ia"
    assert ids("работа в Дубае") == "d"


def test_it_takes_several_cities_for_any_of_them_and_keeps_their_countries_the_longest() -> None:
    assert ids("Seul yoki Dubay") == "ida"
    assert ids("payvandchi Seoul or Dubai") == "a"
    there = [Document("welder", "Welder", "7212", city="Busan", country="KR")]
    found = find(Index.build(there, INDEX.lexicon), "welder Seoul or Dubai")
    assert (found.ids, found.understood.relaxed) == (["welder"], ("cities",))


def test_it_lets_the_place_go_when_nothing_is_there() -> None:
    found = find(INDEX, "oshpaz Germaniya")
    assert found.understood.relaxed
    assert found.ids[0] == "e"


def test_it_lets_the_place_go_when_only_something_like_it_is_there() -> None:
    there = [
        Document("helper", "Oshpaz yordamchisi", "9412", city="Seoul", country="KR"),
        Document("cook", "Oshpaz", "5120", city="Busan", country="KR"),
    ]
    index = Index.build(there, INDEX.lexicon)
    found = find(index, "oshpaz Seul")
    assert (found.ids[0], found.understood.relaxed) == ("cook", ("city",))
    assert find(index, "oshpaz yordamchisi Seul").ids == ["helper"]
    assert find(Index.build(there[:1], INDEX.lexicon), "oshpaz Seul").ids == ["helper"], (
        "better than nothing"
    )


RATES = RateTable(
    date(2026, 11, 25),
    {
        code: Rate(currency=code, on=date(2026, 11, 25), millionths=each, source="")
        for code, each in (("EUR", 1_000_000), ("USD", 2_000_000), ("UZS", 13_000_000_000))
    },
)


def test_pay_is_sorted_by_its_worth_in_soum_and_not_by_its_figure() -> None:
    """A dollar is half a euro here."""
    found = find(INDEX, "", order=Order.PAY, rates=RATES, limit=4)
    assert found.ids == ["o", "m", "k", "i"], "1500, 1300, 1100, 900 euro"
    assert found.total == 14
    assert find(INDEX, "", order=Order.PAY, limit=2).total == 14, "without rates too"


def test_the_newest_and_the_soonest_to_close_come_first_also_after_changes() -> None:
    rows = [
        Document(name, "Oshpaz", "5120", opens_on=day, closes_on=900 - day)
        for name, day in (("x", 3), ("y", 1), ("z", 2))
    ]
    changed = Index.build(rows[:2], LEXICON).with_changes(rows[2:])
    for index in (Index.build(rows, LEXICON), changed):
        assert find(index, "oshpaz", order=Order.NEWEST).ids == ["x", "z", "y"]
        assert find(index, "oshpaz", order=Order.CLOSING).ids == ["x", "z", "y"]


def test_an_order_brings_up_no_other_work() -> None:
    rows = [
        Document("cook", "Oshpaz", "5120", wage=100_00, currency="EUR"),
        Document("helper", "Oshpaz yordamchisi", "9412", wage=900_00, currency="EUR"),
    ]
    index = Index.build(rows, LEXICON)
    assert find(index, "oshpaz", order=Order.PAY, rates=RATES).ids == ["cook"]


def test_conditions_in_words_are_applied_as_filters_are() -> None:
    assert set(ids("с жильем")) == set(ids("", Filters(housing=True)))
    assert set(ids("tilsiz ish")) == set(ids("", Filters(language=NO_LANGUAGE)))
    assert ids("yotoqxona bilan Koreyaga") == ids("", Filters(housing=True, country="KR"))
    found = find(INDEX, "maoshi 1200 dollar", rates=RATES)
    assert set(found.ids) == {"g", "i", "k", "l", "m", "o"}, "or 600 euro"


def test_only_what_stands_in_the_way_is_let_go_and_it_is_named() -> None:
    """The welder in Korea gives housing; the one in Germany does not."""
    found = find(INDEX, "сварщик в Корею с жильем для женщин")
    assert (found.ids, found.understood.relaxed) == (["a"], ("people",))
    found = find(INDEX, "сварщик в Германию с жильем")
    assert found.ids[0] == "b"
    assert (found.understood.country, found.understood.relaxed) == ("DE", ("housing",))


def test_the_country_is_kept_where_it_has_neighbouring_work_and_that_is_named() -> None:
    """Germany has a welder without housing, and no mechanic; Turkey has nothing near."""
    for query, relaxed in (
        ("avto mexanik Germaniya", ("occupation",)),
        ("avto mexanik Germaniya yotoqxona bilan", ("occupation", "housing")),
    ):
        found = find(INDEX, query)
        assert (found.ids, found.understood.country) == (["b"], "DE"), query
        assert found.understood.relaxed == relaxed
        filtered = find(INDEX, query.replace("Germaniya ", ""), Filters(country="DE"))
        assert filtered.ids == found.ids, "as the same search with the filter"


def test_it_knows_a_word_that_is_still_being_typed() -> None:
    assert ids("payvan")[0] in "ab"
    assert ids("haydovc")[:1] == ids("haydovch")[:1]


def test_it_leads_from_a_visa_or_an_employer_to_the_work() -> None:
    assert ids("kia zavodi") == "l"
    assert find(INDEX, "E-9").understood.country == "KR"


def test_it_heeds_the_filters() -> None:
    assert ids("", Filters(country="DE")) == "kb"
    assert ids("", Filters(occupation="72")) == "mba"
    assert ids("", Filters(language=NO_LANGUAGE)) == "jfb"
    assert ids("", Filters(language="ko")) == "okgc"
    assert ids("", Filters(language="sw")) == ""
    assert ids("", Filters(housing=True, country="KR")) == "mia"
    assert ids("", Filters(wage_min={"USD": 1200_00, "EUR": 1500_00})) == "ol"
    assert ids("", Filters(open_only=False))[:2] == "on"


def test_it_pages_without_gaps_or_repeats() -> None:
    whole = find(INDEX, "", limit=14).ids
    assert [
        id for start in range(0, 14, 5) for id in find(INDEX, "", limit=5, offset=start).ids
    ] == whole
    assert find(INDEX, "", limit=5, offset=99).ids == []


def test_it_says_why() -> None:
    [fact, *_] = find(INDEX, "payvanchi").why[0]
    assert (fact.typed, fact.matched, fact.language, fact.letters_off) == (
        "payvanchi",
        "payvandchi",
        "uz",
        1,
    )
    facts = find(INDEX, "сварщик").why[0]
    assert ("Сварщик", "title") in {(fact.matched, fact.where) for fact in facts}


def test_the_word_that_was_found_is_quoted_without_what_stands_around_it() -> None:
    items = [Document("x", "(Welder), TIG; Ansan", "7212", "Hanwoo, Ltd.", "Ansan", "KR")]
    index = Index.build(items, LEXICON)
    assert {fact.matched for fact in find(index, "svarka").why[0] if fact.where == "title"} == {
        "Welder"
    }
    assert {fact.matched for fact in find(index, "hanwoo").why[0] if fact.where == "employer"} == {
        "Hanwoo"
    }


def test_it_answers_alike_each_time() -> None:
    again = Index.build(reversed(trades.vacancies()), trades.lexicon())
    for typed in ("haydovchi", "operator", "", "kerak oshpas", "Koreya"):
        assert ids(typed) == ids(typed) == ids(typed, index=again)


def test_it_finds_the_same_in_a_changed_index_as_in_one_built_anew() -> None:
    vacancies = {vacancy.id: vacancy for vacancy in trades.vacancies()}
    later = Document("p", "Электросварщик", "7212", "Hanwoo", "Seul", "KR", opens_on=739_050)
    moved = Document("b", "Повар", "5120", "Rheinbau", "Berlin", "DE", opens_on=739_001)
    changed = INDEX.with_changes([later]).with_changes([moved], ["c", "nobody"])
    anew = Index.build(
        [later, *(v for v in (vacancies | {"b": moved}).values() if v.id != "c")], LEXICON
    )
    for typed in (
        "payvandchi",
        "povar",
        "haydovchi",
        "",
        "Hanwoo",
        "электросварщик",
        "Germaniya",
        "hanvo stel",
    ):
        assert ids(typed, index=changed) == ids(typed, index=anew), typed
        assert find(changed, typed).total == find(anew, typed).total
    assert {document.id for document in changed.documents()} == {
        document.id for document in anew.documents()
    }
    assert ids("payvandchi") == "ba"


def test_it_can_stand_empty() -> None:
    empty = Index.build([], LEXICON)
    assert find(empty, "payvandchi").ids == find(empty, "").ids == []
    assert ids("payvandchi", index=empty.with_changes(trades.vacancies())) == "ba"


@pytest.mark.parametrize(
    "typed",
    ["a" * 10_000, "payvandchi " * 1_000, "' OR 1=1 --", "\ud800", "😀payvandchi😀", "-" * 500],
)
def test_it_bears_nonsense(typed: str) -> None:
    assert find(INDEX, typed).total >= 0


@given(st.text(max_size=60))
def test_it_bears_anything(typed: str) -> None:
    found = find(INDEX, typed, limit=5)
    assert len(found.ids) == min(found.total, 5) == len(found.why)


def test_a_title_in_another_language_is_told_as_what_it_means():
    found = find(INDEX, "payvandchi")
    result = {fact.matched for facts in found.why for fact in facts if fact.where == "title"}
    assert {"payvandchi"} == {fact.typed for facts in found.why for fact in facts}
    assert any("а" <= letter <= "я" for word in result for letter in word.lower())


AT_FIRMS = Index.build(
    [
        Document("1", "Сварщик", "7212", "Hanwoo Steel", "Berlin", "DE"),
        Document("2", "Welder", "7212", "Baltic Fish", "Berlin", "DE"),
        Document("3", "Welder", "7212", "Dubai Marine", "Berlin", "DE"),
        Document("4", "Сварщик", "7212", "Bus Company", "Dubai", "AE"),
        Document("5", "Bus driver", "8331", "Haydovchi Group", "Dubai", "AE"),
        Document("6", "Packer", "9321", "Baltic Fish", "Berlin", "DE"),
    ],
    LEXICON,
)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Baltic Fish сварщик", "2"),
        ("сварщик baltic", "2"),
        ("payvandchi Hanwoo Steel", "1"),
        ("dubai marine svarshik", "3"),
        ("svarshik dubai", "4"),
        ("bus company сварщик", "4"),
    ],
)
def test_a_trade_with_a_firm_finds_the_trade_there_first(typed: str, first: str) -> None:
    assert ids(typed, index=AT_FIRMS)[0] == first


def test_with_a_firm_it_is_the_trade_that_is_looked_for() -> None:
    assert "6" not in ids("baltic fish сварщик", index=AT_FIRMS)
    assert find(AT_FIRMS, "baltic fish сварщик").understood.firm_words == ("baltik", "fish")


@pytest.mark.parametrize(
    "typed",
    ["bus driver", "haydovchi payvandchi", "nordic fish сварщик", "Hanwoo", "dubai payvandchi"],
)
def test_what_is_no_firm_is_not_taken_for_one(typed: str) -> None:
    assert find(AT_FIRMS, typed).understood.named == ()


def test_a_visa_that_was_named_lifts_the_titles_that_name_it() -> None:
    jobs = [
        Document("1", "Сварщик", "7212", "A", "Seul", "KR", opens_on=9),
        Document("2", "Сварщик E-9", "7212", "B", "Seul", "KR"),
    ]
    assert ids("сварщик e9", index=Index.build(jobs, LEXICON)) == "21"


def test_another_form_of_a_word_weighs_as_much_in_what_was_changed() -> None:
    """Whether the very form that was typed stands somewhere in the same part of the index says
    nothing of a vacancy."""
    body = [Document("1", "Штукатурка", "7123"), Document("2", "Штукатурки, много", "7123")]
    changed = Index.build(body, LEXICON).with_changes(
        [Document("3", "Штукатурка", "7123", opens_on=9)]
    )
    assert ids("штукатурки", index=changed)[0] == "3"
    assert ids("штукатурки", index=Index.build(changed.documents(), LEXICON)) == ids(
        "штукатурки", index=changed
    )
