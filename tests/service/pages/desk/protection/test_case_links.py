"""Making a link for the other body on the page of its case."""

import re

from sqlmodel import select

from service.casework.protection.referral_links import ReferralLink
from tests.service.pages.desk.protection.test_case_pages import case, do, row  # noqa: F401


def test_the_link_and_its_code_are_shown_once_and_open_the_referral(as_, client, seeded, case):  # noqa: F811
    nodira = as_("nodira")
    do(nodira, seeded, case, "consent", consent="given")
    do(nodira, seeded, case, "send", body="iom", pillar="2")
    page = do(
        nodira,
        seeded,
        case,
        "link",
        link_officer="Olim Invented",
        link_message="A bed.",
        link_reach="true",
    ).text
    identifiers = re.findall(r' id="([^"]+)"', page)
    assert len(identifiers) == len(set(identifiers)), "as the field “reach” of the facts"
    address = re.search(r'id="link-address">[^<]*?(/en/referral/[^<]+)<', page)[1]
    code = re.search(r"<strong class=\"ref\">(\d{5} \d{5})</strong>", page)[1]
    again = nodira.get(f"/en/desk/cases/{case}").text
    assert "Olim Invented" in again
    assert "Not opened yet" in again
    assert code not in again
    assert address not in again
    opened = client.post(address, data={"code": code}).text
    assert "Only at night" in opened
    assert "Alisher" not in opened
    assert "Last opened" in nodira.get(f"/en/desk/cases/{case}").text
    do(nodira, seeded, case, "unlink")
    assert client.post(address, data={"code": code}).status_code == 422


def test_a_link_without_an_officer_or_a_message_is_not_made(as_, seeded, case):  # noqa: F811
    nodira = as_("nodira")
    do(nodira, seeded, case, "consent", consent="given")
    do(nodira, seeded, case, "send", body="iom", pillar="2")
    assert do(nodira, seeded, case, "link", link_officer="Olim Invented").status_code == 422
    with seeded.read() as session:
        assert session.execute(select(ReferralLink)).first() is None
