"""Registers taken in from files."""

import csv
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import exchange_rates, fields, journal
from catalog.core.exchange_rates import Rate
from catalog.employers.employers import Employer
from catalog.licensing import agencies, licence_applications, licences
from catalog.licensing.proposals import ProposedAction
from catalog.vacancies import title_classification, vacancies
from catalog.vacancies.vacancies import Vacancy
from tests.catalog.reference.test_country_measures import measure, start
from tests.support import cast, sample_proposals

AGENCY = {
    "external_id": "N-1",
    "licence_no": "XB-0900",
    "name": "Yangi Yoʻl MCHJ",
    "country": "UZ",
    "status": "valid",
}
JOB = {
    "external_id": "N-1",
    "title": "Welder",
    "language": "en",
    "isco08": "7212",
    "country": "KR",
    "city": "Busan",
    "employer": "Invented Works",
    "agency_licence_no": "xb 101",
    "seats": "3",
    "wage_min": "2900000",
    "wage_max": "",
    "currency": "KRW",
    "period": "month",
    "opens_on": "01.10.2026",
    "closes_on": "2027-02-28",
}


@pytest.fixture
def table(tmp_path):
    def write(*rows, name="t.csv"):
        headers = list(dict.fromkeys(header for row in rows for header in row))
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, headers, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return tmp_path / name

    return write


def job(session, number="N-1"):
    return (
        session.execute(select(Vacancy).where(col(Vacancy.external_id) == number)).scalars().one()
    )


def test_a_second_run_changes_nothing(settled, seeded, table):
    files = [("agencies", table(AGENCY, name="a.csv")), ("vacancies", table(JOB, name="v.csv"))]
    for kind, file in files:
        assert "1 new, 0 changed" in settled("import", kind, file)[1]
    with seeded.read() as session:
        before = journal.head(session)
    for kind, file in files:
        assert "0 new, 0 changed, 1 unchanged" in settled("import", kind, file)[1]
    with seeded.read() as session:
        assert journal.head(session) == before
        assert journal.verify(session) is None


def test_a_changed_row_is_amended(settled, seeded, table):
    settled("import", "agencies", table(AGENCY))
    assert (
        "1 changed"
        in settled("import", "agencies", table(AGENCY | {"phone": "+998 71 000 09 00"}))[1]
    )
    with seeded.read() as session:
        assert session.get(agencies.Agency, "N-1").phone == "+998 71 000 09 00"


def test_a_status_becomes_an_order(settled, seeded, table):
    settled("import", "agencies", table(AGENCY | {"status": "Suspended"}))
    with seeded.read() as session:
        today = fields.tashkent_day(fields.now())
        assert agencies.status(session, "N-1", today).state is licences.State.SUSPENDED


def test_an_agency_whose_number_is_taken_leaves_nothing_behind(settled, seeded, table):
    code, out, _ = settled(
        "import",
        "agencies",
        table(AGENCY | {"licence_no": "XB-0101"}, AGENCY | {"external_id": "N-2"}),
    )
    assert (code, "line 2, licence_no" in out, "1 new" in out) == (0, True, True)
    with seeded.read() as session:
        assert session.get(agencies.Agency, "N-1") is None


def test_a_vacancy_is_what_its_row_says(settled, seeded, table):
    values = {
        "housing": "ha",
        "meals": "нет",
        "travel": "shared",
        "language_required": "KO:a2; en:B1",
        "worker_fee": "10 000",
    }
    assert settled("import", "vacancies", table(JOB | values))[0] == 0
    with seeded.read() as session:
        row = job(session)
        assert (row.agency, row.wage_min, row.wage_max, row.worker_fee) == (
            "AG-VALID",
            2_900_000,
            2_900_000,
            10_000,
        )
        assert (row.housing, row.meals, row.travel, row.insurance) == (
            "employer",
            "none",
            "shared",
            None,
        )
        assert (row.language_required, row.opens_on) == ("ko:A2,en:B1", date(2026, 10, 1))
        assert (row.state, row.classified) == ("submitted", False)


