"""Vetting at the desk: eighteen points, two people."""

import re
from html import unescape

import msgspec
import pytest

from catalog.core.actor import VISITOR, Role
from catalog.core.fields import tashkent_day
from catalog.employers import employers
from catalog.vacancies import vacancies, vetting
from catalog.vacancies.vacancies import Payer
from catalog.vacancies.vetting_points import Point
from service import accounts
from service.casework.claims import wage_claims
from service.casework.evidence.file_uploads import Store
from service.casework.evidence.owners import RecordKind
from service.infra import access
from service.infra.access import Permission
from tests.support import cast, sample_documents


@pytest.fixture
def waiting(seeded, clock):
    with seeded.write() as session:
        firm = employers.record(session, cast.HANBIT, by=cast.FARIDA, on=clock())
        result = cast.vacancy("J-WAITING", title="Welder who waits")
        row, _ = vacancies.submit(
            session, result, agency="AG-VALID", employer=firm.reference, by=cast.FARIDA, on=clock()
        )
        return f"/en/desk/vetting/{row.reference}"


def send(client, page, route, **values):
    """Send a form as it is shown, and accept what is missing unless `without` says otherwise."""
    shown = r'name="(once|version|seen|without)" value="([^"]*)"'
    hidden = dict(re.findall(shown, client.get(page).text))
    return client.post(f"{page}/{route}", data=hidden | values)


def all_points(verdict="pass"):
    points = {f"verdict_{point.value}": verdict for point in Point}
    return points | {f"evidence_{point.value}": "Invented paper" for point in Point}


def test_the_queue_shows_what_waits(as_, waiting):
    assert "Welder who waits" in as_("farida").get("/en/desk/vetting").text
    assert "Welder who waits" not in as_("elyor").get("/en/desk/vetting").text
    assert as_("elyor").get(waiting).status_code == 404
    assert as_("davron").get(waiting).status_code == 200


def test_every_term_that_the_points_are_about_is_read_before_it_is_let_through(as_, seeded, clock):
    """The officer, the post and the agency read the same, in the same words as whoever looks for
    work later."""
    values = {
        "worker_fee": 300_000,
        "meals": Payer.WORKER,
        "insurance": None,
        "description": "Only for the strong.",
        "licence_required": "ISO 9606-1",
        "contract_months": 24,
    }
    with seeded.write() as session:
        firm = employers.record(session, cast.HANBIT, by=cast.FARIDA, on=clock())
        new = cast.vacancy("J-TERMS", **values)
        row, _ = vacancies.submit(
            session, new, agency="AG-VALID", employer=firm.reference, by=cast.FARIDA, on=clock()
        )
    texts = [
        "7212 Welders",
        "40 hours a week",
        "24 months",
        "paid by the worker",
        "Not stated",
        "300,000\u00a0won",
        "18 to 39",
        "2 years",
        "Korean A2",
        "ISO 9606-1",
        "Only for the strong.",
    ]
    for name, page in (("farida", "vetting"), ("davron", "vetting"), ("hamid", "own/vacancies")):
        read = unescape(as_(name).get(f"/en/desk/{page}/{row.reference}").text)
        assert [one for one in texts if one not in read] == [], name


def test_who_checked_cannot_approve_and_a_colleague_can(as_, waiting):
    farida = as_("farida")
    assert send(farida, waiting, "steps", act="take_up").status_code == 303
    assert send(farida, waiting, "points", **all_points()).status_code == 303
    refused = send(farida, waiting, "decisions", act="approve", reason="All in order")
    assert refused.status_code == 422
    assert "The officer who checked a vacancy cannot approve it" in refused.text
    assert 'value="All in order"' in refused.text
    assert 'value="approve"' not in refused.text
    assert "a colleague has to approve it" in refused.text
    for act in ("approve", "publish"):
        assert send(as_("gulnora"), waiting, "decisions", act=act).status_code == 303
    assert "Welder who waits" in as_().get("/en/vacancies?q=welder").text


def test_a_vacancy_is_blacklisted_only_by_two(as_, waiting, seeded):
    reason = {"act": "blacklist", "reason": "The employer does not exist"}
    assert send(as_("farida"), waiting, "decisions", **reason | {"reason": ""}).status_code == 422
    assert send(as_("farida"), waiting, "decisions", **reason).status_code == 303
    assert send(as_("farida"), waiting, "decisions", **reason).status_code == 422, "asked already"
    page = as_("gulnora").get("/en/desk/approvals").text
    assert "Welder who waits" in page
    assert "The employer does not exist" in page
    (number,) = re.findall(r'action="(/en/desk/approvals/[^"]+)"', page)
    answer = {"verdict": "agree", "answer": "Asked the embassy"}
    assert as_("farida").post(number, data=answer).status_code == 403
    assert "Waiting for a second approval" in as_("farida").get(waiting).text
    assert as_("gulnora").post(number, data=answer).status_code == 303
    assert "Blacklisted" in as_("farida").get(waiting).text


