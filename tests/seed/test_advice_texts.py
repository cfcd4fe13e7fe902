"""The advice texts: complete, the same in each language, and no word of law without its source."""

import re
from collections import defaultdict

import pytest

from i18n.scripts import to_cyrillic
from seed import reference

TOPICS = {
    "unpaid_wages",
    "document_kept",
    "legal_stay",
    "contract",
    "injury",
    "dismissal",
    "detention",
    "agency_refund",
}
COUNTRIES = {"", "RU", "KR", "TR", "KZ"}
ROWS = list(reference.rows("advice_texts.tsv"))
# What says that nothing is known is no word of law; nor is where the time limits stand.
NOT_KNOWN = re.compile(r"not confirmed here yet|see the time limits on the page of the country")
# Of the fact of Russia's papers and pay the half that holds everywhere.
HALVES = {"Pay that comes from a stranger is still proof: keep every transfer."}


def sourced() -> dict[str, dict[str, str]]:
    """The facts that somebody published, by their English sentence."""
    facts = reference.rows("facts.tsv")
    return {
        row["en"]: row
        for row in facts
        if row["mark"] in ("sourced", "official", "confirmed") and not row["valid_to"]
    }


def facts_of(row: dict[str, str], lang: str) -> list[str]:
    _, _, facts = row[lang].partition(" || ")
    return facts.split(" | ") if facts else []


def test_there_are_eight_topics_in_general_and_for_four_countries():
    found = defaultdict(set)
    for row in ROWS:
        found[row["topic"]].add(row["country"])
    assert dict(found) == dict.fromkeys(TOPICS, COUNTRIES)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['topic']} {row['country']}")
def test_each_says_the_same_in_three_languages(row):
    shapes = {
        tuple(map(len, (part.split(" | ") for part in row[lang].split(" || "))))
        for lang in ("en", "ru", "uz")
    }
    assert len(shapes) == 1
    assert not re.search(r"[А-яЁё]", row["en"] + row["uz"])
    assert not re.search(r"['`‘]", row["uz"]), "Uzbek has its own letters for these"
    assert not re.search(r"[a-zʻ]", to_cyrillic(row["uz"]).replace("EPS", "")), (
        "by rule, every word has its Cyrillic"
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['topic']} {row['country']}")
def test_every_word_of_law_is_a_sourced_fact_of_its_country(row):
    known = sourced()
    for place, text in enumerate(facts_of(row, "en")):
        if NOT_KNOWN.search(text) or text in HALVES:
            continue
        fact = known[text]
        assert fact["country"] == row["country"] or not row["country"]
        assert [facts_of(row, lang)[place] for lang in ("ru", "uz")] == [fact["ru"], fact["uz"]]
        assert all(one.strip() in row["source"] for one in fact["source"].split(";")), (
            "the source is named"
        )


def test_where_nothing_of_a_country_is_known_it_is_said_and_somebody_is_named_to_ask():
    for row in ROWS:
        if row["country"]:
            assert facts_of(row, "en"), row
            assert re.search(r"embassy|consulate|office", row["en"]), row