@pytest.mark.parametrize(
    ("given", "currency", "minor"),
    [
        ("1200.50", "USD", 120_050),
        ("1 200,5", "USD", 120_050),
        ("2900000", "KRW", 2_900_000),
        ("2900000.00", "KRW", 2_900_000),
        ("1.250", "KWD", 1_250),
    ],
)
def test_money_is_in_whole_units(settled, seeded, table, given, currency, minor):
    settled("import", "vacancies", table(JOB | {"wage_min": given, "currency": currency}))
    with seeded.read() as session:
        assert job(session).wage_min == minor


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("wage_min", "1,200"),
        ("wage_min", "much"),
        ("wage_min", ""),
        ("wage_max", "5"),
        ("seats", "-1"),
        ("seats", "many"),
        ("language_required", "ko"),
        ("language_required", "ko:D1"),
        ("housing", "maybe"),
        ("closes_on", "31.02.2027"),
        ("closes_on", "2026-01-01"),
        ("country", "XX"),
        ("isco08", "9999"),
        ("isco08", "72"),
        ("period", "fortnight"),
        ("agency_licence_no", "XB-999999"),
        ("city", "x" * 121),
        ("title", "x" * 201),
        ("employer", "x" * 201),
        ("age_min", "15"),
        ("age_min", "0"),
        ("country", "UZ"),
        ("quota", "perhaps"),
        ("employer", ""),
        ("currency", "wons"),
        ("title", "a\0b"),
    ],
)
def test_a_bad_row_is_named_by_line_and_column_and_leaves_nothing(
    settled, seeded, table, column, cell
):
    file = table(
        JOB
        | {
            "external_id": "N-0",
            column: cell,
            "employer": cell if column == "employer" else "Refused Works",
        },
        JOB,
    )
    code, out, _ = settled("import", "vacancies", file)
    assert f"line 2, {column}: " in out
    assert (code, "1 new" in out, "Refused: 1" in out) == (0, True, True)
    with seeded.read() as session:
        assert (
            session.execute(select(Employer).where(col(Employer.name) == "Refused Works")).first()
            is None
        )


def test_a_number_that_stands_twice_is_told(settled, table):
    out = settled("import", "vacancies", table(JOB, JOB | {"title": "Another"}))[1]
    assert "line 3, external_id: This record is already on line 2 of the file." in out


def test_the_state_agency_is_named_by_a_word(settled, seeded, table):
    settled("import", "vacancies", table(JOB | {"agency_licence_no": "state", "quota": "yes"}))
    with seeded.read() as session:
        assert (job(session).agency, job(session).quota) == ("AG-STATE", True)


def test_a_register_vetted_elsewhere_is_published_under_its_decision(settled, seeded, table):
    words = ("import", "vacancies", table(JOB), "--published", "--decision", "Order 7")
    assert "1 new" in settled(*words)[1]
    assert "1 unchanged" in settled(*words)[1]
    with seeded.read() as session:
        row = job(session)
        assert (row.state, row.decision) == ("published", "Order 7")
        assert vacancies.get_shown(session, row.reference, cast.TODAY).external_id == "N-1"


def test_a_pause_of_a_country_names_the_row_that_is_new_and_lets_a_known_one_pass(
    settled, seeded, table
):
    words = ("--published", "--decision", "Order 7")
    settled("import", "vacancies", table(JOB), *words)
    with seeded.write() as session:
        last = fields.tashkent_day(fields.now()) + timedelta(days=30)
        start(session, fields.now, measure(until=last))
    out = settled("import", "vacancies", table(JOB, JOB | {"external_id": "N-2"}), *words)[1]
    assert ("line 3, country" in out, "1 unchanged" in out, "0 new" in out) == (True, True, True)


def test_a_dry_run_says_it_and_writes_nothing(settled, seeded, table):
    with seeded.read() as session:
        before = journal.head(session)
    assert "Would be imported: 1 new" in settled("import", "vacancies", table(JOB), "--dry-run")[1]
    with seeded.read() as session:
        assert journal.head(session) == before


def test_a_title_without_a_code_waits_for_an_officer_where_nothing_is_known(settled, seeded, table):
    settled("import", "vacancies", table(JOB | {"isco08": ""}))
    with seeded.read() as session:
        assert (job(session).isco08, job(session).classified) == (None, False)


def test_the_trade_that_an_officer_named_is_not_lost_when_the_file_comes_again(
    settled, seeded, table, clock
):
    file = table(JOB | {"isco08": "", "title": "Any work"})
    settled("import", "vacancies", file, "--published", "--decision", "Order 7")
    with seeded.write() as session:
        title_classification.classify(
            session, job(session).reference, "9112", by=cast.FARIDA, on=clock()
        )
    assert "1 unchanged" in settled("import", "vacancies", file)[1]
    with seeded.read() as session:
        assert (job(session).isco08, job(session).classified, job(session).state) == (
            "9112",
            False,
            "published",
        )


def test_rates_are_taken_once(settled, seeded, table):
    values = {
        "currency": "usd",
        "on": "24.11.2026",
        "per_euro": "1.0837",
        "source": "Invented bank",
    }
    bad = [values | {"on": "2026-11-23", "per_euro": cell} for cell in ("0", "much", "1e99", "NaN")]
    bad = [
        one | {"currency": code}
        for one, code in zip(bad, ("AAA", "BBB", "CCC", "DDD"), strict=True)
    ]
    out = settled("import", "rates", table(values, *bad))[1]
    assert ("1 new" in out, "Refused: 4" in out, "line 3, per_euro" in out) == (True, True, True)
    assert "1 unchanged" in settled("import", "rates", table(values))[1]
    with seeded.read() as session:
        assert session.get(Rate, ("USD", date(2026, 11, 24))).millionths == 1_083_700
        assert exchange_rates.table(session, cast.TODAY).per_euro["USD"].source == "Invented bank"


