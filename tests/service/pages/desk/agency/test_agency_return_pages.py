"""An agency's monthly return at both desks: signed by the agency, corrected by number, taken by a
licensing officer."""

import re

from sqlalchemy import select

from service.reporting.monthly.agency_return import AgencyReturn
from tests.service.pages.own_desk import OWN, acts_for, candidate, hidden
from tests.support.cast import CLAIM, Claim, date
from tests.support.sample_placements import placed

MOVED = "changed after signing"
HERE, TAKE = f"{OWN}/returns/2026-10", "/en/desk/agency-returns/AG-VALID/2026-10"


def rows(seeded) -> list[AgencyReturn]:
    with seeded.read() as session:
        return list(session.execute(select(AgencyReturn).order_by(AgencyReturn.number)).scalars())


def signed(client, **values):
    page = client.get(HERE)
    return client.post(
        HERE, data={"seen": hidden(page, "seen"), "act": hidden(page, "act"), "once": ""} | values
    )


def test_signed_once_read_and_taken(as_, seeded):
    client = as_("hamid")
    assert "Calculated from the records on " in client.get(HERE).text
    values = {"remarks": "All is said.", "once": "k" * 20}
    seen = hidden(client.get(HERE), "seen")
    assert [
        client.post(HERE, data=values | {"seen": seen, "act": "sign"}).status_code for _ in range(2)
    ] == [303, 303]
    assert [row.number for row in rows(seeded)] == [0]
    assert "Signed" in client.get(f"{OWN}/returns").text
    officer = as_("farida")
    assert "Oltin" in officer.get("/en/desk/agency-returns?month=2026-10").text
    assert "All is said." in officer.get(TAKE).text
    assert officer.post(f"{TAKE}/take", data={"number": "0"}).status_code == 303
    assert officer.post(f"{TAKE}/take", data={"number": "0"}).status_code in (409, 422, 403)
    assert "Accepted by Farida" in as_("hamid").get(HERE).text


def test_a_correction_has_a_number_and_a_reason_and_the_first_stays(as_, seeded, clock):
    client = as_("hamid")
    signed(client)
    with seeded.write() as session:
        placed(
            session,
            of=session.get_one(Claim, CLAIM).citizen,
            on=clock(),
            signed_on=date(2026, 10, 7),
        )
    assert MOVED in client.get(HERE).text
    assert 'id="why-wrong"' in signed(client).text
    assert signed(client, why="A contract came late").status_code == 303
    first, second = rows(seeded)
    assert (first.number, second.number, first.figures != second.figures) == (0, 1, True)
    assert "First return" in client.get(f"{HERE}?number=0").text
    assert client.get(f"{HERE}?number=9").status_code == 404


def test_a_signed_month_is_unchanged_while_only_todays_list_moves(as_, seeded, clock):
    client = as_("hamid")
    signed(client)
    candidate(seeded, clock)
    assert MOVED not in client.get(HERE).text
    assert "The records still match what was signed" in signed(client, why="Somebody applied").text
    assert [row.number for row in rows(seeded)] == [0]


def test_a_month_without_a_licence_cannot_be_opened_and_a_begun_one_ends_today(as_, seeded):
    client = as_("hamid")
    assert client.get(f"{OWN}/returns/2020-01").status_code == 404
    assert (
        client.post(f"{OWN}/returns/2020-01", data={"seen": "x", "act": "sign"}).status_code == 404
    )
    begun = client.get(f"{OWN}/returns/2026-11").text
    assert "From 1 November 2026 until today, 25 November 2026" in begun
    acts_for(seeded, "AG-EXPIRED")
    listed = client.get(f"{OWN}/returns").text
    assert "there was no licence in this month" in listed
    linked = re.findall(rf'href="({OWN}/returns/[0-9-]+)"', listed)
    assert {client.get(path).status_code for path in linked} == {200}


def test_what_is_no_month_or_not_over_is_not_signed(as_, seeded):
    client = as_("hamid")
    for month, code in (("2026-13", 404), ("2027-01", 404), ("x", 404)):
        assert client.get(f"{OWN}/returns/{month}").status_code == code
        assert (
            client.post(f"{OWN}/returns/{month}", data={"seen": "x", "act": "sign"}).status_code
            == code
        )
    page = client.get(f"{OWN}/returns/2026-11")
    refused = client.post(f"{OWN}/returns/2026-11", data={"seen": "x", "act": "sign"})
    assert "The month has not ended" in page.text
    assert refused.status_code in (409, 422)
    assert (
        "The figures have changed since"
        in client.post(HERE, data={"seen": "x", "act": "sign"}).text
    )
    assert rows(seeded) == []


def test_nobody_else_signs_or_takes(as_, seeded):
    signed(as_("hamid"))
    acts_for(seeded, "AG-EXPIRING")
    client = as_("hamid")
    assert "All" not in [row.remarks for row in rows(seeded)]
    assert "First return" not in client.get(HERE).text, "its own month, which nobody signed"
    assert client.get(TAKE).status_code == 403
    for name in ("iroda", "jamshid", "elyor"):
        assert as_(name).get(TAKE).status_code == 403
        assert as_(name).post(f"{TAKE}/take", data={"number": "0"}).status_code == 403
    assert as_("farida").get(TAKE.replace("AG-VALID", "AG-NOBODY")).status_code == 404


def test_no_return_is_overdue_where_there_was_no_licence(as_, seeded):
    page = as_("farida").get("/en/desk/agency-returns?month=2026-07").text
    assert "Oltin" in page
    assert "Not signed, overdue" in page
    assert "Umid Yulduzi" not in page
    assert "Eski Karvon" not in page
    assert "other agencies had no licence in this month" in page
    assert "July 2026" in page
    months = as_("hamid").get(f"{OWN}/returns").text
    assert "October 2026" in months
    assert "2026-10<" not in months
