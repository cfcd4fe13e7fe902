"""What stands beside a claim at the desk: a representative's secret for whoever named them, the end
of the payee's number."""

import re

from service import accounts
from service.casework.claims import wage_claims
from service.casework.workflow import representatives
from service.casework.workflow.representatives import Kind, NewRepresentative
from tests.support import cast
from tests.support.cast import CLAIM, IRODA, TODAY

PAGE = f"/en/desk/wages/{CLAIM}"
CARD = "8600441177553399"


def named_by(seeded, clock, name: str) -> str:
    """The secret of the worker's wife, whom this officer wrote down as speaking for him."""
    with seeded.write() as session:
        by = accounts.actor_for(accounts.find(session, cast.email(name)))
        new_representative = NewRepresentative(Kind.RELATIVE, "Malika Invented", "+998901112233")
        return representatives.appoint(
            session,
            wage_claims.get(session, CLAIM, by=IRODA),
            new_representative,
            by=by,
            on=clock(),
            day=TODAY,
        ).secret


def test_whoever_named_a_representative_hands_them_their_secret_within_the_hour(as_, seeded, clock):
    secret = named_by(seeded, clock, "chinora")
    assert secret in as_("chinora").get(PAGE).text
    assert secret not in as_("iroda").get(PAGE).text
    clock.forward(minutes=61)
    assert secret not in as_("chinora").get(PAGE).text


def test_of_where_the_money_goes_only_the_end_of_the_number_is_shown(as_):
    client = as_("chinora")
    carried = dict(re.findall(r'name="(once|version)" value="([^"]*)"', client.get(PAGE).text))
    answer = client.post(
        f"{PAGE}/payee", data=carried | {"payee_way": "own_card", "payee_number": CARD}
    )
    assert answer.status_code == 303
    page = client.get(PAGE).text
    assert "To the worker’s own card" in page
    assert CARD[-2:] in re.search(r"own card</strong>(.*?)</p>", page)[1]
    assert CARD not in page