MAP = """
[columns]
external_id = "No."
licence_no = ["RL", "old RL"]
name = "Agency"
[values.status]
"Listed" = "valid"
[constants]
country = "BD"
"""


def test_another_registers_words_are_mapped(settled, seeded, table, tmp_path):
    (tmp_path / "m.toml").write_text(MAP, encoding="utf-8")
    file = table(
        {"No.": "7", "RL": "", "old RL": "RL-9", "Agency": "Padma", "status": "LISTED", "Fax": "1"},
        {"No.": "8"},
    )
    code, out, err = settled("import", "agencies", file, "--map", tmp_path / "m.toml")
    assert (code, "fax" in err, "line 3, agency: This cell is empty." in out) == (0, True, True)
    with seeded.read() as session:
        standing = agencies.status(session, "7", cast.TODAY)
        assert (standing.agency.country, standing.licence.number, standing.may_recruit_here) == (
            "BD",
            "RL-9",
            False,
        )


def test_rows_without_a_number_are_numbered_by_line(settled, seeded, table, tmp_path):
    (tmp_path / "m.toml").write_text('[numbered]\nexternal_id = "T-"\n', encoding="utf-8")
    file = table({name: cell for name, cell in JOB.items() if name != "external_id"})
    settled("import", "vacancies", file, "--map", tmp_path / "m.toml")
    with seeded.read() as session:
        assert job(session, "T-2").title == "Welder"


@pytest.mark.parametrize(
    "content",
    ["[columns", "[colours]\na = 1\n", '[columns]\nnobody = "x"\n', "[constants]\nname = []\n"],
)
def test_a_wrong_mapping_is_told_in_one_sentence(settled, table, tmp_path, content):
    (tmp_path / "m.toml").write_text(content)
    code, _, err = settled("import", "agencies", table(AGENCY), "--map", tmp_path / "m.toml")
    assert (code, err.startswith("musofir: ")) == (2, True)


def test_a_file_without_a_needed_column_is_another_file(settled, table):
    code, _, err = settled("import", "agencies", table({"name": "x"}))
    assert (code, "external_id, country, status" in err) == (2, True)


def test_nothing_taken_at_all_is_a_failure(settled, table):
    assert settled("import", "agencies", table(AGENCY | {"status": "fine"}))[0] == 1


@pytest.mark.parametrize("words", [("--published",), ("--decision", "x")])
def test_publishing_needs_a_decision(settled, table, words):
    assert settled("import", "vacancies", table(JOB), *words)[0] == 2


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
@pytest.mark.parametrize("kind", ["agencies", "vacancies"])
def test_an_export_taken_in_again_changes_nothing(settled, seeded, tmp_path, kind, name):
    assert settled("export", kind, tmp_path / name)[0] == 0
    with seeded.read() as session:
        before = journal.head(session)
    code, out, _ = settled("import", kind, tmp_path / name)
    assert (code, "0 new, 0 changed" in out, "Refused: 0" in out) == (0, True, True), out
    with seeded.read() as session:
        assert journal.head(session) == before


def test_who_took_an_application_back_is_exported_as_before_it(settled, seeded, tmp_path, clock):
    settled("export", "agencies", tmp_path / "before.csv")
    with seeded.write() as session:
        row = licence_applications.file(
            session, sample_proposals.FIRM, agency="AG-EXPIRED", by=cast.FARIDA, on=clock()
        )
        licence_applications.withdraw(session, row.reference, by=cast.FARIDA, on=clock())
    settled("export", "agencies", tmp_path / "after.csv")
    assert (tmp_path / "after.csv").read_text() == (tmp_path / "before.csv").read_text()


def test_an_export_can_be_separated_by_semicolons(settled, tmp_path):
    settled("export", "agencies", tmp_path / "out.csv", "--semicolon")
    assert (
        (tmp_path / "out.csv")
        .read_text(encoding="utf-8-sig")
        .startswith("external_id;licence_no;name")
    )


def test_a_job_of_a_barred_firm_is_refused_by_its_line_and_stops_no_other(
    settled, seeded, table, clock
):
    barred = JOB | {"external_id": "N-2", "employer": cast.HANBIT.name, "country": "KR"}
    with seeded.write() as session:
        firm = cast.named(session, "published").employer
        sample_proposals.signed(
            session, None, ProposedAction.BAR, employer=firm, code="fraud", on=clock()
        )
    out = settled("import", "vacancies", table(barred, JOB))[1]
    assert "line 2, employer: This firm is on the blacklist" in out
    assert ("1 new" in out, "Refused: 1" in out) == (True, True)
    with seeded.write() as session:
        sample_proposals.signed(session, "AG-VALID", ProposedAction.BAR, code="court", on=clock())
    out = settled(
        "import", "vacancies", table(JOB | {"external_id": "N-3", "agency_licence_no": "XB-0101"})
    )[1]
    assert "Refused: 1" in out
