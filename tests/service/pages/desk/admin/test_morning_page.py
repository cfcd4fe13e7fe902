"""The morning list as an attaché or a claims officer opens it: its parts, its size, what it asks of
the database."""

import re
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import event, select
from sqlmodel import col

from catalog.core.actor import SYSTEM, VISITOR
from catalog.reference.countries import Mark
from matching.identity.persons import NewCitizen
from service import accounts
from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.money import payments
from service.casework.money.money_entries import Hand
from service.casework.workflow import activities, post_acceptance
from service.casework.workflow.activities import ClaimAct, NewAct
from service.casework.worklists import service_level_rules
from service.casework.worklists.service_level_rules import NewClock
from tests.support import cast, sample_money
from tests.support.cast import ELYOR, TODAY

LIST = "/en/desk/morning"


def fill(seeded, clock, count, start=0):
    """So many claims in each part that has claims: new, to be heard, overdue, due today and
    held."""
    with seeded.write() as session:
        for number in range(start, start + count):
            _claim(session, clock, number).state = ClaimState.ASSIGNED_TO_POST.value
            heard = NewAct(
                activities.Kind.HEARING,
                "Go to the court",
                TODAY + timedelta(days=2),
                TODAY,
                "18:00",
            )
            activities.log(
                session, _claim(session, clock, number), heard, by=ELYOR, on=clock(), day=TODAY
            )
            _claim(session, clock, number).due = TODAY - timedelta(days=2)
            held = _claim(session, clock, number)
            held.due = TODAY + timedelta(days=1)
            paid = sample_money.new_payment(500_00, Hand.HELD)
            payments.receive(session, held, paid, by=ELYOR, on=clock(), day=TODAY)
            new_session = NewSession(
                Channel.HOTLINE,
                Topic.UNPAID_WAGES,
                Level.ADVICE,
                Outcome.EXPLAINED,
                "RU",
                name="Caller",
            )
            new_session = msgspec.structs.replace(new_session, follow_up_on=TODAY)
            advice_sessions.log(session, new_session, by=ELYOR, on=clock(), day=TODAY)


def _claim(session, clock, number):
    result = msgspec.structs.replace(
        cast.ALISHERS_CLAIM, contact=NewCitizen(f"Worker {number} Invented")
    )
    return wage_claims.file(session, result, by=VISITOR, on=clock(), day=TODAY).claim


def main(page):
    return page.text.split("<main")[1].split("</main")[0]


def part(page, name):
    return page.text.split(f'<section id="{name}">')[1].split("</section>")[0]


def counts(page):
    return {
        name: int(n)
        for name, n in re.findall(r'<section id="(\w+)"><h2>[^<]*: ([\d,]+)</h2>', page.text)
    }


@pytest.fixture
def asked(app_state):
    """Every question that the database is asked."""
    questions: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        questions.append(statement)

    event.listen(app_state.database.engine, "before_cursor_execute", note)
    yield questions
    event.remove(app_state.database.engine, "before_cursor_execute", note)


def test_each_part_says_how_many_there_are_in_the_order_of_the_morning(as_, seeded, clock):
    fill(seeded, clock, 2)
    page = as_("elyor").get(LIST)
    assert list(counts(page).items()) == [
        ("new", 2),
        ("notes", 0),
        ("hearings", 2),
        ("court", 0),
        ("overdue", 2),
        ("late", 0),
        ("today", 1),
        ("held", 2),
        ("silent", 0),
        ("calls", 2),
    ]
    assert "Moscow time" in page.text
    assert page.headers["cache-control"] == "no-store"


def test_a_row_says_who_against_whom_which_what_next_and_by_when(as_, seeded, clock):
    fill(seeded, clock, 1)
    page = as_("elyor").get(LIST)
    row = part(page, "hearings")
    for text in (
        "Worker 0 Invented",
        "Severny Dvor Stroy",
        "/en/desk/wages/W-",
        "Go to the court",
        "18:00",
    ):
        assert text in row
    assert "2 days overdue" in part(page, "overdue")
    assert "due today" in part(page, "today")
    assert "₽500" in part(page, "held")
    assert "Caller" in part(page, "calls")


def test_the_desk_and_the_morning_list_do_not_count_overdue_claims_differently(as_, seeded, clock):
    """One claim is overdue and stands under hearings, one is late by a service level alone."""
    level = NewClock("acknowledge", 1, TODAY, None, Mark.SOURCED, "invented.example")
    fill(seeded, clock, 2)
    with seeded.write() as session:
        service_level_rules.load(session, [level], by=SYSTEM, on=clock())
        heard = select(Claim).join(ClaimAct, col(ClaimAct.claim) == col(Claim.reference))
        session.execute(heard.limit(1)).scalar_one().due = TODAY - timedelta(days=1)
        _claim(session, clock, 9).filed_at = clock() - timedelta(days=9)
    client = as_("elyor")
    page, desk = client.get(LIST), client.get("/en/desk").text
    assert (counts(page)["overdue"], counts(page)["late"]) == (2, 1)
    assert "1 more overdue claim stands above" in part(page, "overdue")
    assert '<span class="big">3</span> claims are overdue' in desk
    assert "1 more is not overdue but late" in desk
    assert "3 are overdue" in client.get("/en/desk/wages").text


