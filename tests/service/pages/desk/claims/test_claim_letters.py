"""Letters at the desk: chosen, seen as they are printed, made once, printed, declared void."""

import hashlib
import html
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import pypdfium2
import pytest

from catalog.core import journal
from matching.identity import persons
from service.casework import letters
from service.casework.claims import wage_claims
from service.casework.incidents import insurance
from service.casework.incidents.insurance import NewPolicy, PolicyProgress
from service.casework.letters.letter_request import LOCAL_LANGUAGES, Kind, available_languages
from service.casework.money import instalments, payments
from service.casework.money.instalments import NewInstalment
from service.casework.money.money_entries import Hand
from service.casework.scope.incident_tables import IncidentKind
from service.casework.workflow import claim_facts
from service.casework.workflow.claim_facts import NewFacts
from service.casework.workflow.claim_lines import LineCorrection
from tests.support import cast, sample_incidents, sample_money
from tests.support.letters import made

PAGE = f"/en/desk/wages/{cast.CLAIM}/letters"
TOLD = {"kind": "demand", "language": "ru"}


def hidden(page) -> dict[str, str]:
    found = re.findall(r'name="(once|seen|kind|language)" value="([^"]*)"', page.text)
    return dict(found)


def looked(client, **values):
    return client.post(f"{PAGE}/preview", data={"once": "k" * 20} | TOLD | values)


def make(client, **values):
    """Looks at a letter as its form shows it, and makes it."""
    return client.post(PAGE, data=TOLD | values | hidden(looked(client, **values)))


def words_of(page) -> str:
    """The letter on a page, as text alone."""
    article = page.text.split('<article class="letter"')[1].partition(">")[2].split("</article>")[0]
    return html.unescape(re.sub("<[^>]+>", " ", article))


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").replace("\ufffe", "").split())


def printed(pdf: bytes, number: str) -> str:
    """The words of a printed letter, without the number and page at the foot of each."""
    document, found = pypdfium2.PdfDocument(pdf), ""
    for place, page in enumerate(document, start=1):
        text = squeezed(page.get_textpage().get_text_range())
        foot = squeezed(f"{number} {place} / {len(document)}")
        assert text.count(foot) == 1
        found += text.replace(foot, "")
    return found


def pay(seeded, clock, country="RU"):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        paid = sample_money.new_payment(50_000_00, Hand.WORKER, on=clock.today)
        payments.receive(session, claim, paid, by=cast.CHINORA, on=clock(), day=clock.today)
        claim.country = country


def insure(seeded, clock):
    """Claim an insurance benefit on one of two policies that are on record."""
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        for line in wage_claims.lines(session, cast.CLAIM):
            line.component = "insurance"
        by = {"by": cast.ELYOR, "on": clock(), "day": cast.TODAY}
        row = sample_incidents.recorded(session, claim.citizen, IncidentKind.INJURY, on=clock())
        for insurer in ("Strakh", "Second"):
            policy = insurance.add(session, row, NewPolicy(insurer, f"Zq{insurer}"), **by)
            insurance.progress(session, row, PolicyProgress(policy.id, claim=cast.CLAIM), **by)
        return row.reference


EVERY = [
    (kind, language, country)
    for country in ("KR", "TR", "PL", "RU")
    for kind in Kind
    for language in available_languages(kind, country)
    if language is LOCAL_LANGUAGES.get(country) or country == "RU"
]


