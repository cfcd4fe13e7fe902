"""A post's opinion beside claims and on the page of vetting: it warns, and decides nothing."""

import pytest

from catalog.vacancies import vetting
from service.casework.claims import wage_claims
from service.casework.employers import opinions
from service.casework.employers.opinions import NewOpinion, Opinion
from service.pages.desk.shared import employer_opinions
from tests.support import cast
from tests.support.cast import DAVRON, ELYOR, FARIDA, TODAY

CLAIM = f"/en/desk/wages/{cast.CLAIM}"


@pytest.fixture
def warned(seeded, clock):
    """Moscow would send nobody to the employer of Alisher, and finds Hanbit good."""
    with seeded.write() as session:
        for name, country, verdict, by in (
            ("СЕВЕРНЫЙ ДВОР СТРОЙ", "RU", Opinion.DO_NOT_SEND, ELYOR),
            ("Hanbit Shipyard", "KR", Opinion.GOOD, DAVRON),
        ):
            new_opinion = NewOpinion(verdict, f"Invented ground {verdict.value}")
            opinions.record(session, name, country, new_opinion, by=by, on=clock(), day=TODAY)


@pytest.fixture
def waiting(seeded, clock):
    with seeded.write() as session:
        row = cast.named(session, "cook")
        row.state = "vetting"
        return f"/en/desk/vetting/{row.reference}"


@pytest.mark.parametrize("name", ["chinora", "elyor", "iroda"])
def test_it_stands_beside_the_employer_of_a_claim(as_, warned, name):
    shown = as_(name).get(CLAIM).text
    assert '<span class="stamp no">Do not send workers</span>' in shown
    assert "Embassy, Moscow" in shown
    assert "Invented ground good" not in shown


def test_without_an_opinion_nothing_is_said(as_):
    assert (
        "Do not send workers"
        not in as_("chinora").get(CLAIM).text + as_("chinora").get("/en/desk/wages").text
    )


def test_from_a_claim_one_comes_to_its_employer(as_, warned):
    with_link = as_("chinora").get(CLAIM).text
    address = with_link.split('href="/en/desk/employers/')[1].split('"')[0]
    assert as_("chinora").get(f"/en/desk/employers/{address}").status_code == 200


def test_whoever_vets_reads_it_with_its_reason_and_it_has_found_no_point(
    as_, seeded, warned, waiting
):
    page = as_("farida").get(waiting).text
    assert "Invented ground do_not_send" in page
    assert "The mission in that country advises against sending workers." in page
    with seeded.read() as session:
        assert vetting.checks(session, waiting.rpartition("/")[2]) == []


def test_taken_back_it_warns_no_more(as_, seeded, clock, warned, waiting):
    with seeded.write() as session:
        (row,) = opinions.history(session, opinions.employer_key(cast.SEVERNY.name, "RU"))
        opinions.withdraw(session, row.reference, by=ELYOR, on=clock())
    assert "advises against sending workers" not in as_("farida").get(waiting).text
    assert "Do not send workers" not in as_("chinora").get(CLAIM).text


def test_a_good_opinion_is_no_warning(as_, seeded, clock, warned):
    with seeded.write() as session:
        row = cast.named(session, "published")
        row.state = "vetting"
        page = f"/en/desk/vetting/{row.reference}"
    shown = as_("farida").get(page).text
    assert "Invented ground good" in shown
    assert "advises against sending workers" not in shown


def test_for_a_list_it_is_asked_once_and_by_the_reference_of_each_claim(seeded, clock, warned):
    with seeded.read() as session:
        result = employer_opinions.for_claims(
            session, [wage_claims.get(session, cast.CLAIM, by=FARIDA)]
        )
        assert [row.verdict for row in result.judged[cast.CLAIM]] == ["do_not_send"]
        assert employer_opinions.for_claims(session, []) == employer_opinions.ClaimOpinions(
            judged={}, said_by={}
        )
