"""An agency's list of its vacancies says which of them nobody sees, and why."""

import re

from tests.service.pages.own_desk import OWN, acts_for


def test_what_a_suspended_agency_published_does_not_read_published(as_, seeded):
    client = as_("hamid")
    assert "Published <b>" in client.get(f"{OWN}/vacancies").text
    acts_for(seeded, "AG-SUSPENDED")
    page = client.get(f"{OWN}/vacancies").text
    table = page[page.index("<tbody>") :]
    assert "Not shown to citizens" in table
    assert "Published" not in table
    assert "Vetted, but not shown today <b>" in page, "drafts are not shown to citizens either"
    assert "Published <b>" not in page
    (number,) = re.findall(r"own/vacancies/(V-\w+)\"", table)
    record = client.get(f"{OWN}/vacancies/{number}").text
    assert "You are not allowed to recruit now." in record
    assert "Published" not in record
