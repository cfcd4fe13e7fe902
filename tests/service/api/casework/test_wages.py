"""A wage claim by program: filed by whoever is owed, followed with its secret, worked on by the
post that has it."""

import pytest
from sqlalchemy import select

from catalog.core import exchange_rates
from catalog.core.actor import SYSTEM
from catalog.core.exchange_rates import NewRate
from catalog.reference import countries
from service import accounts
from service.casework.protection.referrals import Referral
from service.infra.idempotency import Once
from tests.support import cast
from tests.support.audit_asserts import cannot_write, list_reads

ADDRESS = f"/api/v1/wages/{cast.CLAIM}"
TOLD = {
    "employer": "Severny Dvor Stroy",
    "country": "RU",
    "worked_from": "2026-03-01",
    "worked_to": "2026-08-31",
    "lines": [{"component": "base_pay", "amount": 24_000_000, "currency": "RUB"}],
    "contact": {"name": "Alisher Invented", "phone": "90 000 00 01"},
    "story": "Six months, paid for three.",
}
STEP = {"to": "acknowledged", "next_action": "Look through the papers", "due": "2026-12-01"}
PAYMENT = {
    "amount": 1_200_000,
    "currency": "RUB",
    "payer": "employer",
    "on": "2026-11-24",
    "method": "bank",
}


def file(client, headers=None, **values):
    return client.post("/api/v1/wages", json=TOLD | values, headers=headers or {})


def test_a_claim_for_insurance_alone_shows_no_days_of_work_and_takes_no_wages_without(as_):
    benefit = {"component": "insurance", "amount": 500, "currency": "RUB"}
    client = as_("elyor", key=True)
    values = {name: value for name, value in TOLD.items() if not name.startswith("worked")}
    assert client.post("/api/v1/wages", json=values).status_code == 422
    number = client.post("/api/v1/wages", json=values | {"lines": [benefit]}).json()["reference"]
    at = f"/api/v1/wages/{number}"
    shown = client.get(at)
    assert (shown.json()["worked_from"], shown.json()["worked_to"]) == (None, None)
    new = {"lines": [{"component": "base_pay", "amount": 5, "currency": "RUB"}], "reason": "Found"}
    match = {"if-match": '"1"'}
    assert client.patch(at, json=new, headers=match).status_code == 422
    days = {"worked_from": "2026-03-01", "worked_to": "2026-08-31"}
    assert client.patch(at, json=new | days, headers=match).json()["worked_to"] == "2026-08-31"


def test_a_citizen_files_without_a_key_and_follows_with_the_secret(client):
    filed = file(client)
    assert filed.status_code == 201
    result = client.get(
        f"/api/v1/wages/{filed.json()['reference']}",
        headers={"x-claim-secret": filed.json()["secret"]},
    )
    claim = result.json()
    assert (claim["state"], claim["channel"], claim["post"]) == (
        "received",
        "website",
        "RU-MOSCOW-EMB",
    )
    assert (claim["balances"][0]["claimed"], claim["story"]) == (
        24_000_000,
        "Six months, paid for three.",
    )
    assert (claim["may_go_to"], claim["notes"]) == ([], [])


def test_a_child_and_work_at_home_are_taken_and_told_who_is_responsible(client, seeded, clock):
    with seeded.write() as session:
        countries.state_fact(session, cast.HOME_FACT, by=cast.FARIDA, on=clock())
    contact = TOLD["contact"] | {"age_band": "under_18"}
    filed = file(client, {"accept-language": "ru"}, country="UZ", contact=contact)
    assert filed.status_code == 201
    assert filed.json()["responsible"]["bodies"] == [
        {"sentence": "Придумано", "source": "Invented for tests"}
    ]
    assert file(client).json()["responsible"] is None
    with seeded.read() as session:
        assert [row.urgency for row in session.execute(select(Referral)).scalars()] == ["emergency"]


