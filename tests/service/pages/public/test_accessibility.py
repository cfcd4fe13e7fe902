"""The page about accessibility: what is tested, what is not, and whom to tell."""

from pathlib import Path

import msgspec
import pytest

from service.casework.letters import printing
from tests.browser import test_pages


def test_it_says_what_was_not_tested(client):
    page = client.get("/en/accessibility").text
    assert "No screen reader users or other disabled people have tried the service for us" in page
    assert "No native speaker has read the Karakalpak pages yet." in page


def test_public_pages_are_examined_as_it_says():
    assert {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"} <= set(test_pages.RULES)
    assert {"privacy", "accessibility"} <= set(test_pages.PAGES)


def test_pdf_files_are_tagged_as_it_says():
    """Every document is typeset in one place."""
    assert 'pdf_standards=["ua-1", "a-2b"]' in Path(printing.__file__).read_text()


@pytest.mark.parametrize("page", ["privacy", "accessibility"])
@pytest.mark.parametrize(
    ("contact", "link"),
    [("help@musofir.example", "mailto:help@musofir.example"), ("+998 71 200", "tel:+99871200")],
)
def test_whoever_runs_the_service_is_named_if_they_said_how(client, app_state, page, contact, link):
    assert (
        "You can contact the people who run this service here" not in client.get(f"/en/{page}").text
    )
    app_state.settings = msgspec.structs.replace(app_state.settings, contact=contact)
    assert f'<a href="{link}">{contact}</a>' in client.get(f"/en/{page}?anew").text
    assert 'href="/en/advice/ask">Write to us</a>' in client.get(f"/en/{page}").text
