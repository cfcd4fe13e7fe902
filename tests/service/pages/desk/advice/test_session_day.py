"""A call noted on paper is logged for the day on which it was, as far back as a correction may."""

from datetime import date, timedelta

from service.casework.advice.topics import Channel
from service.casework.scope.advice_tables import Session
from service.reporting.annual.frozen_year import ReportYear
from tests.service.pages.desk.advice.test_session_pages import NEW, saved
from tests.support.cast import TODAY
from tests.support.correction_forms import opened


def test_a_session_is_logged_for_yesterday_and_only_corrected_into_a_published_year(
    as_, seeded, clock
):
    client = as_("barno")
    before = TODAY - timedelta(1)
    path = saved(client, held_on=before.isoformat())
    shown = client.get(path).text
    assert ("24 November 2026" in shown, "2026, 11:00" in shown) == (True, False), "no known time"
    with seeded.write() as session:
        row = session.get_one(Session, path.rsplit("/")[-1])
        assert (row.day, row.at.date()) == (before, clock().date() - timedelta(1))
        year = ReportYear(year=2024, number=0, figures="[]", meanings="{}", roots="{}")
        year.sha256, year.signed_by, year.signed_at = "x" * 64, "U-1", clock()
        year.published_by = "U-2"
        session.add(year)
    why = {"reason": "Wrong day"}
    for wrong in (date(2024, 5, 1), date(1999, 1, 1), TODAY + timedelta(1)):
        page = client.post(
            "/en/desk/advice/new", data=NEW | {"held_on": wrong.isoformat(), "once": ""}
        )
        assert (page.status_code, 'href="#held_on"' in page.text) == (422, True), wrong
    for day, answer in ((1999, 422), (TODAY.year + 1, 422), (2024, 303)):
        form = opened(client, path) | why | {"day": f"{day}-05-01", "long_ago": "true"}
        assert client.post(f"{path}/correct", data=form).status_code == answer, day


def test_a_mistyped_year_is_asked_about_before_a_session_is_logged_or_corrected(as_):
    client, meant = as_("barno"), {"long_ago": "true"}
    last_year = TODAY.replace(year=TODAY.year - 1).isoformat()
    path = saved(client)
    for address, form in (
        ("/en/desk/advice/new", NEW | {"held_on": last_year, "once": "y" * 20}),
        (f"{path}/correct", opened(client, path) | {"day": last_year, "reason": "Wrong day"}),
    ):
        asked = client.post(address, data=form)
        assert (asked.status_code, 'id="long_ago"' in asked.text) == (422, True), address
        assert "25 November 2025 is more than a month ago" in asked.text
        assert client.post(address, data=form | meant).status_code == 303, address
    saved(client, held_on=(TODAY - timedelta(31)).isoformat(), once="z" * 20)


def test_an_answer_to_the_website_does_not_choose_the_channel_of_the_next_call(as_, seeded):
    client = as_("barno")
    path = saved(client, channel="video")
    assert '<option value="video" selected' in client.get("/en/desk/advice/new").text
    with seeded.write() as session:
        session.get_one(Session, path.rsplit("/")[-1]).channel = Channel.WEBSITE.value
    assert '<option value="hotline" selected' in client.get("/en/desk/advice/new").text
