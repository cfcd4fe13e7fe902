"""Small numbers: hidden, and not to be worked out from the others."""

from catalog.core import vault
from catalog.core.actor import VISITOR
from service.casework.advice.topics import Topic
from service.casework.claims import wage_claims
from service.casework.money import payments
from service.infra.settings import DisclosureLimits
from service.reporting.annual import years
from service.reporting.disclosure import public_masks
from service.reporting.figures.figures import Figure, Unit
from tests.service.reporting import guesses
from tests.support import cast, sample_money
from tests.support.cast import ALISHERS_CLAIM, ELYOR, TODAY

VICTIMS = {"KZ": 16, "RU": 15, "TH": 5, "AE": 2, "IN": 2}


def victims(**values) -> list[Figure]:
    by = [
        Figure("harm.helped_by_posts", n, Unit.PERSON, dimension={"country": one})
        for one, n in VICTIMS.items()
    ]
    return [Figure("harm.helped", 40, Unit.PERSON, **values), *by]


def placed(*values: int) -> list[Figure]:
    by = [Figure("placements.by_sex", n, Unit.PLACEMENT, dimension={"sex": str(n)}) for n in values]
    return [Figure("placements.total", sum(values), Unit.PLACEMENT), *by]


def values(figures: list[Figure], **values) -> list[int | None]:
    return [one.value for one in public_masks.mask_figures(figures, **values)]


def test_of_forty_victims_in_an_unpublished_year_the_three_small_numbers_take_a_fourth_with_them():
    """5, 2 and 2 sum to 9: hidden alone, each could be 7 at most. Russia's 15 or Kazakhstan's 16
    goes with them, as the secret draws it for that year, and the same whenever it is asked."""
    items = [values(victims(), edition=str(year)) for year in range(2026, 2046)]
    assert {tuple(one) for one in items} == {(40, 16, *[None] * 4), (40, None, 15, *[None] * 3)}
    assert items == [values(victims(), edition=str(year)) for year in range(2026, 2046)]
    vault.open_with(bytes(32))
    assert items != [values(victims(), edition=str(year)) for year in range(2026, 2046)]


def test_in_an_unpublished_year_without_the_whole_the_small_ones_are_hidden_alone():
    assert values(victims()[1:]) == [16, 15, None, None, None]


def test_what_a_public_report_has_printed_is_shown_as_printed():
    printed = {"harm.helped", *(f"harm.helped_by_posts/{one}" for one in VICTIMS)}
    assert values(victims(), printed=printed) == [40, 16, 15, 5, 2, 2]
    items = [
        Figure("harm.helped_by_posts", 3, Unit.PERSON, dimension={"country": "TH"}, as_printed="5")
    ]
    shown = public_masks.mask_figures(items)[0]
    assert (shown.value, shown.as_printed) == (None, "5")


def test_placements_are_small_below_five():
    assert values(placed(40, 5)) == [45, 40, 5]
    assert values(placed(40, 4, 30)) == [74, 40, None, None]


def test_a_setting_hides_more():
    assert values(placed(40, 5), smallest=DisclosureLimits(10, 8)) == [45, None, None]


def test_a_small_whole_is_hidden_as_its_parts_are():
    assert values(guesses.sessions((9,), (9,))) == [None, None, None]
    assert values([Figure("wages.closed", 3, Unit.CLAIM)]) == [None]


def test_a_whole_found_by_topic_is_not_hidden_for_nothing_by_country():
    assert values(guesses.sessions((40, 30, 4), (74,))) == [74, 40, None, None, 74]


def test_licences_vacancies_and_heads_in_a_room_are_no_people_known():
    for unit in (
        Unit.LICENCE,
        Unit.VACANCY,
        Unit.HEAD,
        Unit.GATHERING,
        Unit.EVENT,
        Unit.ORDER,
        Unit.SEAT,
        Unit.GROUP,
    ):
        assert values([Figure("k", 1, unit)]) == [1]


def test_the_few_whom_posts_did_not_advise_are_not_found_by_subtraction():
    result = public_masks.mask_figures(guesses.sessions((100,), (100,), 97, 60, 58))
    assert [one.value for one in result if one.key in ("advice.sessions", "advice.persons")] == [
        100,
        60,
    ]
    assert [one.value for one in result if one.key.endswith("by_posts")] == [None, None]


