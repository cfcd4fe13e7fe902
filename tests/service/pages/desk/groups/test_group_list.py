"""A group entered at the desk: checked row by row, kept whole or not at all, once, and its secrets
handed out."""

import re

import pytest
from sqlalchemy import func, select

from service.casework.claims.wage_claims import Claim
from service.casework.groups.groups import Group
from service.input import spreadsheets

NEW = "/en/desk/groups/new"
ABOUT = {
    "employer": "Severny Dvor Stroy",
    "country": "RU",
    "city": "Moscow",
    "worked_from": "2026-03-01",
    "worked_to": "2026-08-31",
}
ROWS = "Anvar Aliyev;+7 900 000 00 01;120 000;RUB;base_pay;3\nBotir Aliyev;+7 900 000 00 02;80 000,50;RUB;;"


def counted(seeded) -> tuple[int, int]:
    with seeded.read() as session:
        return tuple(
            session.execute(select(func.count()).select_from(one)).scalar()
            for one in (Group, Claim)
        )


def send(client, act: str, once: str = "k" * 20, **values):
    return client.post(NEW, data=ABOUT | {"rows": ROWS, "once": once, "act": act} | values)


def test_checking_tells_what_would_be_entered_and_keeps_nothing(as_, seeded):
    page = send(as_("elyor"), "check")
    assert page.status_code == 200
    assert "2 workers can be added" in page.text
    assert "200,000.50" in page.text
    assert counted(seeded) == (0, 1)


def test_all_are_kept_once_however_often_it_is_sent(as_, seeded):
    client = as_("elyor")
    first, again = send(client, "keep"), send(client, "keep")
    assert (first.status_code, first.headers["location"]) == (303, again.headers["location"])
    assert counted(seeded) == (1, 3)
    slips = client.get(first.headers["location"]).text
    assert len(re.findall(r'<td class="ref">W-', slips)) == 2
    reference, secret = re.search(
        r'<td class="ref">(W-\w+)</td><td class="secret">(.+?)</td>', slips
    ).groups()
    pair = {"reference": reference, "secret": re.sub("<[^>]+>|\\s", "", secret)}
    assert "Anvar" not in (page := client.post("/en/wages/follow", data=pair).text)
    assert f'Your claim <span class="ref">{reference}' in page


def test_an_absurd_amount_of_a_row_is_kept_only_after_it_was_ticked_as_right(as_, seeded):
    client, rows = as_("elyor"), ROWS.replace("120 000", "999 999 999")
    asked = send(client, "keep", rows=rows)
    assert asked.status_code == 409
    assert "for this time: Anvar Aliyev." in asked.text
    assert 'value="keep"' in asked.text
    assert counted(seeded) == (0, 1)
    tick = re.search(r'type="checkbox"[^>]* name="(rows_confirm_\w+)"', asked.text)[1]
    assert send(client, "keep", rows=rows, **{tick: "1"}).status_code == 303
    assert counted(seeded) == (1, 3)


def test_the_secrets_are_for_whoever_entered_the_group_and_for_an_hour(as_, clock):
    address = send(as_("elyor"), "keep").headers["location"]
    assert as_("chinora").get(address).status_code == 422
    assert as_("davron").get(address).status_code == 404
    assert as_("elyor").get(address).status_code == 200
    clock.forward(minutes=61)
    assert as_("elyor").get(address).status_code == 422


def test_a_wrong_row_is_named_with_its_column_and_nothing_is_kept(as_, seeded):
    page = send(as_("elyor"), "keep", rows=ROWS + "\nSardor;12;much;RUB;;")
    assert page.status_code == 422
    assert re.findall(r"<tr><td>(\d)</td><td>(\w+)</td>", page.text) == [
        ("3", "Amount"),
        ("3", "Telephone"),
    ]
    assert "Botir Aliyev;+7 900 000 00 02" in page.text, "what was typed is kept"
    assert 'value="keep"' not in page.text
    assert counted(seeded) == (0, 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"employer": ""}, "employer"),
        ({"country": "XX"}, "country"),
        ({"worked_to": "2026-02-01"}, "worked_to"),
        ({"worked_from": "2027-01-01", "worked_to": "2027-02-01"}, "worked_from"),
        ({"rows": " \n"}, "rows"),
        ({"rows": "x" * 300_000}, "rows"),
    ],
)
def test_what_is_wrong_with_the_group_stands_beside_its_field(as_, seeded, values, field):
    page = send(as_("elyor"), "keep", **values)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert counted(seeded) == (0, 1)


@pytest.mark.parametrize(
    ("write", "end"), [(spreadsheets.write_csv, "csv"), (spreadsheets.write_xlsx, "xlsx")]
)
def test_the_rows_of_a_file_come_into_the_form_and_are_checked(as_, seeded, tmp_path, write, end):
    write(
        tmp_path / f"crew.{end}",
        ["Name", "Amount", "Currency"],
        [["Anvar", "100", "RUB"], ["Botir", "200", "USD"]],
    )
    client = as_("elyor")
    with (tmp_path / f"crew.{end}").open("rb") as file:
        page = client.post(f"{NEW}/file", data=ABOUT, files={"file": (f"x.{end}", file)})
    assert page.status_code == 200
    assert "2 workers can be added" in page.text
    assert "Anvar\t\t100\tRUB" in page.text
    assert counted(seeded) == (0, 1)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"file": ("", b"")},
        {"file": ("x.xlsx", b"PK\x03\x04 no workbook")},
        {"file": ("x.csv", b"\x00\x01\x02")},
        {"file": ("x.csv", b"worker,sum\nAnvar,5")},
    ],
)
def test_what_is_no_table_is_said_beside_the_file(as_, sent):
    page = as_("elyor").post(
        f"{NEW}/file", data=ABOUT | {"x": "1"}, files=sent or {"other": ("x", b"x")}
    )
    assert page.status_code == 422
    assert 'href="#file"' in page.text
    assert 'value="Severny Dvor Stroy"' in page.text


def test_the_list_shows_ones_own(as_):
    send(as_("elyor"), "keep")
    assert "Severny Dvor Stroy" in as_("chinora").get("/en/desk/groups").text
    assert "Severny Dvor Stroy" not in as_("davron").get("/en/desk/groups").text