def test_a_point_stays_in_the_name_of_whoever_found_it(as_, waiting):
    send(as_("farida"), waiting, "steps", act="take_up")
    send(
        as_("farida"), waiting, "points", verdict_costs="pass", evidence_costs="Contract, article 4"
    )
    values = {
        "verdict_costs": "pass",
        "evidence_costs": "Contract, article 4",
        "verdict_housing": "waived",
        "evidence_housing": "None",
    }
    assert send(as_("gulnora"), waiting, "points", **values).status_code == 303
    page = as_("gulnora").get(waiting).text
    assert page.count('<span class="hint">Farida, ') == 1
    assert page.count('<span class="hint">Gulnora, ') == 1


def test_found_of_earlier_terms_a_point_is_open_again_and_found_anew_in_the_same_words(
    as_, seeded, clock, waiting
):
    """What was found then stands beside it; nobody signs it again by saving the page as it was
    shown."""
    client, costs = (
        as_("farida"),
        {"verdict_costs": "pass", "evidence_costs": "Contract, article 4"},
    )
    send(client, waiting, "steps", act="take_up")
    send(client, waiting, "points", **costs)
    assert "17 open points" in client.get(waiting).text
    clock.forward(minutes=5)
    with seeded.write() as session:
        result = cast.vacancy("J-WAITING", title="Welder who waits", worker_fee=100_000)
        employer = employers.record(session, cast.HANBIT, by=cast.FARIDA, on=clock()).reference
        vacancies.submit(
            session, result, agency="AG-VALID", employer=employer, by=cast.FARIDA, on=clock()
        )
    page = client.get(waiting).text
    assert "18 open points" in page
    assert (
        "Result from before the terms changed, to be checked again: Passed, Contract, article"
        " 4 (Farida"
    ) in page
    assert re.search('id="evidence_costs"[^>]* value=""', page)
    assert send(client, waiting, "points", verdict_costs="", evidence_costs="").status_code == 303
    assert "18 open points" in client.get(waiting).text
    assert send(client, waiting, "points", **costs).status_code == 303
    page = client.get(waiting).text
    assert "17 open points" in page
    assert "Result from before the terms changed" not in page


def test_a_verdict_needs_its_evidence_and_keeps_the_rest(as_, waiting):
    client = as_("farida")
    send(client, waiting, "steps", act="take_up")
    page = send(client, waiting, "points", verdict_costs="fail", evidence_housing="typed with care")
    assert page.status_code == 422
    assert 'href="#evidence_costs"' in page.text
    assert "typed with care" in page.text


def test_no_claims_is_not_passed_while_the_register_has_one_that_is_open(
    as_, seeded, clock, waiting
):
    with seeded.write() as session:
        new = msgspec.structs.replace(
            cast.ALISHERS_CLAIM, employer=cast.HANBIT.name, country="KR", city="Seoul"
        )
        wage_claims.file(session, new, by=VISITOR, on=clock(), day=tashkent_day(clock()))
    client = as_("farida")
    send(client, waiting, "steps", act="take_up")
    typed = {"evidence_no_open_claims": "Asked by telephone"}
    page = send(client, waiting, "points", verdict_no_open_claims="pass", **typed)
    assert page.status_code == 422
    assert 'href="#verdict_no_open_claims"' in page.text
    assert "The register has open wage claims against this employer." in page.text
    waived = send(client, waiting, "points", verdict_no_open_claims="waived", **typed)
    assert waived.status_code == 303


def test_whoever_comes_second_is_told_both_states(as_, waiting):
    client = as_("farida")
    seen = dict(re.findall(r'name="(once|version|seen)" value="([^"]*)"', client.get(waiting).text))
    send(client, waiting, "steps", act="take_up")
    page = client.post(f"{waiting}/steps", data=seen | {"once": "q" * 20, "act": "take_up"})
    assert page.status_code == 412
    assert "When you opened it: Waiting for vetting. Now: Being vetted." in page.text


def test_an_attache_vets_but_does_not_decide(as_, waiting):
    assert as_("davron").post(f"{waiting}/decisions", data={"act": "approve"}).status_code == 403
    assert (
        as_("davron").post(f"{waiting}/steps", data={"act": "approve", "version": "1"}).status_code
        == 404
    )
    assert as_("iroda").post(f"{waiting}/points", data={}).status_code == 403


