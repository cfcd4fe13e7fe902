"""The list of claims: overdue first, in words and colour, each officer their own."""

from service.casework import wages
from tests import cast


def test_what_is_overdue_stands_first_and_says_so(as_, seeded, clock):
    with seeded.write() as session:
        for days, firm in ((1, "Later Ltd"), (-5, "Sooner Ltd")):
            claim = wages.get(session, cast.CLAIM, by=cast.CHINORA) if firm == "Later Ltd" else _another(session, clock)
            claim.employer, claim.due = firm, clock.today.replace(day=clock.today.day + days)
    page = as_("chinora").get("/en/desk/wages").text
    assert page.index("Sooner Ltd") < page.index("Later Ltd")
    assert "5 days" in page
    assert "1 is overdue" in page


def _another(session, clock):
    return wages.file(session, cast.ALISHERS_CLAIM, by=cast.CHINORA, on=clock(), day=clock.today).claim


def test_it_is_sifted_by_state_and_counts_beside_each(as_):
    client = as_("chinora")
    assert "Received (1)" in client.get("/en/desk/wages").text
    assert cast.CLAIM in client.get("/en/desk/wages?state=received").text
    assert cast.CLAIM not in client.get("/en/desk/wages?state=closed").text
    assert client.get("/en/desk/wages?state=nonsense&page=999999").status_code == 200


def test_another_post_s_claims_are_not_there(as_):
    assert cast.CLAIM in as_("elyor").get("/en/desk/wages").text
    assert cast.CLAIM not in as_("davron").get("/en/desk/wages").text


def test_an_adviser_sees_the_claims_of_their_region_alone(as_):
    page = as_("barno").get("/en/desk/wages")
    assert (page.status_code, cast.CLAIM in page.text) == (200, False)
