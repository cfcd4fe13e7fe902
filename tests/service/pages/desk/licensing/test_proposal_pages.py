"""Two signatures: what one officer proposes holds when another has signed, and is seen by the very
next reader."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from catalog.licensing.licences import Order
from catalog.licensing.proposals import Proposal
from service.web.app_state import AppState
from tests.support import cast, sample_proposals
from tests.support.cast import GULNORA

PAGE, PUBLIC = "/en/desk/licences/AG-VALID", "/en/agencies/AG-VALID"
QUEUE = "/en/desk/proposals"
SUSPEND = {
    "starts_on": "2026-11-25",
    "reason": "Took money from workers",
    "number": "12-K",
    "once": "k" * 20,
}


@pytest.fixture
def ruled(seeded, clock):
    with seeded.write() as session:
        sample_proposals.rules(session, clock())
    return seeded


def propose(client, act: str = "suspend", page: str = PAGE, **values):
    return client.post(f"{page}/propose/{act}", data=SUSPEND | values)


def number(client) -> str:
    return re.search(r"desk/proposals/(D-\w+)", client.get(QUEUE).text)[1]


def sign(client, reference: str, verdict: str = "confirm", **values):
    return client.post(f"{QUEUE}/{reference}", data={"verdict": verdict} | values)


def suspended(as_) -> bool:
    return "Licence suspended" in as_().get(PUBLIC).text


def test_a_suspension_takes_two_and_is_seen_by_the_very_next_reader_and_lifted_by_two(as_):
    for _ in range(2):
        assert propose(as_("farida")).status_code == 303
    page = as_("farida").get(PAGE).text
    assert page.count("Took money from workers") == 1, "sent twice, proposed once"
    assert not suspended(as_)
    reference = number(as_("farida"))
    assert sign(as_("farida"), reference).status_code == 422, "not by the same officer"
    assert not suspended(as_)
    assert sign(as_("gulnora"), reference).status_code == 303
    assert suspended(as_)
    page = as_("farida").get(PAGE).text
    assert "Signed by Farida and Gulnora" in page
    order = re.search(r"propose/lift\?order=(\d+)", page)[1]
    assert propose(as_("gulnora"), "lift", order=order, once="l" * 20).status_code == 303
    assert suspended(as_)
    reference = number(as_("gulnora"))
    assert sign(as_("gulnora"), reference).status_code == 422
    assert sign(as_("iroda"), reference).status_code == 303, "a supervisor may be the second"
    assert not suspended(as_)


def test_the_other_worker_sees_it_with_its_next_request(as_, settings, clock, seeded):
    """Two processes, each with a shelf of its own: the jobs of the agency vanish from both."""
    job = cast.VACANCIES["published"][2].title
    other = AppState(settings, seeded, clock)
    assert job in as_().get("/en/vacancies").text
    with seeded.read() as session:
        assert other.register_cache(session).names.exact("Oltin Yoʻl")
    propose(as_("farida"))
    sign(as_("gulnora"), number(as_("gulnora")))
    assert job not in as_().get("/en/vacancies").text
    with seeded.read() as session:
        register_cache = other.register_cache(session)
        assert cast.named(session, "published").reference not in {
            one.id for one in register_cache.index.documents()
        }


def test_in_an_emergency_it_holds_at_once_and_is_marked_as_provisional(as_, ruled, clock):
    assert propose(as_("farida"), provisional="true").status_code == 303
    assert suspended(as_)
    assert "provisional" in as_().get(PUBLIC).text
    page = as_("farida").get(PAGE).text
    assert "not yet confirmed" in page
    assert "Ordered by Farida alone" in page
    assert (
        sign(
            as_("gulnora"), number(as_("gulnora")), "send_back", answer="The court said no"
        ).status_code
        == 303
    )
    assert not suspended(as_)
    assert "The court said no" in as_("farida").get(PAGE).text


def test_a_provisional_order_lapses_by_itself(as_, ruled, clock):
    propose(as_("farida"), provisional="true")
    clock.forward(days=9)
    assert suspended(as_)
    clock.forward(days=1)
    assert not suspended(as_)


def test_what_is_missing_is_told_beside_its_field_and_the_rest_kept(as_):
    page = propose(as_("farida"), reason="", number="12-typed", starts_on="2026-13-40")
    assert page.status_code == 422
    assert "12-typed" in page.text
    for field in ("reason", "starts_on"):
        assert f'href="#{field}"' in page.text
    assert SUSPEND["once"] not in page.text, "the form has a fresh key"


def test_sent_back_without_a_reason_or_without_a_verdict_is_refused(as_):
    propose(as_("farida"))
    reference = number(as_("gulnora"))
    assert sign(as_("gulnora"), reference, "send_back").status_code == 422
    assert sign(as_("gulnora"), reference, "").status_code == 422
    assert sign(as_("gulnora"), reference, "take_back").status_code == 422
    assert sign(as_("farida"), reference, "take_back").status_code == 303
    assert f'/{reference}"' not in as_("farida").get(QUEUE).text
    decided = as_("farida").get(f"{QUEUE}/{reference}").text
    assert ("withdrawn, Farida" in decided, "<button" in decided.partition("<h1>")[2]) == (
        True,
        False,
    )


def test_a_page_that_is_stale_signs_nothing_twice(as_, seeded):
    propose(as_("farida"))
    reference = number(as_("gulnora"))
    assert sign(as_("gulnora"), reference).status_code == 303
    page = sign(as_("iroda"), reference)
    assert (
        page.status_code,
        "has already been confirmed, sent back or withdrawn" in page.text,
    ) == (422, True)
    with seeded.read() as session:
        assert (
            session.execute(
                select(func.count()).select_from(Order).where(Order.number == "12-K")
            ).scalar()
            == 1
        )


def test_two_officers_at_once_sign_once(as_, seeded, clock):
    propose(as_("farida"))
    reference = number(as_("gulnora"))

    def one(by) -> str:
        try:
            with seeded.write() as session:
                sample_proposals.proposal_decisions.confirm(session, reference, by=by, on=clock())
        except sample_proposals.proposal_decisions.SettledBefore:
            return "settled"
        return "signed"

    with ThreadPoolExecutor(4) as threads:
        done = sorted(threads.map(one, [GULNORA, cast.IRODA, GULNORA, cast.IRODA]))
    assert done == ["settled", "settled", "settled", "signed"]
    with seeded.read() as session:
        assert (
            session.execute(
                select(func.count()).select_from(Order).where(Order.number == "12-K")
            ).scalar()
            == 1
        )


def test_what_does_not_follow_is_not_offered_and_refused_if_sent(as_):
    page = as_("farida").get("/en/desk/licences/AG-REVOKED").text
    assert "propose/suspend" not in page
    assert propose(as_("farida"), page="/en/desk/licences/AG-REVOKED").status_code == 422
    for act in ("blow_up", "order"):
        assert as_("farida").get(f"{PAGE}/propose/{act}").status_code == 404
        assert propose(as_("farida"), act).status_code == 404
    assert as_("farida").get("/en/desk/licences/NOBODY/propose/suspend").status_code == 404
    assert propose(as_("farida"), page="/en/desk/licences/NOBODY").status_code == 404
    assert propose(as_("farida"), page="/en/desk/licences/AG-UNLICENSED").status_code == 404


def test_an_order_of_another_agency_cannot_be_lifted_here(as_):
    page = as_("farida").get("/en/desk/licences/AG-SUSPENDED").text
    order = re.search(r"propose/lift\?order=(\d+)", page)[1]
    assert propose(as_("farida"), "lift", order=order).status_code == 404
    for nonsense in ("x", "-1", "9" * 30, ""):
        assert propose(
            as_("farida"), "lift", order=nonsense, once=f"{nonsense[:9]:z<20}"
        ).status_code in (404, 422)


def test_the_start_page_counts_what_waits_for_ones_own_signature(as_):
    propose(as_("farida"))
    assert "proposal is waiting for your signature" in as_("gulnora").get("/en/desk").text
    mine = as_("farida").get("/en/desk").text
    assert '<span class="big">0</span> proposals are waiting for your signature' in mine


@pytest.mark.parametrize(
    ("name", "sees", "proposes"), [(None, 401, 401), ("iroda", 200, 403), ("hamid", 403, 403)]
)
def test_only_a_licensing_officer_proposes(as_, name, sees, proposes, seeded):
    assert as_(name).get(QUEUE).status_code == sees
    assert propose(as_(name)).status_code == proposes
    with seeded.read() as session:
        assert session.execute(select(Proposal)).first() is None