def test_a_replay_gives_the_same_secret_which_is_kept_nowhere(client, seeded):
    first, again = (file(client, {"idempotency-key": "my-claim"}) for _ in range(2))
    assert first.content == again.content
    with seeded.read() as session:
        kept = session.execute(select(Once.answer)).scalars().all()
    assert first.json()["reference"].encode() in kept[0]
    assert all(first.json()["secret"].encode() not in answer for answer in kept)


def test_a_wrong_secret_is_answered_as_a_wrong_reference(client):
    filed = file(client).json()
    wrong = client.get(f"/api/v1/wages/{filed['reference']}", headers={"x-claim-secret": "WRONG"})
    nothing = client.get("/api/v1/wages/W-NOTHING", headers={"x-claim-secret": filed["secret"]})
    assert (wrong.status_code, nothing.status_code) == (404, 404)
    assert wrong.json() | {"request_id": ""} == nothing.json() | {"request_id": ""}


def test_an_officers_claim_says_that_it_was_filed_in_person(as_):
    number = file(as_("elyor", key=True)).json()["reference"]
    assert as_("elyor", key=True).get(f"/api/v1/wages/{number}").json()["channel"] == "in_person"


def test_another_posts_claim_is_answered_as_none(as_):
    client = as_("davron", key=True)
    asked = [
        client.get(ADDRESS),
        client.get(ADDRESS + "/history"),
        client.get("/api/v1/wages/W-NOTHING"),
    ]
    asked += [
        client.post(f"{ADDRESS}/{what}", json=body)
        for what, body in (("steps", STEP), ("payments", PAYMENT), ("notes", {"text": "x"}))
    ]
    asked += [client.patch(ADDRESS, json={"city": "Tver"}, headers={"if-match": '"1"'})]
    assert {answer.status_code for answer in asked} == {404}
    assert len({str(answer.json() | {"request_id": ""}) for answer in asked}) == 1


@pytest.mark.parametrize(
    ("name", "status"),
    [
        (None, 401),
        ("mallory", 401),
        ("barno", 404),
        ("jamshid", 403),
        ("iroda", 200),
        ("chinora", 200),
    ],
)
def test_a_claim_is_read_by_those_who_may(as_, name, status):
    assert as_(name, key=bool(name)).get(ADDRESS).status_code == status


def test_a_claim_is_taken_step_by_step(as_):
    client = as_("elyor", key=True)
    moved = client.post(ADDRESS + "/steps", json=STEP, headers={"idempotency-key": "first-step"})
    again = client.post(ADDRESS + "/steps", json=STEP, headers={"idempotency-key": "first-step"})
    assert (moved.status_code, moved.json()) == (
        201,
        {"reference": cast.CLAIM, "state": "acknowledged", "version": 2},
    )
    assert moved.content == again.content
    history = client.get(ADDRESS + "/history").json()["items"]
    assert [(one["came_from"], one["to"]) for one in history] == [("received", "acknowledged")]


def test_a_step_that_is_not_allowed_is_refused_with_its_reason(as_):
    answer = as_("elyor", key=True).post(ADDRESS + "/steps", json=STEP | {"to": "paid_in_full"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "step-not-allowed")


def test_a_payment_freezes_its_rate(as_):
    client = as_("elyor", key=True)
    paid = client.post(ADDRESS + "/payments", json=PAYMENT)
    assert (paid.status_code, paid.json()["reference"], paid.json()["usd"]) == (
        201,
        cast.CLAIM,
        14_667,
    )
    claim = client.get(ADDRESS).json()
    assert (claim["payments"][0]["rate_on"], claim["payments"][0]["rate_source"]) == (
        "2026-11-20",
        "invented",
    )
    assert (
        claim["balances"][0] | {"received": 1_200_000, "paid_out": 1_200_000, "due": 24_000_000}
        == claim["balances"][0]
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"on": "2026-11-26"}, "on"),
        ({"on": "2026-02-28"}, "on"),
        ({"on": "0001-01-01"}, "on"),
        ({"amount": 10**13 + 1}, "amount"),
        ({"currency": "RUR"}, "currency"),
        ({"payer": "uncle"}, "payer"),
    ],
)
def test_a_payment_that_cannot_be_is_refused(as_, values, field):
    answer = as_("elyor", key=True).post(ADDRESS + "/payments", json=PAYMENT | values)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_the_largest_sum_in_the_dearest_money_is_still_converted(as_, seeded, clock):
    with seeded.write() as session:
        exchange_rates.load(
            session, [NewRate("KWD", clock.today, 330_000, "invented")], by=SYSTEM, on=clock()
        )
    result = PAYMENT | {"on": "2026-11-25", "amount": 10**13, "currency": "KWD"}
    result |= {"confirm": ["more_than_owed", "implausible"]}
    answer = as_("elyor", key=True).post(ADDRESS + "/payments", json=result)
    assert answer.status_code == 201
    assert answer.json()["uzs"] > 10**15


