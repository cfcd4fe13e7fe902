"""Each “?” at the desk leads to an entry of the glossary."""

import re

from service.casework.claims.wage_claims import ClaimState
from service.reporting.annual import years
from service.web.rendering import TEMPLATES


def test_a_sign_beside_a_word_leads_to_no_entry(as_):
    entries = set(re.findall('<dt id="([^"]+)"', as_("iroda").get("/en/desk/glossary").text))
    named = set()
    for path in TEMPLATES.rglob("*.html"):
        named |= set(re.findall(r'term\.about\(\s*"([^"~]+)"', path.read_text()))
    signs = (TEMPLATES / "desk/shared/term.html").read_text()
    named |= set(re.findall('"/desk/[^"]+": "([^"]+)"', signs))
    named |= set(re.findall('"((?:licence_state|vacancy)-[^"]+)"', signs))
    named |= {f"claim-{one.value}" for one in ClaimState}
    named |= {f"report-{one.value}" for one in years.State if one is not years.State.OPEN}
    assert named - {"report-"} <= entries


def test_an_agency_is_sent_to_entries_that_it_does_not_see(as_):
    client = as_("hamid")
    entries = set(re.findall('<dt id="([^"]+)"', client.get("/en/desk/glossary").text))
    signs = set(re.findall('/desk/glossary#([^"]+)', client.get("/en/desk/own").text))
    assert signs <= entries
