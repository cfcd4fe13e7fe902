"""Early warnings at the desk."""

import re

import pytest

from catalog.core.actor import SYSTEM
from service.operations import nightly
from tests.service.casework.employers.test_anomaly_detection import filed
from tests.support import cast

PAGE = "/en/desk/warnings"


@pytest.fixture
def raised(seeded, clock):
    """Four more workers of Alisher's employer in a week, and one of another a year ago; the night
    has looked."""
    with seeded.write() as session:
        filed(session, clock, 1, employer="Somebody Else", days_ago=300)
        filed(session, clock, 4, employer=cast.SEVERNY.name, days_ago=2)
    assert nightly.detect_anomalies(seeded, by=SYSTEM, on=clock()) > 0
    assert nightly.detect_anomalies(seeded, by=SYSTEM, on=clock()) == 0


def numbers(page):
    return re.findall(r"/desk/warnings/(A-\w+)", page)


def test_it_shows_how_it_was_worked_out_and_counts_on_the_desk(as_, raised):
    listed = as_("farida").get(PAGE).text
    page = as_("farida").get(f"{PAGE}/{numbers(listed)[0]}").text
    assert "5 persons with a claim in the 28 days" in listed
    assert "once in" in page
    assert "Alisher" not in listed + page
    assert "early warning" in as_("farida").get("/en/desk").text


def test_its_vacancies_are_gone_from_the_next_request_on(as_, raised):
    shown = as_().get("/en/vacancies?country=RU").text
    rows = as_("farida").get(PAGE).text.partition("<tbody>")[2].split("<tr>")
    number = numbers(next(part for part in rows if "An employer" in part))[0]
    answer = as_("farida").post(
        f"{PAGE}/{number}", data={"act": "pause", "reason": "Four workers unpaid"}
    )
    assert answer.status_code == 303
    assert as_().get("/en/vacancies?country=RU").text.count("/vacancies/V-") < shown.count(
        "/vacancies/V-"
    )
    assert "Four workers unpaid" not in as_("farida").get(PAGE).text
    for address in (f"{PAGE}?decided=yes", f"{PAGE}/{number}"):
        assert "Four workers unpaid" in as_("farida").get(address).text


def test_without_a_reason_nothing_happens_and_a_second_decision_is_refused(as_, raised):
    number = numbers(as_("farida").get(PAGE).text)[0]
    answer = as_("farida").post(f"{PAGE}/{number}", data={"act": "dismiss", "reason": ""})
    assert (answer.status_code, 'href="#reason"' in answer.text) == (422, True)
    assert (
        as_("farida")
        .post(f"{PAGE}/{number}", data={"act": "dismiss", "reason": "Nothing"})
        .status_code
        == 303
    )
    assert (
        as_("gulnora")
        .post(f"{PAGE}/{number}", data={"act": "dismiss", "reason": "Again"})
        .status_code
        == 403
    )
    assert (
        as_("farida").post(f"{PAGE}/A-NOBODY", data={"act": "dismiss", "reason": "x"}).status_code
        == 404
    )


@pytest.mark.parametrize(
    "form", [{"act": "burn", "reason": "x"}, {"reason": "x"}, {"act": "pause", "reason": "x" * 201}]
)
def test_nonsense_is_told_beside_the_field(as_, raised, form):
    number = numbers(as_("farida").get(PAGE).text)[0]
    assert as_("farida").post(f"{PAGE}/{number}", data=form).status_code == 422


@pytest.mark.parametrize("name", ["chinora", "elyor", "hamid", "laylo", "komila"])
def test_only_licensing_officers_and_supervisors_decide(as_, raised, name):
    assert as_(name).get(PAGE).status_code == 403
