"""Sent again and again, and two at once: one row of each, and nobody's words are written over in
silence."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from threading import Barrier
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog.core import corrections, journal
from catalog.core.corrections import Correction
from catalog.reference import country_measures
from catalog.reference.country_measures import MeasureKind, NewMeasure
from i18n import Language
from matching.identity import deaths, persons
from matching.identity.persons import Citizen, NewCitizen
from service.accounts import login_sessions, phone_login
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.employers.early_warnings import AlertAction
from service.casework.incidents import death_confirmation, incidents, relatives
from service.casework.incidents.death_confirmation import TakingBack
from service.casework.incidents.relatives import SharesAboveWhole
from service.casework.money.money_entries import Payment
from service.casework.scope import advice_tables
from service.casework.scope.incident_tables import Incident, IncidentKind
from service.casework.workflow import notes, state_machine
from service.casework.workflow.state_machine import Step
from service.web import context
from tests.service.api.casework import test_wages as program
from tests.service.approvals.test_claim_person import move as move_person
from tests.service.casework.employers.test_early_warnings import alert
from tests.service.pages.desk.advice import test_session_to_claim as form
from tests.service.pages.desk.claims import test_claim_page as page
from tests.support import cast, sample_incidents

API, KEY = f"/api/v1/wages/{cast.CLAIM}", {"idempotency-key": "the-same-key"}
RUNNERS = 4
# Two at the same moment on PostgreSQL: one may be told to try again, and then hears the first
# answer. A program that named no version is never told that it is an older one.
AGAIN = {True: {409}, False: {409, 412}}


class Sent(msgspec.Struct):
    """What is sent again and again: by whom, how, and of which table one more row may come of
    it."""

    name: str
    by_key: bool
    send: Callable[[Any, dict[str, str]], Any]
    table: type


def _program(route: str, values: dict[str, Any]) -> Callable[[Any, dict[str, str]], Any]:
    return lambda client, _: client.post(route, json=values, headers=KEY)


def _form(route: str, values: dict[str, str]) -> Callable[[Any, dict[str, str]], Any]:
    return lambda client, hidden: client.post(f"{page.PAGE}/{route}", data=hidden | values)


def _filed(client: Any, hidden: dict[str, str]) -> Any:
    return client.post(f"{hidden['session']}/claim", data=form.OWED | {"once": "z" * 20})


SENT = {
    "claim by program": Sent("elyor", True, _program("/api/v1/wages", program.TOLD), Claim),
    "payment by program": Sent(
        "elyor", True, _program(f"{API}/payments", program.PAYMENT), Payment
    ),
    "step by program": Sent("elyor", True, _program(f"{API}/steps", program.STEP), Step),
    "correction by program": Sent(
        "elyor",
        True,
        _program(f"{API}/corrections", {"reason": "Slip", "city": "Tver"}),
        Correction,
    ),
    "claim by form": Sent("barno", False, _filed, Claim),
    "payment by form": Sent("chinora", False, _form("payments", page.PAID), Payment),
    "step by form": Sent("chinora", False, _form("steps", page.STEP), Step),
}


def counted(seeded, table: type) -> int:
    with seeded.read() as session:
        return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def sent_so_often(as_, seeded, one: Sent, times: int) -> None:
    client, before = as_(one.name, key=one.by_key), counted(seeded, one.table)
    hidden = {} if one.by_key else _hidden(client, seeded, one)
    with ThreadPoolExecutor(RUNNERS) as runners:
        answers = list(runners.map(lambda _: one.send(client, hidden), range(times - 1)))
    answers.append(one.send(client, hidden))
    statuses = {answer.status_code for answer in answers} - AGAIN[one.by_key]
    assert len(statuses) == 1, statuses
    assert statuses <= {200, 201, 303}
    assert len({answer.content for answer in answers if answer.status_code in statuses}) == 1, (
        "and the same answer each time"
    )
    assert counted(seeded, one.table) == before + 1
    with seeded.read() as session:
        assert journal.verify(session) is None


def _hidden(client, seeded, one: Sent) -> dict[str, str]:
    if one.table is not Claim:
        return page.hidden(client)
    with seeded.read() as session:
        asked = select(col(advice_tables.Session.reference)).where(
            col(advice_tables.Session.country) == "RU"
        )
        return {"session": f"/en/desk/advice/{session.execute(asked).scalars().one()}"}


@pytest.mark.parametrize("name", SENT)
def test_what_is_sent_again_and_again_is_one_row(as_, seeded, name):
    sent_so_often(as_, seeded, SENT[name], 84)


def test_of_corrections_at_the_same_moment_one_is_a_version_and_the_others_are_refused(as_, seeded):
    client = as_("elyor", key=True)

    def correct(number: int) -> int:
        sent = {"reason": "Slip", "city": f"Town {number}"}
        return client.post(f"{API}/corrections", json=sent, headers={"if-match": '"1"'}).status_code

    with ThreadPoolExecutor(RUNNERS) as runners:
        texts = sorted(runners.map(correct, range(RUNNERS)))
    assert texts == [201, 412, 412, 412]
    with seeded.read() as session:
        (version,) = corrections.history(session, "claim", cast.CLAIM)
        row = session.execute(select(Claim).where(col(Claim.reference) == cast.CLAIM)).scalar_one()
        assert version.changes[0].after == row.city


def test_payments_to_one_claim_at_the_same_moment_are_all_kept(as_, seeded):
    client, before = as_("elyor", key=True), counted(seeded, Payment)
    with ThreadPoolExecutor(RUNNERS) as runners:
        paid = program.PAYMENT | {"confirm": ["same_again", "more_than_owed"]}
        send = lambda _: client.post(f"{API}/payments", json=paid)  # noqa: E731
        answers = list(runners.map(send, range(24)))
    assert {answer.status_code for answer in answers} == {201}
    assert counted(seeded, Payment) == before + 24


def test_a_note_written_while_a_claim_moves_to_another_person_is_of_that_person(seeded, clock):
    """Whichever is first, on PostgreSQL: a note before the move is encrypted again, one after it
    with the other person's key. SQLite admits one writer at a time."""
    if seeded.sqlite:
        return
    with seeded.write() as session:
        brother = persons.record(
            session, NewCitizen("Botir Sherov"), by=cast.ELYOR, on=clock()
        ).reference

    def move() -> None:
        with seeded.write() as session:
            move_person(session, clock, brother)

    with ThreadPoolExecutor(1) as other:
        with seeded.write() as session:
            claim = wage_claims.get(session, cast.CLAIM, by=cast.ELYOR)
            notes.add(session, claim, "Before", by=cast.ELYOR, on=clock())
            moving = other.submit(move)
            with pytest.raises(TimeoutError):
                moving.result(1)
        moving.result(20)
    with seeded.write() as session:
        brother = persons.record(
            session, NewCitizen("Anvar Sherov"), by=cast.ELYOR, on=clock()
        ).reference
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.ELYOR)
        move()
        notes.add(session, claim, "After", by=cast.ELYOR, on=clock())
    with seeded.read() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.ELYOR)
        assert claim.citizen == brother
        assert [text for _, text in notes.list_for_claim(session, claim)] == ["Before", "After"]