@pytest.mark.parametrize(("kind", "language", "country"), EVERY)
def test_what_is_shown_is_what_is_printed_word_for_word(
    as_, seeded, clock, kind, language, country
):
    pay(seeded, clock, country)
    if kind is Kind.INSURER:
        insure(seeded, clock)
    client = as_("chinora")
    own = {
        "kind": kind.value,
        "language": language.value,
        "first": "Own words, “quoted”\nof #two lines",
        "second": "Last $1",
    }
    seen = looked(client, **own)
    assert seen.status_code == 200
    answer = make(client, **own)
    number = answer.headers["location"].rpartition("/")[2]
    pdf = client.get(f"{PAGE}/{number}/pdf").content
    shown = seen.text.split('<article class="letter"')[1]
    for points in re.findall("<ol>.*?</ol>", shown, re.DOTALL):
        place = count(1)
        numbered = re.sub("<li>", lambda _, place=place: f"<li>{next(place)}. ", points)
        shown = shown.replace(points, numbered)
    listed = html.unescape(re.sub("<[^>]+>", " ", shown.partition(">")[2].split("</article>")[0]))
    assert squeezed(listed) == printed(pdf, number)
    assert words_of(client.get(f"{PAGE}/{number}")) == words_of(seen)


def test_a_letter_exists_only_when_it_is_made(as_, seeded):
    client = as_("chinora")
    assert "Требование о выплате" in looked(client).text
    with seeded.read() as session:
        assert letters.list_for_claim(session, cast.CLAIM) == []
    answer = make(client)
    assert answer.status_code == 303
    page = client.get(answer.headers["location"])
    assert page.status_code == 200
    assert "Demand letter to the employer" in client.get(PAGE).text
    assert "Demand letter to the employer" in client.get(f"/en/desk/wages/{cast.CLAIM}").text


def test_pressed_twice_it_is_one_letter(as_, seeded):
    client = as_("chinora")
    result = TOLD | hidden(looked(client))
    answers = [client.post(PAGE, data=result) for _ in range(3)]
    assert len({answer.headers["location"] for answer in answers}) == 1
    with seeded.read() as session:
        assert len(letters.list_for_claim(session, cast.CLAIM)) == 1


def test_pressed_twice_at_once_it_is_one_letter_too(as_, seeded):
    client = as_("chinora")
    result = TOLD | hidden(looked(client))
    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(lambda _: client.post(PAGE, data=result), range(4)))
    assert {answer.status_code for answer in answers} == {303}
    with seeded.read() as session:
        assert len(letters.list_for_claim(session, cast.CLAIM)) == 1


def test_sent_again_with_other_words_it_asks_and_then_makes_another(as_, seeded):
    client = as_("chinora")
    result = TOLD | hidden(looked(client))
    client.post(PAGE, data=result)
    other = client.post(PAGE, data=result | {"first": "Other words"})
    assert other.status_code == 422
    assert "This form has already been sent with different answers" in other.text
    assert "Other words" in other.text
    assert (
        client.post(PAGE, data=TOLD | {"first": "Other words"} | hidden(other)).status_code == 303
    )
    with seeded.read() as session:
        assert len(letters.list_for_claim(session, cast.CLAIM)) == 2


def test_what_was_changed_is_shown_before_it_is_made(as_, seeded):
    client = as_("chinora")
    result = TOLD | hidden(looked(client)) | {"first": "Typed after the look"}
    answer = client.post(PAGE, data=result)
    assert answer.status_code == 412
    assert "Typed after the look" in words_of(answer)
    assert (
        client.post(
            PAGE, data=TOLD | {"first": "Typed after the look"} | hidden(answer)
        ).status_code
        == 303
    )