def test_who_may_vet_but_not_read_sees_no_points(as_, waiting, monkeypatch):
    monkeypatch.setitem(
        access.ROLES, Role.ADVISER, access.ROLES[Role.ADVISER] | {Permission.VACANCIES_VET}
    )
    for route in ("points", "steps"):
        page = as_("barno").post(f"{waiting}/{route}", data={"act": "take_up"})
        assert page.status_code == 403
        assert "Welder who waits" not in page.text


def test_a_state_is_named_in_the_reader_s_words(as_, waiting):
    page = send(as_("farida"), waiting.replace("/en/", "/ru/"), "decisions", act="publish")
    assert page.status_code == 422
    assert "Для вакансии в состоянии «Ждёт проверки» этот шаг невозможен" in page.text


def test_a_step_that_others_have_to_understand_is_not_taken_without_a_reason(as_, waiting):
    farida = as_("farida")
    send(farida, waiting, "steps", act="take_up")
    for act in ("return", "refuse"):
        assert send(farida, waiting, "steps", act=act).status_code == 422
        answer = send(farida, waiting, "steps", act=act, reason=" ")
        assert answer.status_code == 422
        assert 'id="reason" name="reason"' in answer.text
        assert f'href="/ru/{waiting.removeprefix("/en/")}"' in answer.text, "a page, not the form's"
    assert send(farida, waiting, "steps", act="return", reason="No photo").status_code == 303
    assert "No photo" in farida.get(waiting).text
    assert "Vacancy sent back to you" in as_("hamid").get("/en/desk/notices").text


def test_the_desk_counts_as_many_vacancies_as_its_list_names_and_none_that_was_vetted(
    as_, seeded, waiting
):
    client = as_("farida")
    for state, listed in ((None, "1"), ("paused", "0"), ("approved", "0")):
        if state:
            with seeded.write() as session:
                row = session.get_one(vacancies.Vacancy, waiting.rpartition("/")[2])
                row.state = state
        counted = re.search(
            r'desk/vetting"><strong><span class="big">(\d+)', client.get("/en/desk").text
        )
        page = client.get("/en/desk/vetting").text
        assert counted[1] == listed, state
        assert f"To check <b>{listed}</b>" in page
        assert ("Welder who waits" in page) == (state is None)
        vetted = client.get("/en/desk/vetting?state=vetted").text
        assert ("Welder who waits" in vetted) == (state is not None)


def test_an_error_names_its_point_and_nothing_of_the_form_is_stored(as_, waiting):
    client = as_("farida")
    send(client, waiting, "steps", act="take_up")
    values = {"verdict_costs": "pass", "evidence_costs": "Article 4"}
    values |= {"verdict_hours_and_rest": "pass", "evidence_housing": "Photos"}
    page = send(
        client, waiting, "points", **values, document_insurance="7", verdict_insurance="pass"
    )
    assert page.status_code == 422
    said = unescape(page.text)
    assert "Point 8, “Hours, rest and overtime”: state what you looked at." in said
    assert "Point 9, “Housing and related deductions from pay”: choose a result" in said
    assert "This vacancy has no such document." in said
    assert "18 open points" in client.get(waiting).text


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999", "x", "²"])
def test_no_number_of_a_document_breaks_the_form(as_, waiting, number):
    client = as_("farida")
    send(client, waiting, "steps", act="take_up")
    values = {"verdict_costs": "pass", "document_costs": number}
    assert send(client, waiting, "points", **values).status_code == 422


def shown_answers(page: str) -> dict[str, str]:
    """Return what the form of the points would send as it is."""
    fields = dict(re.findall(r'<input id="evidence_(\w+)"[^>]* value="([^"]+)"', page))
    chosen = r'<select id="verdict_(\w+)".*?</select>'
    for found in re.finditer(chosen, page, re.DOTALL):
        verdict = re.search(r'value="(\w+)" selected', found[0])
        if verdict:
            fields.setdefault(found[1], "")
    return fields