@pytest.mark.slow
@pytest.mark.parametrize("name", SENT)
def test_what_is_sent_five_hundred_times_is_one_row(as_, seeded, name):
    sent_so_often(as_, seeded, SENT[name], 500)


# --- two officers
# --------------------------------------------------------------------------------------------------


@pytest.fixture
def two(as_):
    """Two officers at once before the same route."""

    def headers(name: str) -> dict[str, str]:
        client = as_(name)
        return {
            "cookie": f"{context.COOKIE}={client.cookies[context.COOKIE]}",
            context.TOKEN: client.headers[context.TOKEN],
        }

    both = [headers("chinora"), headers("elyor")]
    return as_(), both


def raced(client, both, route: str, items: list[dict[str, str]]) -> list[Any]:
    """Both saw the same page; both send at the same moment. Whose was kept, and what the other was
    answered."""
    with ThreadPoolExecutor(2) as runners:

        def send(officer: dict[str, str], words: dict[str, str]) -> Any:
            return client.post(f"{page.PAGE}/{route}", data=words, headers=officer)

        return list(runners.map(send, both, items))


def seen(session, number: int, words: dict[str, str]) -> dict[str, str]:
    claim = session.get_one(Claim, cast.CLAIM)
    return {"version": str(claim.version), "seen": claim.state, "once": f"{number:020d}"} | words


