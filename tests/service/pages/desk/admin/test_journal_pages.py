"""The auditor's journal: sifted, page by page, and taken out, without anybody's name in an
address."""

import csv
import io
import re

import pytest
from sqlalchemy import func, select

from catalog.core import journal
from catalog.core.journal import Entry
from service import accounts
from service.pages.desk.admin import journal_pages
from tests.support import cast
from tests.support.cast import CHINORA, CLAIM, FARIDA

PAGE = "/en/desk/journal"


@pytest.fixture
def auditor(as_):
    return as_("komila")


def shown(page) -> list[str]:
    """The positions on a page, as they are read."""
    return re.findall(r"№ ([0-9,]+)", page.text)


def account(database, name: str) -> str:
    with database.read() as session:
        return accounts.find(session, cast.email(name)).reference


def last(database) -> Entry:
    with database.read() as session:
        return session.execute(select(Entry).order_by(Entry.position.desc()).limit(1)).scalar()


@pytest.mark.parametrize(
    ("name", "status"), [(None, 401), ("iroda", 403), ("laylo", 403), ("alisher", 403)]
)
def test_only_an_auditor_reads_it(as_, name, status):
    assert as_(name).get(PAGE).status_code == status
    assert as_(name).post(PAGE, data={}).status_code == status
    assert as_(name).post(f"{PAGE}.csv", data={}).status_code == status


def test_entries_are_told_in_words_the_newest_first(auditor):
    page = auditor.get(PAGE)
    assert page.status_code == 200
    positions = [int(one.replace(",", "")) for one in shown(page)]
    assert positions == sorted(positions, reverse=True)
    assert len(positions) == journal_pages.PAGE
    assert "Signed in" in page.text
    assert "Komila" in page.text


def test_a_filter_in_force_is_named_and_folded_away_above_its_entries(auditor):
    fold = re.compile(r'<details class="panel"( open)?>\s*<summary>([^<]+)</summary>')
    assert fold.search(auditor.get("/ru/desk/journal").text).groups() == (" open", "Отбор")
    page = auditor.get("/ru/desk/journal?noun=account&act=nothing").text
    assert fold.search(page).groups() == (None, "Отбор: Учётная запись")


def test_the_desk_of_an_auditor_leads_there_and_no_other(as_):
    assert as_("komila").get("/en/desk").text.count('href="/en/desk/journal"') == 2
    assert "desk/journal" not in as_("iroda").get("/en/desk").text


def test_every_entry_is_reached_page_by_page_and_once(auditor, seeded):
    with seeded.read() as session:
        total = session.execute(select(func.count()).select_from(Entry)).scalar()
    address, seen = PAGE, []
    while address:
        page = auditor.get(address)
        seen += shown(page)
        older = re.search(r'rel="next" href="([^"]+)"', page.text)
        address = older[1].replace("&amp;", "&") if older else ""
    assert (len(seen), len(set(seen))) == (total, total)
    assert f'rel="first" href="{PAGE}"' in page.text


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"act": "file", "noun": "claim"}, 1),
        ({"reference": CLAIM}, 1),
        ({"reference": CLAIM, "act": "open"}, 0),
        ({"account": "visitor", "noun": "claim"}, 1),
        ({"act": "file", "from": "2026-11-25", "to": "2026-11-25"}, 1),
        ({"act": "file", "from": "2026-11-26"}, 0),
        ({"act": "file", "to": "2026-11-24"}, 0),
    ],
)
def test_it_is_sifted_by_act_noun_reference_account_and_day(auditor, asked, count):
    sent = auditor.post(PAGE, data=asked)
    assert (sent.status_code, sent.headers["location"].startswith(f"{PAGE}?")) == (303, True)
    page = auditor.get(sent.headers["location"])
    assert (page.status_code, len(shown(page))) == (200, count)
    assert ("There are no matching entries." in page.text) == (count == 0)


def opened(app_state, clock, by, times: int, reference="C-SEEN"):
    for _ in range(times):
        with app_state.database.write() as session:
            journal.write(session, "open", "citizen", reference, by=by, on=clock())
        clock.forward(minutes=1)


def test_openings_of_a_record_are_one_line_a_visit_and_deeds_stay_one_by_one(
    auditor, app_state, clock
):
    opened(app_state, clock, FARIDA, 6)
    opened(app_state, clock, CHINORA, 1)
    for _ in range(2):
        with app_state.database.write() as session:
            journal.write(session, "amend", "citizen", "C-SEEN", by=FARIDA, on=clock())
    opened(app_state, clock, FARIDA, 4)
    clock.forward(minutes=20)
    opened(app_state, clock, FARIDA, 1)
    page = auditor.get(f"{PAGE}?reference=C-SEEN")
    assert page.text.count("<strong>Changed</strong>") == 2
    assert re.findall(r"<strong>(Opened[^<]*)</strong>", page.text) == [
        "Opened",
        "Opened 10 times, 11:00–11:10",
        "Opened",
    ]
    deeds = auditor.get(f"{PAGE}?reference=C-SEEN&deeds=true")
    assert len(shown(deeds)) == 2
    assert 'name="deeds" value="true" checked' in deeds.text
    assert auditor.post(PAGE, data={"deeds": "true"}).headers["location"] == f"{PAGE}?deeds=true"


