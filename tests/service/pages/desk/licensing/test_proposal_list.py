"""Proposals in a list: those that wait, and what became of the others."""

from tests.support import sample_proposals

LIST = "/en/desk/proposals"


def test_a_proposal_is_among_those_that_wait_until_it_is_decided(as_, seeded, clock):
    with seeded.write() as session:
        sample_proposals.rules(session, clock())
        row = sample_proposals.proposed(session, on=clock())
        number, reason = row.reference, row.reason
    page = as_("gulnora").get(LIST).text
    assert f'href="/en/desk/proposals/{number}">Suspend the licence' in page
    assert reason in page
    form = {"verdict": "send_back", "answer": "Which law?"}
    assert as_("gulnora").post(f"{LIST}/{number}", data=form).headers["location"] == LIST
    assert f"Your decision on {number} is recorded." in as_("gulnora").get(LIST).text
    waiting, sent_back = (
        as_("farida").get(f"{LIST}{query}").text for query in ("", "?outcome=sent_back")
    )
    assert (f'/{number}"' in waiting, f'/{number}"' in sent_back) == (False, True)
    assert "Which law?" in as_("farida").get(f"{LIST}/{number}").text
    assert as_("farida").get(f"{LIST}/D-NONE").status_code == 404