def one_of_two(answers, words: list[str]) -> str:
    """The words that were kept; those of the other are still in their form."""
    assert sorted(answer.status_code for answer in answers) == [303, 412]
    lost = [answer.status_code for answer in answers].index(412)
    assert f'value="{words[lost]}"' in answers[lost].text, "what they typed is kept"
    assert "Your changes have not been saved yet" in answers[lost].text
    return words[1 - lost]


def stepped(seeded, two, times: int) -> None:
    """The claim goes to and fro between talks and an offer; each time two officers move it with the
    same version."""
    with seeded.write() as session:
        session.get_one(Claim, cast.CLAIM).state = ClaimState.NEGOTIATION
    for number in range(times):
        with seeded.read() as session:
            at = session.get_one(Claim, cast.CLAIM).state
            to = {
                "to": "settlement_offered" if at == "negotiation" else "negotiation",
                "due": "2026-12-01",
            }
            words = [f"Action {number} of {name}" for name in ("Chinora", "Elyor")]
            items = [
                seen(session, 2 * number + place, to | {"next_action": text})
                for place, text in enumerate(words)
            ]
        kept = one_of_two(raced(*two, "steps", items), words)
        with seeded.read() as session:
            claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
            assert wage_claims.next_action(session, claim) == kept
            assert len(state_machine.history(session, claim)) == number + 1
    with seeded.read() as session:
        acts = [entry.act for entry in journal.history(session, "claim", cast.CLAIM)]
        assert acts.count("step") == times
        assert journal.verify(session) is None


def amended(seeded, two, times: int) -> None:
    for number in range(times):
        words = [f"{2 * number + place + 1}" for place in range(2)]
        with seeded.read() as session:
            items = [
                seen(session, 2 * number + place, {"documented_1": text, "agreed_1": text})
                for place, text in enumerate(words)
            ]
        kept = one_of_two(raced(*two, "amounts", items), words)
        with seeded.read() as session:
            line = wage_claims.lines(session, cast.CLAIM)[0]
            assert (line.documented, line.agreed) == (int(kept) * 100, int(kept) * 100)


RACES = {"steps": stepped, "amounts": amended}


@pytest.mark.parametrize("what", RACES)
def test_of_two_who_change_at_once_one_is_refused_and_keeps_their_words(seeded, two, what):
    RACES[what](seeded, two, 25)


@pytest.mark.slow
@pytest.mark.parametrize("what", RACES)
def test_of_a_thousand_races_none_writes_over_in_silence(seeded, two, what):
    RACES[what](seeded, two, 500)


def test_two_officers_at_once_leave_one_request_and_one_pause_of_a_country(as_, seeded, clock):
    with seeded.write() as session:
        alerts = [
            alert(session, clock, "country", f"KR{one}", "KR", "KR") for one in range(RUNNERS)
        ]
        for row in alerts:
            # Measures were taken before; else the first approval would lock the row.
            row.act, row.decided_on = AlertAction.MEASURES.value, cast.TODAY
        numbers = [row.reference for row in alerts]
    client, last = as_("farida"), str(cast.TODAY)
    typed = {"measure_kind": "pause", "measure_reason": "Unpaid", "measure_until": last}

    def ask(number: str) -> int:
        return client.post(f"/en/desk/warnings/{number}/measures", data=typed).status_code

    with ThreadPoolExecutor(RUNNERS) as runners:
        assert sorted(runners.map(ask, RUNNERS * numbers[:1])) == [303, *(RUNNERS - 1) * [422]]
    new = NewMeasure(MeasureKind.PAUSE, "Unpaid", cast.TODAY)

    def begin(number: str) -> None:
        with seeded.write() as session:
            values = {"proposed_by": "U-FARIDA", "by": cast.GULNORA, "on": clock()}
            country_measures.start(session, "KR", number, new, **values)

    with ThreadPoolExecutor(RUNNERS) as runners:
        list(runners.map(begin, numbers))
    with seeded.read() as session:
        assert len(country_measures.list_in_force(session, cast.TODAY, MeasureKind.PAUSE)) == 1