@pytest.mark.parametrize("why", ["settled_directly", "outside_competence"])
def test_no_program_closes_a_claim_unchecked_without_a_word(as_, why):
    client, step = as_("elyor", key=True), {"to": "closed", "closing_reason": why}
    refused = client.post(ADDRESS + "/steps", json=step | {"reason": " "})
    problem = refused.json()
    found = refused.status_code, problem["type"], problem["errors"][0]["field"]
    assert found == (422, "/problems/closing-explanation-needed", "reason")
    explained = step | {"reason": "The worker called: the employer paid"}
    assert client.post(ADDRESS + "/steps", json=explained).status_code == 201


def test_a_payment_after_closing_is_refused(as_):
    client = as_("elyor", key=True)
    closed = {"to": "closed", "closing_reason": "outside_competence", "reason": "Sent to a court"}
    for step in (STEP, closed):
        assert client.post(ADDRESS + "/steps", json=step).status_code == 201
    refused = client.post(ADDRESS + "/payments", json=PAYMENT)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/closed-claim")


@pytest.mark.parametrize("token", ["Bearer msf_unknown", "Basic YTpi", "msf_unknown", "Bearer "])
def test_whoever_sends_a_key_that_is_not_known_is_no_visitor(client, token):
    assert file(client, {"authorization": token}).status_code == 401
    assert client.get("/en/vacancies", headers={"authorization": token}).status_code == 401


def test_the_key_of_a_disabled_account_files_nothing(as_, seeded, clock):
    client = as_("elyor", key=True)
    with seeded.write() as session:
        accounts.find(session, cast.email("elyor")).disabled_at = clock()
    assert file(client).status_code == 401


def test_a_note_is_for_those_who_work_on_it(as_, client):
    filed = file(as_()).json()
    noted = as_("elyor", key=True).post(
        f"/api/v1/wages/{filed['reference']}/notes", json={"text": "Called."}
    )
    assert (noted.status_code, noted.json()) == (201, {"reference": filed["reference"]})
    seen = as_("elyor", key=True).get(f"/api/v1/wages/{filed['reference']}").json()
    mine = (
        as_()
        .get(f"/api/v1/wages/{filed['reference']}", headers={"x-claim-secret": filed["secret"]})
        .json()
    )
    assert ([one["text"] for one in seen["notes"]], mine["notes"]) == (["Called."], [])


def test_facts_are_put_right_by_whoever_has_read_them(as_):
    client = as_("elyor", key=True)
    mark = client.get(ADDRESS).headers["etag"]
    values = {"employer": "Severny Dvor OOO", "lines": [{"number": 1, "documented": 18_000_000}]}
    right = client.patch(ADDRESS, json=values, headers={"if-match": mark})
    assert (right.status_code, right.headers["etag"], right.json()["version"]) == (200, '"2"', 2)
    assert (right.json()["employer"], right.json()["balances"][0]["documented"]) == (
        "Severny Dvor OOO",
        18_000_000,
    )


