"""Trades, languages and papers of one's own profile: added, changed and taken away one by one,
without scripts."""

import pytest

from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from matching.profiles import profiles
from matching.profiles.profiles import PaperRow, TongueRow, TradeRow
from service import accounts
from tests.support import cast

WELDER = {"isco08": "7212", "years": "4", "certificate": "true"}


@pytest.fixture(autouse=True)
def _words(seeded, clock):
    with seeded.write() as session:
        names = [Name("7212", "title", "payvandchi", "uz"), Name("7212", "title", "сварщик", "ru")]
        lexicon_terms.load(session, names, by=cast.FARIDA, on=clock())


def kept(seeded, table, name="alisher"):
    with seeded.read() as session:
        return profiles.rows(session, table, accounts.find(session, cast.email(name)).citizen)


def mark(page) -> str:
    return page.text.split('name="mark" value="')[1].split('"')[0]


def test_a_trade_is_found_in_any_spelling_and_chosen(as_, seeded):
    client = as_("alisher")
    for words in ("payvandchi", "пайвандчи", "сварщик", "payvandchii"):
        page = client.get("/en/me/profile/trades", params={"trade": words})
        assert (page.status_code, 'name="isco08"' in page.text, "Welders" in page.text) == (
            200,
            True,
            True,
        ), words
    assert (
        client.post("/en/me/profile/trades", data=WELDER).headers["location"]
        == "/en/me/profile/trades?saved=1"
    )
    (row,) = kept(seeded, TradeRow)
    assert (row.isco08, row.years, row.certificate) == ("7212", 4, True)
    assert "with a document" in client.get("/en/me/profile/trades").text


def test_words_that_are_no_trade_are_told_beside_the_question_and_kept(as_):
    for words, why in (
        ("xqzwv", "We do not recognise this trade"),
        (" ", "Enter the kind of work you can do"),
        ("<b>" * 60, "We do not recognise"),
    ):
        page = as_("alisher").get("/en/me/profile/trades", params={"trade": words})
        assert (page.status_code, why in page.text) == (422, True), words
        assert "<b><b>" not in page.text


def test_absurd_answers_are_refused_with_the_choice_still_open(as_, seeded):
    client = as_("alisher")
    wrong = [
        ({"years": ""}, 422),
        ({"years": "-1"}, 422),
        ({"years": "61"}, 422),
        ({"years": "99999999999"}, 422),
        ({"isco08": "0000"}, 422),
        ({"isco08": "x" * 500}, 422),
        ({"certificate": "perhaps"}, 422),
    ]
    for values, status in wrong:
        page = client.post("/en/me/profile/trades", data=WELDER | {"trade": "payvandchi"} | values)
        assert page.status_code == status, values
        assert "Check some of your answers" in page.text
    assert kept(seeded, TradeRow) == []


def test_a_row_is_changed_and_taken_away_and_gone_it_stays_gone(as_, seeded):
    client = as_("alisher")
    client.post("/en/me/profile/trades", data=WELDER)
    client.post("/en/me/profile/trades", data={"isco08": "5120", "years": "1"})
    page = client.get("/en/me/profile/trades?row=7212")
    assert 'value="4"' in page.text
    client.post("/en/me/profile/trades", data=WELDER | {"years": "6", "mark": mark(page)})
    assert [(row.isco08, row.years) for row in kept(seeded, TradeRow)] == [("5120", 1), ("7212", 6)]
    for _ in range(2):
        assert client.post("/en/me/profile/trades/7212/drop").status_code == 303
    assert [row.isco08 for row in kept(seeded, TradeRow)] == ["5120"]
    assert client.get("/en/me/profile/trades?row=7212").status_code == 200


def test_two_telephones_add_to_one_list_and_only_the_same_row_is_asked_about(as_, seeded):
    client = as_("alisher")
    client.post("/en/me/profile/languages", data={"language": "ko", "level": "A2"})
    client.post("/en/me/profile/languages", data={"language": "ru", "level": "B2"})
    assert [row.language for row in kept(seeded, TongueRow)] == ["ko", "ru"]
    twice = client.post("/en/me/profile/languages", data={"language": "ko", "level": "B1"})
    assert (twice.status_code, "changed after you opened it" in twice.text) == (409, True)
    assert (
        client.post(
            "/en/me/profile/languages", data={"language": "ko", "level": "B1", "mark": mark(twice)}
        ).status_code
        == 303
    )
    assert [row.level for row in kept(seeded, TongueRow)] == ["B1", "B2"]


def test_a_test_that_has_run_out_and_days_that_cannot_be(as_, seeded):
    client = as_("alisher")
    values = {
        "language": "ko",
        "level": "A2",
        "tested_on": "2024-01-15",
        "valid_until": "2026-01-14",
    }
    client.post("/en/me/profile/languages", data=values)
    assert "expired on 14 January 2026" in client.get("/en/me/profile/languages").text
    seen = mark(client.get("/en/me/profile/languages?row=ko"))
    for wrong in (
        {"tested_on": "2027-01-01"},
        {"valid_until": "2020-01-01"},
        {"tested_on": "soon"},
        {"language": "korean"},
    ):
        assert (
            client.post(
                "/en/me/profile/languages", data=values | {"mark": seen} | wrong
            ).status_code
            == 422
        ), wrong


def test_a_paper_has_days_and_no_number(as_, seeded):
    client = as_("alisher")
    assert (
        client.post(
            "/en/me/profile/papers", data={"kind": "passport", "expires_on": "2027-01-20"}
        ).status_code
        == 303
    )
    (row,) = kept(seeded, PaperRow)
    assert (row.kind, str(row.expires_on)) == ("passport", "2027-01-20")
    page = client.get("/en/me/profile/papers").text
    assert "valid until 20 January 2027" in page
    assert "at least 6 months after the contract ends" in page
    assert (
        client.post("/en/me/profile/papers", data={"expires_on": "2027-01-20"}).status_code == 422
    )
    assert client.post("/en/me/profile/papers", data={"kind": "visa"}).status_code == 422


def test_more_rows_than_anybody_needs_are_refused_with_a_sentence(as_, seeded):
    client = as_("alisher")
    codes = ["ko", "ru", "en", "tr", "de", "ja", "pl", "ar", "lt", "lv", "bg", "cs", "hu"]
    answers = [
        client.post("/en/me/profile/languages", data={"language": code}).status_code
        for code in codes
    ]
    assert answers == [303] * 12 + [422]


def test_what_one_person_says_changes_nobody_elses_list(as_, seeded):
    as_("alisher").post("/en/me/profile/trades", data=WELDER)
    as_("rustam").post("/en/me/profile/trades/7212/drop")
    assert kept(seeded, TradeRow, "rustam") == []
    assert len(kept(seeded, TradeRow)) == 1
    assert as_("alisher").post("/en/me/profile/nonsense", data=WELDER).status_code == 404
    assert as_("farida").post("/en/me/profile/trades", data=WELDER).status_code == 404