def test_a_suggested_answer_counts_only_when_saved_and_then_names_officer_and_precedent(
    as_, seeded, clock
):
    with seeded.write() as session:
        earlier = sample_documents.approved(session, "J-OLD", clock(), title="Welder").reference
        for one in vetting.checks(session, earlier):
            # As of a finding that rests on a document alone.
            one.evidence = "" if one.point == "passport_stays" else one.evidence
        row = sample_documents.submitted(session, "J-NEW", clock(), title="Welder", seats=9)
        address = f"/en/desk/vetting/{row.reference}"
    client = as_("farida")
    send(client, address, "steps", act="take_up")
    page = client.get(address).text
    answers = {name: unescape(text) for name, text in shown_answers(page).items()}
    assert {"costs", "insurance", "passport_stays"} <= answers.keys()
    assert not {"housing", "contact_reached", "no_strike_or_war"} & answers.keys(), "seats differ"
    assert "18 open points" in page, "a suggestion is no finding"
    assert "value=" not in client.get(f"{address}?start=empty").text.partition("evidence_costs")[
        2
    ].partition("list=")[0].replace('value=""', "")
    values = {f"evidence_{name}": text for name, text in answers.items()}
    values |= {f"verdict_{name}": "pass" for name in answers}
    values["evidence_insurance"] = "Policy seen"
    assert send(client, address, "points", **values).status_code == 303
    with seeded.read() as session:
        found = {one.point: one for one in vetting.checks(session, row.reference)}
        officer = accounts.find(session, cast.email("farida")).reference
    assert {one.officer for one in found.values()} == {officer}
    assert (found["costs"].precedent, found["insurance"].precedent) == (earlier, None)
    assert found["passport_stays"].evidence == f"Document seen for {earlier}."
    assert found["passport_stays"].precedent == earlier


def test_a_file_that_was_not_kept_is_no_evidence(as_, seeded, clock, settings, waiting):
    broken = sample_documents.attach(
        Store(seeded, settings.home),
        RecordKind.VACANCY,
        waiting.rpartition("/")[2],
        clock(),
        content=b"%PDF-1.4 no paper at all",
    )
    assert broken.state == "refused"
    client = as_("farida")
    send(client, waiting, "steps", act="take_up")
    values = {"verdict_demand_letter": "pass", "document_demand_letter": str(broken.number)}
    answer = send(client, waiting, "points", **values)
    assert answer.status_code == 422
    assert "This vacancy has no such document." in answer.text


def test_a_document_of_the_agency_is_the_evidence_of_a_point_and_lets_the_vacancy_through(
    as_, seeded, clock, settings, waiting
):
    reference = waiting.rpartition("/")[2]
    store = Store(seeded, settings.home)
    sample_documents.attach(store, RecordKind.VACANCY, reference, clock(), by=cast.HAMID)
    client = as_("farida")
    send(client, waiting, "steps", act="take_up")
    page = client.get(waiting).text
    assert re.search(r'id="document_demand_letter".*?value="1" selected', page, re.DOTALL)
    values = all_points() | {"evidence_demand_letter": "", "document_demand_letter": "1"}
    assert send(client, waiting, "points", **values).status_code == 303
    for act in ("approve", "publish"):
        assert send(as_("gulnora"), waiting, "decisions", act=act).status_code == 303
    assert f"/desk/documents/vacancy/{reference}/files/1" in as_("iroda").get(waiting).text


def test_a_vacancy_passes_without_something_only_by_a_tick_that_the_next_officer_reads(
    as_, seeded, clock, settings
):
    with seeded.write() as session:
        terms = {"worker_fee": 0, "meals": None, "insurance": None}
        row = sample_documents.submitted(session, "J-GAPS", clock(), **terms)
        reference, address = row.reference, f"/en/desk/vetting/{row.reference}"
    sample_documents.attach(Store(seeded, settings.home), RecordKind.VACANCY, reference, clock())
    for route, values in (("steps", {"act": "take_up"}), ("points", all_points())):
        assert send(as_("farida"), address, route, **values).status_code == 303
    gulnora = as_("gulnora")
    page = gulnora.get(address).text
    assert page.index('id="missing"') < page.index('id="points"')
    for place in ("#documents", "#term-insurance", "#term-meals"):
        assert f'<a href="{place}">' in page, place
    assert "demand letter" not in page, "it was sent"
    lacking = "power of attorney, contract, meals, insurance"
    for without in ("", "attorney contract meals", "true"):
        refused = send(gulnora, address, "decisions", act="approve", without=without)
        assert refused.status_code == 422, without
        assert f"This vacancy lacks: {lacking}." in refused.text
        assert 'href="#without"' in refused.text
    assert send(gulnora, address, "decisions", act="approve").status_code == 303
    page = as_("iroda").get(address).text
    assert f"Passed without: {lacking}" in page
    assert "Gulnora" in page[page.index("Passed without") :]
    gulnora = as_("gulnora")
    assert f"Pass without: {lacking}" not in gulnora.get(address).text
    done = send(gulnora, address, "decisions", act="publish", without="")
    assert done.status_code == 303, "what was accepted at the approval is not asked again"