def money(key: str, *behind: int, currencies: str = "") -> list[Figure]:
    return [
        Figure(key, n * 100_00, Unit.USD, "", "USD", {"country": str(place)}, behind=n)
        for place, n in enumerate(behind)
    ]


def test_money_of_few_claims_is_hidden_and_so_is_other_money_that_tells_it():
    whole = Figure("wages.recovered_usd", 73 * 100_00, Unit.USD, "", "USD", behind=73)
    items = [whole, *money("wages.recovered_by_country", 40, 30, 3)]
    drawn = values(items)
    assert (drawn[0], drawn[3], sorted(map(bool, drawn[1:3]))) == (73 * 100_00, None, [False, True])
    shares = [
        Figure("wages.rate_agreed", 50_00, Unit.RATE, "", one, behind=n)
        for one, n in (("RUB", 9), ("USD", 10))
    ]
    assert values(shares) == [None, 50_00]


def test_money_in_a_currency_is_not_found_by_that_in_dollars():
    whole = Figure("wages.recovered_usd", 53_00, Unit.USD, "", "USD", behind=53)
    by = [
        Figure("wages.recovered", n, Unit.MONEY, "", one, {"currency": one}, behind=n)
        for one, n in (("USD", 50), ("EUR", 4))
    ]
    assert values([whole, *by]) == [53_00, None, None]


def test_money_of_which_nobody_knows_how_many_claims_are_behind_it_is_hidden():
    assert values([Figure("wages.recovered_usd", 500_000_00, Unit.USD, "", "USD")]) == [None]


def test_nobody_is_told_how_many_claims_are_behind_a_sum():
    assert {
        one.behind for one in public_masks.mask_figures(money("wages.recovered_by_country", 40, 3))
    } == {None}


def test_hidden_once_it_is_hidden_again():
    once = public_masks.mask_figures(victims())
    assert public_masks.mask_figures(once) == once


def pay(session, clock, *items: tuple[int, str]) -> None:
    claim = wage_claims.file(session, ALISHERS_CLAIM, by=VISITOR, on=clock(), day=TODAY).claim
    for amount, currency in items:
        payment = sample_money.new_payment(amount, currency=currency)
        payments.receive(session, claim, payment, by=ELYOR, on=clock(), day=TODAY)


def test_the_claims_behind_a_sum_are_counted_with_it(session, clock):
    """Two payments on one claim are one; a payment without a rate is behind its currency and not
    behind the dollars."""
    cast.ground(session, on=clock())
    pay(session, clock, (90_00, "RUB"), (90_00, "RUB"))
    pay(session, clock, (90_00, "RUB"), (100, "PLN"))
    pay(session, clock, (100, "PLN"))
    found = {
        one.name: one.behind
        for one in years.get_year(session, TODAY.year, TODAY).figures
        if one.behind is not None
    }
    assert found == {
        ("wages.recovered", "RUB"): 2,
        ("wages.recovered", "PLN"): 2,
        ("wages.recovered_usd", ""): 2,
        ("wages.recovered_by_country", "RU"): 2,
        ("wages.recovered_by_office", "RU-MOSCOW-EMB"): 2,
        ("fees.refunded", ""): 0,
        ("deposits.returned", ""): 0,
        ("benefits.received", ""): 0,
    }


def test_programs_are_told_no_more_than_the_page_tells(client):
    figures = client.get("/api/v1/report/2026").json()["figures"]
    assert [one["value"] for one in figures if one["key"] == "wages.claims_by_country"] == [None]
    assert not any("behind" in one for one in figures)


def test_page_and_program_hide_the_same_in_every_language(client, seeded, clock):
    for topic, often in ((Topic.CONTRACT, 14), (Topic.HOUSING, 12), (Topic.OTHER, 3)):
        with seeded.write() as session:
            for _ in range(often):
                guesses.advise(session, topic, on=clock(), day=clock.today)
    result = client.get("/api/v1/report/2026").json()["figures"]
    hidden = sum(one["value"] is None for one in result)
    assert hidden > 3
    for lang in ("uz", "uz-Cyrl", "ru", "en", "kaa"):
        answered = client.get("/api/v1/report/2026", headers={"accept-language": lang}).json()[
            "figures"
        ]
        assert [(one["key"], one["value"]) for one in answered] == [
            (one["key"], one["value"]) for one in result
        ]
        page = client.get(f"/{lang}/report/2026").text
        assert page.count('<td class="hides"') == sum(
            one["value"] is None and "dimension" in one for one in result
        )
