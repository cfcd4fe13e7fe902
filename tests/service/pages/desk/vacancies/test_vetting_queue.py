"""Beside each vacancy that waits: how long, by when it is due, and what the post abroad thinks of
its firm."""

from catalog.vacancies import vacancies, vetting, vetting_replies
from service import accounts
from service.casework.employers import opinions
from service.casework.employers.opinions import NewOpinion, Opinion
from tests.support import cast, sample_proposals

PAGE = "/en/desk/vetting"


def test_age_clock_and_opinion_stand_beside_it(as_, seeded, clock):
    with seeded.write() as session:
        sample_proposals.rules(session, clock())
        elyor = accounts.actor_for(accounts.find(session, cast.email("elyor")))
        new_opinion = NewOpinion(Opinion.DO_NOT_SEND, "Pays nobody")
        opinions.record(
            session, "Severny Dvor Stroy", "RU", new_opinion, by=elyor, on=clock(), day=cast.TODAY
        )
        firm = cast.named(session, "cook").employer
        job = cast.vacancy("J-WAITS", title="Bricklayer who waits", **cast._IN_RUSSIA)
        vacancies.submit(session, job, agency="AG-VALID", employer=firm, by=cast.FARIDA, on=clock())
    clock.forward(days=20)
    page = as_("farida").get(PAGE).text
    mine = page[page.index("Bricklayer who waits") :].split("</tr>")[0]
    assert "25\xa0Nov\xa02026" in mine
    assert "5 days overdue" in mine
    assert "Embassy" in mine


def test_answered_remarks_are_handed_in_anew(as_, seeded, clock):
    with seeded.write() as session:
        sample_proposals.rules(session, clock())
        firm = cast.named(session, "cook").employer
        result = cast.vacancy("J-BACK", title="Welder who came back")
        row, _ = vacancies.submit(
            session, result, agency="AG-VALID", employer=firm, by=cast.HAMID, on=clock()
        )
        for act in ("take_up", "return"):
            vetting.step(
                session, row.reference, act, reason="No letter", by=cast.FARIDA, on=clock()
            )
        vetting_replies.resubmit(
            session, row, {"whole": "Enclosed"}, by=cast.HAMID, on=clock.forward(days=20)
        )
    clock.forward(days=2)
    page = as_("farida").get(PAGE).text
    mine = page[page.index("Welder who came back") :].split("</tr>")[0]
    assert "15\xa0Dec\xa02026" in mine
    assert "days overdue" not in mine


def test_without_a_rule_nothing_is_late(as_, seeded, clock):
    with seeded.write() as session:
        firm = cast.named(session, "cook").employer
        vacancies.submit(
            session,
            cast.vacancy("J-W"),
            agency="AG-VALID",
            employer=firm,
            by=cast.FARIDA,
            on=clock(),
        )
    clock.forward(days=200)
    page = as_("farida").get(PAGE).text
    assert "days overdue" not in page
    assert "Nothing matches" in as_("farida").get(f"{PAGE}?overdue=yes").text