def test_the_number_of_questions_does_not_grow_with_the_list(as_, seeded, clock, asked):
    client, texts = as_("elyor"), []
    fill(seeded, clock, 1)
    for more in (4, 45):
        fill(seeded, clock, more, start=len(texts) * 5 + 1)
        asked.clear()
        assert client.get(LIST).status_code == 200
        texts.append(len(asked))
    assert texts[0] == texts[1], texts
    assert texts[0] <= 47, texts


def test_the_page_is_small_also_where_much_waits(as_, seeded, clock):
    """Sixty rows, twenty of them with two buttons, in the script that takes most bytes."""
    with seeded.write() as session:
        for number in range(20):
            _claim(session, clock, number).state = ClaimState.ASSIGNED_TO_POST.value
            _claim(session, clock, number).due = TODAY - timedelta(days=2)
            _claim(session, clock, number)
    client = as_("elyor")
    page = client.get("/uz-Cyrl/desk/morning")
    assert page.text.count('class="ref"') == 60
    assert page.text.partition("<main")[2].count("<form") == 40
    assert len(page.content) <= 43_500, len(page.content)


def test_twenty_rows_of_a_part_and_a_way_to_the_rest(as_, seeded, clock):
    fill(seeded, clock, 51)
    client = as_("elyor")
    page = client.get(LIST)
    assert part(page, "hearings").count('class="ref"') == 20
    assert f'href="{LIST}?part=hearings"' in part(page, "hearings")
    one = client.get(f"{LIST}?part=hearings")
    assert list(counts(one).items()) == [("hearings", 51)]
    assert main(one).count('class="ref"') == 50
    assert main(client.get(f"{LIST}?part=hearings&page=2")).count('class="ref"') == 1


@pytest.mark.parametrize(
    "query", ["?part=nonsense", "?part=", "?page=9999999", "?part=held&page=-1", "?part[]=x"]
)
def test_an_odd_address_is_the_list(as_, query):
    assert as_("elyor").get(LIST + query).status_code == 200


def test_a_new_claim_is_accepted_and_another_returned_on_its_row(as_, seeded, clock):
    fill(seeded, clock, 2)
    client = as_("elyor")
    for place, more in ((1, {}), (2, {"post_reason": "Another district."})):
        form = part(client.get(LIST), "new").split("<form")[place]
        result = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) | more
        answer = client.post(re.search(r'action="([^"]+)"', form)[1], data=result)
        assert (answer.status_code, answer.headers["location"]) == (303, LIST)
    assert counts(client.get(LIST))["new"] == 0
    with seeded.read() as session:
        mine = accounts.find(session, cast.email("elyor")).reference
        rows = {one.owner: one for one in cast.seen(session, by=cast.IRODA)}
        assert {mine, wage_claims.DESK} <= set(rows)
        assert wage_claims.next_action(session, rows[mine]) == post_acceptance.FIRST_ACTION, (
            "the worker reads it in their own language"
        )
        assert rows[mine].due == TODAY + post_acceptance.RETURN_PERIOD


def test_what_is_wrong_on_a_row_is_said_on_the_page_of_its_claim(as_, seeded, clock):
    fill(seeded, clock, 1)
    client = as_("elyor")
    form = part(client.get(LIST), "new").split("<form")[2]
    result = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) | {"post_reason": ""}
    answer = client.post(re.search(r'action="([^"]+)"', form)[1], data=result)
    assert answer.status_code == 422
    assert 'href="#post_reason"' in answer.text


def test_a_claims_officer_sees_what_waits_at_the_posts_and_no_buttons(as_, seeded, clock):
    fill(seeded, clock, 1)
    new = part(as_("chinora").get(LIST), "new")
    assert "Worker 0 Invented" in new
    assert "<form" not in new


def test_another_post_sees_nothing_of_it(as_, seeded, clock):
    fill(seeded, clock, 2)
    page = as_("davron").get(LIST)
    assert sum(counts(page).values()) == 0
    assert not re.search(r"Worker \d", main(page))


def test_somebody_erased_is_a_row_without_a_name(as_, seeded, clock):
    fill(seeded, clock, 1)
    with seeded.write() as session:
        for claim in cast.seen(session, by=cast.IRODA):
            person = session.get_one(wage_claims.Citizen, claim.citizen)
            person.name = ""
    page = as_("elyor").get(LIST)
    assert "No name" in page.text
    assert not re.search(r"Worker \d", main(page))


@pytest.mark.parametrize(
    ("name", "status"),
    [(None, 401), ("alisher", 403), ("hamid", 403), ("komila", 403), ("iroda", 200)],
)
def test_who_may_open_it(as_, name, status):
    assert as_(name).get(LIST).status_code == status


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "en", "kaa"])
def test_it_stands_in_every_language(as_, seeded, clock, lang):
    fill(seeded, clock, 1)
    assert as_("elyor").get(f"/{lang}/desk/morning").status_code == 200


def test_the_desk_leads_to_it(as_):
    assert f'href="{LIST}"' in main(as_("elyor").get("/en/desk"))
    assert f'href="{LIST}"' not in as_("komila").get("/en/desk").text