def test_a_changed_line_is_a_new_version(as_):
    client = as_("elyor", key=True)
    right = client.patch(
        ADDRESS, json={"lines": [{"number": 1, "agreed": 5}]}, headers={"if-match": '"1"'}
    )
    assert right.headers["etag"] == client.get(ADDRESS).headers["etag"] == '"2"'


@pytest.mark.parametrize(
    ("headers", "status"), [({}, 428), ({"if-match": '"7"'}, 412), ({"if-match": 'W/"1"'}, 412)]
)
def test_nobody_writes_over_what_they_have_not_read(as_, headers, status):
    client = as_("elyor", key=True)
    assert client.patch(ADDRESS, json={"city": "Tver"}, headers=headers).status_code == status
    assert client.get(ADDRESS).json()["city"] == "Moscow"


@pytest.mark.parametrize(
    "body",
    [
        {"state": "closed"},
        {"post": "KR-SEOUL-EMB"},
        {"version": 9},
        {"lines": [{"number": 1, "claimed": 1}]},
    ],
)
def test_neither_state_nor_post_can_be_set(as_, body):
    answer = as_("elyor", key=True).patch(ADDRESS, json=body, headers={"if-match": '"1"'})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "unexpected")


def test_a_line_that_is_not_there_is_not_found(as_):
    answer = as_("elyor", key=True).patch(
        ADDRESS, json={"lines": [{"number": 9, "agreed": 1}]}, headers={"if-match": "*"}
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (404, "/lines/0/number")


def test_every_wrong_answer_is_told_at_once_with_its_place(client):
    lines, contact = (
        [{"component": "tips", "amount": -1, "currency": "rub"}],
        {"phone": "+998 90 000 00 01"},
    )
    answer = file(client, lines=lines, contact=contact, worked_from="March")
    assert {one["pointer"] for one in answer.json()["errors"]} == {
        "/lines/0/component",
        "/lines/0/amount",
        "/lines/0/currency",
        "/contact/name",
        "/worked_from",
    }


def test_a_phone_that_is_none_is_told_beside_the_contact(client):
    answer = file(client, contact={"name": "A", "phone": "call me"})
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/contact/phone"]


def test_a_key_of_one_scope_opens_that_route_only(as_):
    client = as_("elyor", key=True, scopes=("wages:read",))
    assert (
        client.get(ADDRESS).status_code,
        client.post(ADDRESS + "/steps", json=STEP).status_code,
    ) == (200, 403)


def test_a_key_that_may_only_write_is_not_told_the_claim_by_amending_it(as_):
    client = as_("elyor", key=True, scopes=("wages:write",))
    assert (
        client.patch(ADDRESS, json={"city": "Tver"}, headers={"if-match": '"1"'}).status_code == 403
    )


@pytest.mark.parametrize("route", ["", "/history"])
def test_opening_a_claim_is_in_the_journal_and_without_it_there_is_no_answer(
    as_, seeded, app_state, monkeypatch, route
):
    client = as_("elyor", key=True)
    assert client.get(ADDRESS + route).status_code == 200
    assert list_reads(seeded) == [("claim", "open", "")]
    cannot_write(app_state.database, monkeypatch)
    assert client.get(ADDRESS + route).status_code == 503


def test_amending_nothing_is_opening_too(as_, seeded):
    assert (
        as_("elyor", key=True).patch(ADDRESS, json={}, headers={"if-match": "*"}).status_code == 200
    )
    assert list_reads(seeded) == [("claim", "open", "")]


def test_a_worker_who_follows_their_own_claim_opens_nobodys_file(as_, seeded):
    filed = file(as_()).json()
    secret = {"x-claim-secret": filed["secret"]}
    address = f"/api/v1/wages/{filed['reference']}"
    assert as_().get(address, headers=secret).status_code == 200
    assert list_reads(seeded) == []
    assert as_("elyor", key=True).get(address, headers=secret).status_code == 200
    assert list_reads(seeded) == [("claim", "open", "")], (
        "an officer who holds the secret is still an officer"
    )
