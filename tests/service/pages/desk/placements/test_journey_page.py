"""The road at the desk: each step by whoever takes it, in its order, once; another agency’s is not
there."""

import re

import msgspec
import pytest

from catalog.core import journal
from catalog.licensing.proposals import ProposedAction
from catalog.vacancies import vacancies
from matching.applications.applications import Application
from matching.contracts import contracts, signing
from matching.journey import pre_departure
from matching.journey.pre_departure import Item
from matching.placements.placements import Placement
from tests.support import cast, sample_proposals
from tests.support.cast import HAMID
from tests.support.sample_applications import WORKER, applied, worker
from tests.support.sample_journeys import drafted, ready, signed

TERMS = {
    "number": "XB-7/2026",
    "employer": "Hanbit Shipyard",
    "country": "KR",
    "city": "Ulsan",
    "isco08": "7212",
    "wage": "2 900 000",
    "currency": "KRW",
    "period": "month",
    "hours_per_week": "40",
    "housing": "employer",
    "meals": "employer",
    "travel": "employer",
    "contract_months": "36",
    "languages": "ko, uz",
}


@pytest.fixture
def number(seeded, clock) -> str:
    """Somebody accepted the welder’s job and lets the agency see who they are."""
    with seeded.write() as session:
        return applied(
            session, worker(session, on=clock()), on=clock(), until="take_offer"
        ).reference


@pytest.fixture
def act(as_, number):
    """Takes a step as the page that this person sees offers it."""

    def do(name, step, version=None, once="", **values):
        client = as_(name)
        seen = version or shown(client, number)
        address = f"/en/desk/applications/{number}/road/{step}"
        return client.post(address, data={"version": seen, "once": once} | values)

    return do


def shown(client, number) -> str:
    """The version that a page carries, if its reader may take any step."""
    found = re.search(
        'name="version" value="([^"]*)"', client.get(f"/en/desk/applications/{number}/road").text
    )
    return found[1] if found else "0"


def kept(seeded, number) -> Application:
    with seeded.read() as session:
        return session.get_one(Application, number)


def brought(seeded, number, clock, how) -> None:
    with seeded.write() as session:
        row = session.get_one(Application, number)
        signed(session, row, on=clock())
        if how == "ready":
            ready(session, row, on=clock())


def test_from_the_terms_to_the_arrival(act, as_, seeded, clock, number):
    assert act("hamid", "draft", **TERMS).status_code == 303
    with seeded.write() as session:
        row = session.get_one(Application, number)
        signing.accept(session, row, set(), seen=1, by=WORKER, on=clock(), day=clock.today)
    day = str(clock.today)
    assert act("hamid", "sign", signed_on=day).status_code == 303
    with seeded.write() as session:
        pre_departure.tick(
            session,
            session.get_one(Application, number),
            set(Item),
            family=True,
            by=WORKER,
            on=clock(),
        )
    assert act("hamid", "apply_visa", visa="work", visa_applied_on=day).status_code == 303
    assert act("hamid", "grant_visa", visa_until="2029-01-01").status_code == 303
    assert (
        act("hamid", "plan", leaves_on="2026-11-28", leaves_hour="11:00", route="HY511").status_code
        == 303
    )
    assert act("hamid", "tick", insured="1", ticket="1", briefing="1").status_code == 303
    assert act("hamid", "prepare").status_code == 303
    assert act("hamid", "depart", departed_on=day).status_code == 303
    assert act("davron", "arrive", arrived_on=day).status_code == 303
    assert act("davron", "begin_work").status_code == 303
    assert act("hamid", "complete").status_code == 303
    assert kept(seeded, number).state == "completed"
    with seeded.read() as session:
        placed = session.get_one(Placement, kept(seeded, number).placement)
        local = pre_departure.for_application(
            session, session.get_one(Application, number)
        ).leaves_at
    assert (placed.state, placed.confirmed, placed.post) == ("arrived", "post", "KR-SEOUL-EMB")
    assert local.isoformat() == "2026-11-28T06:00:00+00:00"


