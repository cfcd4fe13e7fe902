"""What is counted beside sessions: each by its own form, none of them added to another."""

from datetime import timedelta

import pytest

from service.reporting.annual import years
from tests.support.cast import TODAY

CONTACT = {"channel": "hotline", "answered": "false"}
GROUP = {
    "held_on": str(TODAY),
    "present": "24",
    "topic": "contract",
    "channel": "in_person",
    "place": "Station, invented",
}
EVENT = {
    "held_on": str(TODAY),
    "means": "leaflets",
    "reached": "3000",
    "place": "Airport, invented",
}
KINDS = {"contacts": CONTACT, "groups": GROUP, "events": EVENT}


def counts(seeded) -> dict[str, int]:
    """As the service counts them: the public is not told such small numbers."""
    keys = (
        "contacts",
        "contacts_unanswered",
        "sessions",
        "persons",
        "groups",
        "group_heads",
        "mass_events",
    )
    with seeded.read() as session:
        found = {one.key: one.value for one in years.get_year(session, TODAY.year, TODAY).figures}
    return {key: found[f"advice.{key}"] for key in keys}


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("contacts", {"contacts": 1, "contacts_unanswered": 1}),
        ("groups", {"groups": 1, "group_heads": 24}),
        ("events", {"mass_events": 1}),
    ],
)
def test_each_is_counted_as_what_it_is_and_as_nothing_else(as_, seeded, kind, more):
    client = as_("barno")
    before = counts(seeded)
    assert (
        client.post(
            f"/en/desk/advice/{kind}/new", data=KINDS[kind] | {"once": "k" * 20}
        ).status_code
        == 303
    )
    after = counts(seeded)
    assert {key: after[key] - before[key] for key in after if after[key] != before[key]} == more


@pytest.mark.parametrize("kind", KINDS)
def test_sent_twice_it_is_one(as_, seeded, kind):
    client = as_("barno")
    before = counts(seeded)
    for _ in "12":
        client.post(f"/en/desk/advice/{kind}/new", data=KINDS[kind] | {"once": "k" * 20})
    assert (
        sum(abs(counts(seeded)[key] - before[key]) for key in ("contacts", "groups", "mass_events"))
        == 1
    )


WRONG = [
    ("contacts", {"minutes": "5"}),
    ("contacts", {"channel": ""}),
    ("groups", {"present": "1"}),
    ("groups", {"present": "-5"}),
    ("groups", {"held_on": str(TODAY + timedelta(days=1))}),
    ("groups", {"held_on": "31.02.2026"}),
    ("events", {"reached": "0"}),
    ("events", {"means": "rumour"}),
    ("events", {"place": ""}),
    ("events", {"country": "ZZ"}),
]


@pytest.mark.parametrize(("kind", "values"), WRONG)
def test_what_cannot_be_is_said_beside_its_field(as_, kind, values):
    page = as_("barno").post(f"/en/desk/advice/{kind}/new", data=KINDS[kind] | values)
    assert page.status_code == 422
    assert f'href="#{next(iter(values))}"' in page.text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("name", "status"), [(None, 401), ("chinora", 403), ("jamshid", 403)])
def test_only_those_who_advise_write_them_down(as_, kind, name, status):
    assert as_(name).get(f"/en/desk/advice/{kind}/new").status_code == status
    assert as_(name).post(f"/en/desk/advice/{kind}/new", data=KINDS[kind]).status_code == status
