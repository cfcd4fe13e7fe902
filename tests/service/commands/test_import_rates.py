"""Exchange rates taken in as the Central Bank of Uzbekistan publishes them."""

import json
from datetime import date

import pytest

from catalog.core import exchange_rates

# Invented rates in the published form: soums for so many units, each field a text.
RATES = [
    {"id": 1, "Ccy": "USD", "Nominal": "1", "Rate": "12000.00", "Date": "25.11.2026"},
    {"id": 2, "Ccy": "EUR", "Nominal": "1", "Rate": "13200.00", "Date": "25.11.2026"},
    {"id": 3, "Ccy": "KZT", "Nominal": "100", "Rate": "2400.00", "Date": "25.11.2026"},
    {"id": 4, "Ccy": "RUB", "Nominal": "1", "Rate": "150.00", "Date": "24.11.2026"},
    {"id": 5, "Ccy": "AED", "Nominal": "1", "Rate": "0", "Date": "25.11.2026"},
]
XML = "".join(
    f"<CcyNtry ID='{one['id']}'><Ccy>{one['Ccy']}</Ccy><CcyMnrUnts>2</CcyMnrUnts>"
    f"<Nominal>{one['Nominal']}</Nominal><Rate>{one['Rate']}</Rate><date>{one['Date']}</date>"
    "</CcyNtry>"
    for one in RATES
)
CSV = "\n".join(
    ["Code;Ccy;Nominal;Rate;Date"]
    + [f"0;{one['Ccy']};{one['Nominal']};{one['Rate']};{one['Date']}" for one in RATES]
)
FILES = {
    "rates.json": json.dumps(RATES),
    "rates.xml": f"<?xml version='1.0' encoding='UTF-8'?><CBU_Curr name='x'>{XML}</CBU_Curr>",
    "rates.csv": CSV,
}


@pytest.mark.parametrize("name", FILES)
def test_a_published_file_becomes_units_for_one_euro(settled, seeded, tmp_path, name):
    """By the euro of the same day; the row of the euro is the rate of the soum."""
    path = tmp_path / name
    path.write_text(FILES[name], encoding="utf-8")
    out = settled("import", "rates", path)[1]
    assert ("Refused: 2" in out, "no rate of the euro" in out, "positive numbers" in out) == (
        True,
        True,
        True,
    )
    with seeded.read() as session:
        table = exchange_rates.table(session, date(2026, 11, 25))
    of_bank = {
        code: rate.millionths / exchange_rates.SCALE
        for code, rate in table.per_euro.items()
        if rate.source == "Central Bank of Uzbekistan"
    }
    assert of_bank == {"USD": 1.1, "UZS": 13_200, "KZT": 550}


def test_what_is_no_table_of_rates_is_refused(settled, tmp_path):
    for number, text in enumerate(
        (
            "[1, 2]",
            "[{]",
            "[]",
            "<html><p>Not here</p></html>",
            "<!DOCTYPE x [<!ENTITY a 'b'>]><CBU_Curr><CcyNtry><Ccy>&a;</Ccy></CcyNtry></CBU_Curr>",
            "<CBU_Curr>",
            "[" * 200_000,
            '<?xml version="1.0" encoding="utf-7"?><CBU_Curr></CBU_Curr>',
            '<?xml version="1.0" encoding="x-foo"?><CBU_Curr></CBU_Curr>',
        )
    ):
        path = tmp_path / f"{number}.txt"
        path.write_text(text, encoding="utf-8")
        code, *output = settled("import", "rates", path)
        assert (code != 0, "not a table" in "".join(output)) == (True, True), (text, output)


def test_a_rate_beyond_counting_is_named_by_its_line(settled, tmp_path):
    path, own = tmp_path / "bank.json", tmp_path / "own.csv"
    for rate, nominal in (("1e9999999", "1"), ("1e-999999", "1"), ("1", "1e999999")):
        row = {"Ccy": "USD", "Nominal": nominal, "Rate": rate, "Date": "30.11.2026"}
        path.write_text(json.dumps([row]), encoding="utf-8")
        _, *shown = settled("import", "rates", path)
        assert "positive numbers" in "".join(shown), (rate, nominal, shown)
    own.write_text("currency,on,per_euro,source\nUSD,2026-11-30,1e999999999,x\n", encoding="utf-8")
    _, *shown = settled("import", "rates", own)
    assert "one euro is worth" in "".join(shown), shown