def test_the_way_to_work_is_found_from_wherever_somebody_works_with_it_and_leads_back(
    as_, seeded, clock, number
):
    way = f'href="/en/desk/applications/{number}/road"'
    assert way in as_("hamid").get(f"/en/desk/own/candidates/{number}").text, (
        "as soon as the offer is accepted"
    )
    brought(seeded, number, clock, "signed")
    assert way in as_("hamid").get("/en/desk/own/contracts").text
    placement = kept(seeded, number).placement
    for name in ("davron", "farida", "iroda"):
        for page in (f"applications/{number}", f"placements/{placement}"):
            assert way in as_(name).get(f"/en/desk/{page}").text, (name, page)
    road = f"/en/desk/applications/{number}/road"
    assert f'href="/en/desk/own/candidates/{number}"' in as_("hamid").get(road).text
    assert f'href="/en/desk/applications/{number}"' in as_("davron").get(road).text


def test_whose_offer_is_not_accepted_has_no_way_to_work_yet(as_, seeded, clock):
    with seeded.write() as session:
        row = applied(session, worker(session, on=clock()), on=clock(), until="offer").reference
    for name, page in (("hamid", f"own/candidates/{row}"), ("farida", f"applications/{row}")):
        assert f"/applications/{row}/road" not in as_(name).get(f"/en/desk/{page}").text


def test_what_is_forbidden_is_told_beside_its_answer_and_what_was_typed_is_kept(
    act, seeded, number
):
    page = act(
        "hamid",
        "draft",
        **TERMS | {"worker_fee": "100", "passport_kept": "1", "languages": "ko", "wage": "x"},
    )
    assert page.status_code == 422
    assert 'id="wage-wrong"' in page.text
    page = act(
        "hamid", "draft", **TERMS | {"worker_fee": "100", "passport_kept": "1", "languages": "ko"}
    )
    for field in ("worker_fee", "passport_kept", "languages"):
        assert f'id="{field}-wrong"' in page.text, field
    assert 'value="100"' in page.text
    with seeded.read() as session:
        assert contracts.for_application(session, session.get_one(Application, number)) is None


def test_a_visa_that_came_stands_in_its_form_to_be_mended(act, as_, seeded, clock, number):
    brought(seeded, number, clock, "signed")
    act("hamid", "apply_visa", visa="work", visa_applied_on=str(clock.today))
    act("hamid", "grant_visa", visa_until="2029-01-01")
    assert 'value="2029-01-01"' in as_("hamid").get(f"/en/desk/applications/{number}/road").text


def test_what_is_missing_before_leaving_is_told(act, seeded, clock, number):
    brought(seeded, number, clock, "signed")
    act("hamid", "tick", ticket="1")
    page = act("hamid", "prepare")
    assert page.status_code == 422
    assert "This must be confirmed before departure" in page.text
    assert kept(seeded, number).state == "contract_signed"


def test_a_stale_page_changes_nothing_and_once_is_once(act, as_, seeded, clock, number):
    before = shown(as_("hamid"), number)
    brought(seeded, number, clock, "signed")
    assert act("hamid", "apply_visa", version=before, visa="work").status_code == 412
    assert kept(seeded, number).state == "contract_signed"
    values = {
        "version": shown(as_("hamid"), number),
        "leaves_on": "2026-11-28",
        "leaves_hour": "11:00",
    }
    assert [act("hamid", "plan", once="k" * 20, **values).status_code for _ in "ab"] == [303, 303]
    with seeded.read() as session:
        row = session.get_one(Application, number)
        assert pre_departure.for_application(session, row).leaves_at is not None
        assert [one.act for one in journal.history(session, "application", number)].count(
            "plan"
        ) == 1
    assert act("hamid", "plan", once="l" * 20, **values).status_code == 412, (
        "another sending of what was seen before"
    )


def test_another_agencys_application_and_another_posts_are_not_there(as_, seeded, clock, number):
    with seeded.write() as session:
        other = applied(
            session, worker(session, on=clock()), to="quota", on=clock(), until="take_offer"
        ).reference
    client = as_("hamid")
    assert client.get(f"/en/desk/applications/{other}/road").status_code == 404
    assert (
        client.post(
            f"/en/desk/applications/{other}/road/draft", data=TERMS | {"version": "1"}
        ).status_code
        == 404
    )
    assert as_("elyor").get(f"/en/desk/applications/{number}/road").status_code == 404
    assert as_("davron").get(f"/en/desk/applications/{number}/road").status_code == 200
    assert (
        as_("hamid").post(f"/en/desk/applications/{number}/road/anything", data={}).status_code
        == 404
    )


