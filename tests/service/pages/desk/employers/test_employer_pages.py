"""Employers abroad at the desk: found in any script, shown with what one may see, judged by the
post that stands there."""

import re

import pytest

from catalog.employers import employers
from catalog.employers.employers import NewEmployer
from service.casework.employers import employer_records, opinions
from service.casework.employers.opinions import Opinion
from tests.service.casework.colleagues import filed
from tests.support import cast
from tests.support.audit_asserts import list_reads
from tests.support.cast import CHINORA, FARIDA

LIST = "/en/desk/employers"
SAID = {"opinion_verdict": "do_not_send", "opinion_reason": "Three claims unpaid since March"}


@pytest.fixture
def severny(client) -> str:
    return f"{LIST}/{employer_records.number_of(opinions.employer_key(cast.SEVERNY.name, 'RU'))}"


@pytest.fixture
def hanbit(client) -> str:
    return f"{LIST}/{employer_records.number_of(opinions.employer_key(cast.HANBIT.name, 'KR'))}"


def send(client, page, route, **values):
    once = re.search(r'name="once" value="([^"]*)"', client.get(page).text)
    return client.post(f"{page}/{route}", data=values | {"once": once[1] if once else "k" * 20})


@pytest.mark.parametrize("asked", ["северный", "DVOR", "Stroy severny"])
def test_it_is_found_in_any_script(as_, severny, asked):
    page = as_("chinora").get(LIST, params={"q": asked}).text
    assert f'href="{severny}">Severny Dvor Stroy</a>' in page
    assert "Hanbit" not in page
    assert '<td data-label="Open claims" class="n">1</td>' in page


def test_the_list_has_pages_of_fifty(as_, seeded, clock):
    with seeded.write() as session:
        items = [NewEmployer(f"Namuna zavodi {number:03}", "KR") for number in range(120)]
        employers.record_all(session, items, by=FARIDA, on=clock())
    client, seen = as_("farida"), []
    for number in (1, 2, 3):
        page = client.get(LIST, params={"q": "namuna zavodi", "page": number}).text
        seen.append(re.findall(r'<a [^>]*href="[^"]*">(Namuna zavodi \d+)</a>', page))
    assert [len(one) for one in seen] == [50, 50, 20]
    assert len({name for one in seen for name in one}) == 120
    assert (
        'rel="next" href="/en/desk/employers?q=namuna+zavodi&amp;page=2"'
        in client.get(f"{LIST}?q=namuna zavodi").text
    )


@pytest.mark.parametrize("asked", ["%", "'; drop", "x" * 3_000, "&page=9", "<script>"])
def test_nonsense_finds_nothing_and_breaks_nothing(as_, asked):
    answer = as_("chinora").get(LIST, params={"q": asked, "page": "99999999999"})
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_an_attache_knows_those_of_their_country(as_, severny, hanbit):
    elyor = as_("elyor")
    assert "Hanbit" not in elyor.get(LIST).text
    assert (elyor.get(severny).status_code, elyor.get(hanbit).status_code) == (200, 404)


def test_one_page_tells_claims_sums_and_vacancies_and_that_it_was_opened(as_, seeded, severny):
    page = as_("elyor").get(severny).text
    for text in ("Alisher Invented", "Received: 1", "240,000", "Повар", "Published"):
        assert text in page
    assert list_reads(seeded) == [("employer", "open", "")]


def test_a_licensing_officer_reads_of_no_claim(as_, severny):
    page = as_("farida").get(severny).text
    assert "Повар" in page
    for text in ("Alisher", cast.CLAIM, "240,000", "Open claims"):
        assert text not in page


def test_a_claims_officer_reads_of_no_vetting(as_, severny):
    page = as_("chinora").get(severny).text
    assert cast.CLAIM in page
    assert "Повар" not in page


def test_an_attache_signs_the_opinion_of_their_post_once(as_, seeded, severny):
    client = as_("elyor")
    result = SAID | {"once": "k" * 20}
    for _ in "12":
        assert client.post(f"{severny}/opinions", data=result).headers["location"] == severny
    with seeded.read() as session:
        (row,) = opinions.history(session, opinions.employer_key(cast.SEVERNY.name, "RU"))
        assert (row.verdict, row.name) == (Opinion.DO_NOT_SEND, cast.SEVERNY.name)
    page = as_("farida").get(severny).text
    assert "Three claims unpaid since March" in page
    assert "Elyor" in page
    assert "Do not send workers" in as_("farida").get(LIST).text


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"opinion_verdict": ""}, "opinion_verdict"),
        ({"opinion_verdict": "bankrupt"}, "opinion_verdict"),
        ({"opinion_reason": "  "}, "opinion_reason"),
        ({"opinion_reason": "x" * 501}, "opinion_reason"),
        ({"opinion_reason": "a\x00b"}, "opinion_reason"),
    ],
)
def test_what_is_missing_is_said_beside_it_and_what_was_typed_stays(
    as_, seeded, severny, values, field
):
    page = as_("elyor").post(f"{severny}/opinions", data=SAID | values)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    if field == "opinion_verdict":
        assert SAID["opinion_reason"] in page.text
    with seeded.read() as session:
        assert opinions.history(session, opinions.employer_key(cast.SEVERNY.name, "RU")) == []


@pytest.mark.parametrize(
    ("name", "status"), [("davron", 404), ("chinora", 403), ("farida", 403), ("iroda", 403)]
)
def test_nobody_else_speaks_for_a_post(as_, severny, name, status):
    assert as_(name).post(f"{severny}/opinions", data=SAID).status_code == status
    assert "Sign the opinion" not in as_(name).get(severny).text


def test_it_is_taken_back_by_its_post_and_stays_to_be_read(as_, seeded, severny, hanbit):
    client = as_("elyor")
    assert send(client, severny, "opinions", **SAID).status_code == 303
    with seeded.read() as session:
        number = opinions.history(session, opinions.employer_key(cast.SEVERNY.name, "RU"))[
            0
        ].reference
    assert as_("davron").post(f"{hanbit}/opinions/{number}").status_code == 404, (
        "of another employer"
    )
    assert as_("elyor").post(f"{severny}/opinions/O-NONE").status_code == 404
    assert client.post(f"{severny}/opinions/{number}", data={"once": "q" * 20}).status_code == 303
    again = client.post(f"{severny}/opinions/{number}", data={"once": "r" * 20})
    assert again.status_code == 422
    assert "This opinion has already been withdrawn." in again.text
    assert "opinion withdrawn on" in client.get(severny).text


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru"])
def test_it_opens_in_every_language_of_the_staff(as_, severny, lang):
    client = as_("elyor")
    assert client.get(f"/{lang}/desk/employers").status_code == 200
    assert client.get(severny.replace("/en/", f"/{lang}/")).status_code == 200


def test_of_more_than_two_hundred_claims_the_most_urgent_are_offered(as_, seeded, clock, severny):
    with seeded.write() as session:
        for _ in range(employer_records.MAX_RESULTS):
            filed(session, "", on=clock())
        assert len(employer_records.find(session, "severny", by=CHINORA)) == 1
    page = as_("elyor").get(severny).text
    assert page.count('name="pick_') == employer_records.MAX_RESULTS
    assert "The 200 claims due soonest are shown." in page