def test_a_page_of_many_openings_ends_and_the_next_goes_on(auditor, app_state, clock, monkeypatch):
    monkeypatch.setattr(journal_pages, "MOST_READ", 20)
    monkeypatch.setattr(journal_pages, "CHUNK", 5)
    with app_state.database.write() as session:
        journal.write_many(session, "open", "citizen", ["C-MUCH"] * 53, by=FARIDA, on=clock())
    address, counted = f"{PAGE}?reference=C-MUCH", []
    while address:
        page = auditor.get(address)
        counted += re.findall(r"Opened (\d+) times", page.text)
        older = re.search(r'rel="next" href="([^"]+)"', page.text)
        address = older[1].replace("&amp;", "&") if older else ""
    assert counted == ["20", "20", "13"]


def test_a_day_is_one_of_tashkent(as_, app_state, clock):
    clock.forward(hours=14)  # 20:00 UTC, one o'clock of the next day in Tashkent
    with app_state.database.write() as session:
        journal.write(session, "amend", "agency", "AG-NIGHT", by=FARIDA, on=clock())
    auditor = as_("komila")
    for day, count in (("2026-11-25", 0), ("2026-11-26", 1)):
        assert len(shown(auditor.get(f"{PAGE}?reference=AG-NIGHT&from={day}&to={day}"))) == count


def test_an_address_of_somebody_becomes_their_reference(auditor, seeded):
    for typed in (cast.email("farida"), account(seeded, "farida").lower()):
        sent = auditor.post(PAGE, data={"account": typed})
        assert sent.headers["location"] == f"{PAGE}?account={account(seeded, 'farida')}"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ({"account": "nobody@musofir.example"}, "There is no account with this reference"),
        ({"account": "Farida"}, "There is no account with this reference"),
        ({"reference": "Alisher Invented"}, "The journal has no entry with this reference."),
        ({"from": "someday"}, "Enter a real date"),
        ({"from": "01.01.0001"}, "too far in the past"),
        ({"to": "31.12.9999"}, "too far in the future"),
        ({"from": "25.11.2026", "to": "yesterday"}, "The last day cannot be before the first."),
    ],
)
def test_what_is_not_known_is_said_beside_what_was_typed_and_comes_into_no_address(
    auditor, typed, text
):
    page = auditor.post(PAGE, data=typed)
    assert (page.status_code, text in page.text, shown(page)) == (422, True, [])
    assert all(f'value="{one}"' in page.text for one in typed.values())


@pytest.mark.parametrize(
    "query", ["before=x", "from=x", "before=-1", "before=99999999999999", "to=9999-12-31"]
)
def test_nonsense_in_the_address_is_told(auditor, query):
    assert auditor.get(f"{PAGE}?{query}").status_code == 422


def test_the_names_of_citizens_are_not_told(as_, seeded):
    as_("alisher").get("/en/me")
    page = as_("komila").get(f"{PAGE}?account={account(seeded, 'alisher')}")
    assert len(shown(page)) > 0
    assert "Alisher" not in page.text


def test_it_is_taken_out_as_a_table_of_codes_and_that_is_an_entry(auditor, seeded, clock):
    sent = auditor.post(f"{PAGE}.csv", data={"noun": "claim", "from": "2026-11-01"})
    assert sent.status_code == 200
    assert 'filename="journal-2026-11-25.csv"' in sent.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig"))))
    assert [(row["act"], row["reference"], row["account"]) for row in rows] == [
        ("file", CLAIM, "visitor")
    ]
    assert rows[0]["at"] == clock().isoformat()
    entry = last(seeded)
    assert (entry.act, entry.noun, entry.fields) == ("export", "journal", "noun,from,rows:1")


def test_it_is_not_taken_out_by_somebody_who_left_their_desk_long_ago(auditor, seeded, clock):
    for _ in range(4):
        clock.forward(minutes=20)
        auditor.get(PAGE)
    assert auditor.post(f"{PAGE}.csv", data={}).status_code in (303, 403)
    assert last(seeded).act != "export"


def test_a_file_has_at_most_so_many_entries_the_newest(auditor, monkeypatch):
    monkeypatch.setattr(journal_pages, "MAX_EXPORT", 3)
    rows = list(
        csv.DictReader(
            io.StringIO(auditor.post(f"{PAGE}.csv", data={}).content.decode("utf-8-sig"))
        )
    )
    assert (len(rows), rows[0]["act"]) == (3, "sign_in")


def test_what_a_spreadsheet_would_calculate_is_guarded(auditor, app_state, clock):
    with app_state.database.write() as session:
        journal.write(session, "amend", "agency", "=1+1", by=FARIDA, on=clock())
    assert ",'=1+1," in auditor.post(f"{PAGE}.csv", data={"reference": "=1+1"}).text


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru"])
def test_it_opens_in_every_language_of_the_staff(auditor, lang):
    assert auditor.get(f"/{lang}/desk/journal").status_code == 200