def test_whoever_does_not_recruit_for_it_takes_no_step(act, as_, seeded, clock, number):
    for name, step, values in (
        ("farida", "draft", TERMS),
        ("davron", "draft", TERMS),
        ("davron", "sign", {"signed_on": str(clock.today)}),
        ("farida", "employer_cancel", {}),
        ("davron", "miss", {}),
        ("iroda", "draft", TERMS),
        ("chinora", "draft", TERMS),
    ):
        assert act(name, step, version=shown(as_("hamid"), number), **values).status_code == 403, (
            name,
            step,
        )
    assert "Record the terms" not in as_("farida").get(f"/en/desk/applications/{number}/road").text


def test_a_name_is_not_shown_before_consent(as_, seeded, clock):
    with seeded.write() as session:
        person = worker(session, on=clock(), name="Hidden Invented")
        number = applied(session, person, on=clock(), until="take_offer", consent=False).reference
    assert "Hidden Invented" not in as_("hamid").get(f"/en/desk/applications/{number}/road").text
    assert "Hidden Invented" in as_("iroda").get(f"/en/desk/applications/{number}/road").text


def test_an_end_gives_the_place_back(act, seeded, clock, number):
    brought(seeded, number, clock, "ready")
    assert act("hamid", "miss").status_code == 303
    with seeded.read() as session:
        row = session.get_one(Application, number)
        assert (row.state, session.get_one(Placement, row.placement).why) == ("no_show", "no_show")


def accepted(seeded, number, clock) -> None:
    with seeded.write() as session:
        row = session.get_one(Application, number)
        drafted(session, row, on=clock())
        signing.accept(session, row, set(), seen=1, by=WORKER, on=clock(), day=clock.today)


def barred(seeded, clock) -> None:
    """Two officers put the employer of the welders on the black list."""
    with seeded.write() as session:
        employer = cast.named(session, "published").employer
        sample_proposals.signed(
            session, None, ProposedAction.BAR, employer=employer, code="unpaid_wages", on=clock()
        )


def test_with_a_barred_employer_nothing_is_drafted_signed_or_made_ready(act, seeded, clock, number):
    accepted(seeded, number, clock)
    barred(seeded, clock)
    day = str(clock.today)
    for step, values in (("draft", TERMS | {"city": "Busan"}), ("sign", {"signed_on": day})):
        page = act("hamid", step, **values)
        assert page.status_code == 422
        assert (
            "This firm is on the blacklist. Reason: unpaid wages. Decision number: 12-K."
            in page.text
        )
        assert 'id="employer"' in page.text, "the summary leads somewhere"
    assert kept(seeded, number).state == "accepted"


def test_with_an_employer_barred_after_the_signature_nobody_is_made_ready_and_the_agency_can_call_it_off(
    act, seeded, clock, number
):
    brought(seeded, number, clock, "signed")
    barred(seeded, clock)
    page = act("hamid", "prepare")
    assert page.status_code == 422
    assert "This firm is on the blacklist" in page.text
    assert 'id="employer"' in page.text
    assert act("hamid", "employer_cancel").status_code == 303
    assert kept(seeded, number).state == "employer_cancelled"


def test_an_agency_whose_licence_was_suspended_neither_drafts_nor_signs(act, seeded, clock, number):
    accepted(seeded, number, clock)
    with seeded.write() as session:
        sample_proposals.signed(session, "AG-VALID", on=clock())
    for step, values in (
        ("draft", TERMS | {"city": "Busan"}),
        ("sign", {"signed_on": str(clock.today)}),
    ):
        page = act("hamid", step, **values)
        assert "Your licence does not allow you to recruit" in page.text, step
        assert page.status_code == 422
    assert kept(seeded, number).state == "accepted"


def test_what_was_accepted_beside_earlier_terms_is_not_offered_to_be_signed(
    as_, seeded, clock, number
):
    accepted(seeded, number, clock)
    client, address = as_("hamid"), f"/en/desk/applications/{number}/road"
    assert "/road/sign" in client.get(address).text
    clock.forward(hours=1)
    with seeded.write() as session:
        vacancy = cast.named(session, "published")
        result = msgspec.structs.replace(cast.VACANCIES["published"][2], seats=9)
        vacancies.submit(
            session, result, agency=vacancy.agency, employer=vacancy.employer, by=HAMID, on=clock()
        )
    page = as_("hamid").get(address).text
    assert "/road/sign" not in page
    assert "has not accepted this version of the contract" in page
    assert "/road/draft" in page