def test_two_missions_at_once_leave_nobody_dead_whose_death_both_took_back(seeded, clock):
    with seeded.write() as session:
        person = session.get_one(Claim, cast.CLAIM).citizen
        again = persons.record(session, NewCitizen("Zq Again"), by=cast.CHINORA, on=clock())
        numbers = [
            sample_incidents.recorded(session, one, on=clock()).reference
            for one in (person, again.reference)
        ]
        again.same_as = person

    def at_once(act: Callable[[Session, Incident], None]) -> date | None:
        ready = Barrier(2)

        def one(number: str) -> None:
            with seeded.write() as session:
                row = incidents.get(session, number, by=cast.CHINORA, hold=True)
                ready.wait() if not seeded.sqlite else None
                act(session, row)

        with ThreadPoolExecutor(2) as runners:
            list(runners.map(one, numbers))
        with seeded.read() as session:
            return deaths.day_of_death(session, person)

    def confirm(session: Session, row: Incident) -> None:
        sample_incidents.confirm(session, row, by=cast.CHINORA, on=clock())

    def take_back(session: Session, row: Incident) -> None:
        reason = TakingBack("Another person")
        death_confirmation.take_back(session, row, reason, by=cast.ELYOR, on=clock())

    assert at_once(confirm) == cast.TODAY
    assert at_once(take_back) is None


def test_two_officers_at_once_prove_no_more_than_the_whole_in_two_incidents(seeded, clock):
    with seeded.write() as session:
        person = session.get_one(Claim, cast.CLAIM).citizen
        heirs = []
        for kind, name in ((IncidentKind.DEATH, "Zqwidow"), (IncidentKind.INJURY, "Zqson")):
            row = sample_incidents.recorded(session, person, kind, on=clock())
            new = msgspec.structs.replace(sample_incidents.WIDOW, name=name, share="2/3")
            heir = relatives.add(session, row, new, by=cast.ELYOR, on=clock())
            heirs.append((row.reference, heir.reference))
    ready = Barrier(2)

    def prove(heir: tuple[str, str]) -> bool:
        values = {"by": cast.CHINORA, "on": clock(), "day": cast.TODAY}
        with seeded.write() as session:
            row = incidents.get(session, heir[0], by=cast.CHINORA, hold=True)
            ready.wait() if not seeded.sqlite else None
            try:
                relatives.prove(session, row, heir[1], **values)
            except SharesAboveWhole:
                return False
        return True

    with ThreadPoolExecutor(2) as runners:
        assert sorted(runners.map(prove, heirs)) == [False, True]


def test_a_sign_in_that_meets_the_confirmation_of_a_death_ends_with_it(seeded, clock):
    with seeded.write() as session:
        person = session.get_one(Citizen, session.get_one(Claim, cast.CLAIM).citizen)
        number = persons.phone(session, person)
        incident = sample_incidents.recorded(session, person.reference, on=clock()).reference

    def confirm() -> None:
        with seeded.write() as session:
            row = incidents.get(session, incident, by=cast.CHINORA, hold=True)
            sample_incidents.confirm(session, row, by=cast.CHINORA, on=clock())

    with ThreadPoolExecutor(1) as runners:
        with seeded.write() as session:
            account = phone_login.get_or_open(session, number, Language.UZ, on=clock())
            confirmed = runners.submit(confirm)
            wait([confirmed], timeout=0.5)
            values = {"whole": True, "on": clock()}
            cookie = login_sessions.create(session, account, "Firefox", **values)
        confirmed.result()
    with seeded.read() as session:
        assert login_sessions.find_by_cookie(session, cookie, clock()) is None