def test_a_claim_that_changed_meanwhile_is_shown_before_it_is_made(as_, seeded, clock):
    client = as_("chinora")
    result = TOLD | hidden(looked(client))
    pay(seeded, clock)
    answer = client.post(PAGE, data=result)
    assert answer.status_code == 412
    assert "50 000" in words_of(answer).replace("\N{NO-BREAK SPACE}", " ")
    with seeded.read() as session:
        assert letters.list_for_claim(session, cast.CLAIM) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "poem"}, "kind"),
        ({"language": "ko"}, "language"),
        ({"language": "xx"}, "language"),
        ({"kind": "receipt"}, "kind"),
        ({"day": "2020-01-01"}, "day"),
        ({"day": "soon"}, "day"),
        ({"first": "x" * 2_001}, "first"),
        ({"to": "x" * 401}, "to"),
        ({"second": "\x00"}, "second"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field_and_nothing_is_lost(as_, values, field):
    client = as_("chinora")
    for page in (
        looked(client, **{"second": "kept"} | values),
        client.post(PAGE, data=TOLD | {"second": "kept"} | values),
    ):
        assert page.status_code == 422
        assert f'href="#{field}"' in page.text
        assert f'id="{field}"' in page.text
        assert field in ("kind", "language", "second") or ">kept</textarea>" in page.text


def test_the_file_is_the_one_that_was_made_and_is_kept_by_nobody_on_the_way(as_, seeded, clock):
    client = as_("chinora")
    number = make(client).headers["location"].rpartition("/")[2]
    clock.forward(minutes=10)
    answer = client.get(f"{PAGE}/{number}/pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'attachment; filename="{number}.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    with seeded.read() as session:
        assert (
            letters.list_for_claim(session, cast.CLAIM)[0].sha256
            == hashlib.sha256(answer.content).hexdigest()
        )


def test_declared_void_it_says_so_and_why(as_, seeded, clock):
    client = as_("chinora")
    number = make(client).headers["location"].rpartition("/")[2]
    route = f"{PAGE}/{number}/void"
    can_read = "The worker can read this in their own file."
    assert can_read in client.get(f"{PAGE}/{number}").text
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        sample_incidents.died(session, claim.citizen, on=clock())
    assert can_read not in client.get(f"{PAGE}/{number}").text
    empty = client.post(route, data={"once": "q" * 20, "reason": " "})
    assert empty.status_code == 422
    assert 'href="#reason"' in empty.text
    assert client.post(route, data={"once": "r" * 20, "reason": "A wrong sum"}).status_code == 303
    page = client.get(f"{PAGE}/{number}").text
    assert "This letter is void" in page
    assert "A wrong sum" in page
    assert client.post(route, data={"once": "s" * 20, "reason": "Again"}).status_code == 422


def test_a_supervisor_may_void_but_not_write(as_, seeded, clock):
    with seeded.write() as session:
        number = made(session, clock()).number
    client = as_("iroda")
    assert "Write the letter" not in client.get(PAGE).text
    assert client.post(f"{PAGE}/preview", data=TOLD).status_code == 403
    assert (
        client.post(f"{PAGE}/{number}/void", data={"once": "q" * 20, "reason": "Wrong"}).status_code
        == 303
    )


def test_a_letter_of_another_claim_is_not_here(as_, seeded, clock):
    with seeded.write() as session:
        other = wage_claims.file(
            session, cast.ALISHERS_CLAIM, by=cast.CHINORA, on=clock(), day=clock.today
        ).claim.reference
        number = made(session, clock(), claim=other).number
    client = as_("chinora")
    for route in (f"{PAGE}/{number}", f"{PAGE}/{number}/pdf", f"{PAGE}/L-NONE2222"):
        assert client.get(route).status_code == 404
    assert (
        client.post(f"{PAGE}/{number}/void", data={"once": "q" * 20, "reason": "x"}).status_code
        == 404
    )
    with seeded.read() as session:
        assert letters.get(session, number, by=cast.CHINORA).voided_at is None


def test_every_look_is_written_down(as_, seeded):
    client = as_("chinora")
    number = make(client).headers["location"].rpartition("/")[2]
    with seeded.read() as session:
        before = len(journal.history(session, "claim", cast.CLAIM))
    for route in (PAGE, f"{PAGE}/{number}", f"{PAGE}/{number}/pdf"):
        client.get(route)
    looked(client)
    with seeded.read() as session:
        assert [one.act for one in journal.history(session, "claim", cast.CLAIM)[before:]] == [
            "open"
        ] * 4


def test_the_words_of_a_letter_are_no_markup_of_the_page_either(as_):
    page = looked(
        as_("chinora"),
        first="<script>alert(1)</script>{{ 7*7 }}",
        to="<img src=x onerror=alert(1)>",
    )
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert "{{ 7*7 }}" in words_of(page)


def test_signs_that_cannot_be_printed_are_told_before_it_is_made(as_):
    page = looked(as_("chinora"), first="Thank you 😀")
    assert "cannot be printed and will be left out: 😀" in page.text
    assert "😀" not in words_of(page)


def test_a_letter_whose_person_was_erased_shows_no_words(as_, seeded, clock):
    with seeded.write() as session:
        row = made(session, clock())
        row.told, number = None, row.number
    client = as_("chinora")
    assert "The text of the letter was erased" in client.get(f"{PAGE}/{number}").text
    refused = client.get(f"{PAGE}/{number}/pdf")
    assert refused.status_code == 422
    assert "cannot be printed again" in refused.text


def test_what_a_letter_lacks_stands_beside_it_and_goes_when_it_is_recorded(as_, seeded):
    client = as_("chinora")
    lacking = looked(client).text
    for gap in ("The postal address of our office", "The address of the employer"):
        assert gap in lacking
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        claim.employer_address, claim.employer_number = "7 Invented Street", "7700000000"
    page = looked(client)
    assert "The address of the employer" not in page.text
    assert "7 Invented Street" in words_of(page)
    assert "The postal address of our office" in page.text
    assert "MUSOFIR_OFFICE" in page.text


def test_who_demands_all_before_an_agreed_instalment_is_due_is_warned(as_, seeded, clock):
    warning = "this letter demands the whole amount earlier"
    assert warning not in looked(as_("chinora")).text
    act = {"by": cast.CHINORA, "on": clock()}
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        facts = NewFacts(lines=[LineCorrection(1, agreed=300)])
        claim_facts.amend(session, claim, facts, **act)
        later = NewInstalment(300, "RUB", cast.TODAY + timedelta(days=60))
        instalments.set_schedule(session, claim, [later], day=cast.TODAY, **act)
    assert warning in looked(as_("chinora")).text
    assert warning not in looked(as_("chinora"), kind="complaint").text


def test_a_letter_that_names_a_passport_is_a_look_at_it(as_, seeded, clock):
    with seeded.write() as session:
        citizen = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA).citizen
        person = session.get_one(persons.Citizen, citizen)
        documents = persons.DocumentsInput(passport="AA1234567")
        persons.set_documents(session, person, documents, by=cast.CHINORA, on=clock())
    client = as_("chinora")
    for kind, looks in (("demand", 0), ("complaint", 1)):
        page = looked(client, kind=kind)
        assert ("AA1234567" in page.text) == bool(looks)
        with seeded.read() as session:
            written = journal.history(session, "citizen", citizen)
        assert [one.act for one in written].count("reveal") == looks


def test_who_writes_to_an_employer_for_a_benefit_alone_is_sent_to_the_insurer(as_, seeded, clock):
    warning = "Only an insurance benefit is claimed"
    assert warning not in looked(as_("chinora"), **TOLD).text
    incident = insure(seeded, clock)
    assert warning in looked(as_("chinora"), **TOLD).text
    page = looked(as_("chinora"), kind="insurer", language="en")
    assert warning not in page.text
    assert "Policy No. ZqStrakh" in " ".join(words_of(page).split())
    (other,) = re.findall(r'<option value="(\d+)">Second', page.text)
    page = looked(as_("chinora"), kind="insurer", language="en", policy=other, to="Strakh")
    assert "To Second" in " ".join(words_of(page).split())
    assert f'<option value="{other}" selected>Second' in page.text
    with seeded.read() as session:
        assert [one.act for one in journal.history(session, "incident", incident)][-1] == "open"


def test_who_writes_to_an_insurer_without_a_policy_reads_what_to_record_first(as_, seeded):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        claim.worked_from = claim.worked_to = None
        for line in wage_claims.lines(session, cast.CLAIM):
            line.component = "insurance"
    assert '<option value="insurer" selected>' in as_("chinora").get(PAGE).text
    page = looked(as_("chinora"), kind="insurer")
    assert page.status_code == 422
    assert "Record the policy in the incident" in page.text
