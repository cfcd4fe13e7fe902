"""A correction laid beside what was published before tells nothing that was hidden."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as some

from service.infra.settings import DisclosureLimits
from service.reporting.disclosure import editions, public_masks
from service.reporting.figures.figures import Figure, Unit
from tests.service.reporting import guesses
from tests.service.reporting.guesses import SMALL

FIRST = {"KZ": 16, "RU": 15, "TH": 5, "AE": 2, "IN": 2}


def victims(**parts: int) -> list[Figure]:
    by = [
        Figure("harm.helped_by_posts", n, Unit.PERSON, dimension={"country": one})
        for one, n in parts.items()
        if n
    ]
    return [Figure("harm.helped", sum(parts.values()), Unit.PERSON), *by]


def shown(figures: list[Figure]) -> dict[str, int | None]:
    return {one.name[1]: one.value for one in figures}


def corrected(*, before: list[list[Figure]] | None = None, **parts: int) -> dict[str, int | None]:
    """What a correction of the first edition shows."""
    first = public_masks.mask_figures(victims(**FIRST))
    return shown(
        public_masks.mask_figures(victims(**(FIRST | parts)), before=[first, *(before or [])])
    )


def test_a_number_hidden_to_protect_others_stays_hidden_though_the_correction_has_no_more_need_of_it():
    """By the rules of one edition Russia's 15 could be shown; and then the first edition would be
    read by it. And since it is hidden, India's 12 is, or it would be found by subtraction."""
    alone = shown(public_masks.mask_figures(victims(**(FIRST | {"IN": 12, "AE": 0, "TH": 0}))))
    assert alone["RU"] == 15
    assert corrected(IN=12, AE=0, TH=0) == {"": 45 - 2, "KZ": 16, "RU": None, "IN": None}


def test_what_is_no_longer_small_and_does_not_fit_the_first_edition_is_shown():
    assert corrected(TH=30) == {"": 65, "KZ": 16, "RU": None, "TH": 30, "AE": None, "IN": None}


def test_ten_is_no_longer_small_and_nine_is():
    assert [corrected(TH=10)["TH"], corrected(TH=9)["TH"]] == [10, None]


def test_a_correction_that_changes_nothing_shows_what_was_shown():
    assert corrected() == shown(public_masks.mask_figures(victims(**FIRST)))


def test_a_number_that_was_shown_protects_no_new_small_one():
    """12 and 20 were published, and 32 in all; three late ones of a new country are not 35 less
    what everybody has."""
    first = public_masks.mask_figures(victims(KR=20, RU=12))
    assert shown(first) == {"": 32, "KR": 20, "RU": 12}
    assert shown(public_masks.mask_figures(victims(KR=20, RU=12, TH=3), before=[first])) == {
        "": None,
        "KR": 20,
        "RU": 12,
        "TH": None,
    }


def test_every_earlier_edition_counts_and_not_the_last_alone():
    second = public_masks.mask_figures(
        victims(**(FIRST | {"RU": 16})), before=[public_masks.mask_figures(victims(**FIRST))]
    )
    assert corrected(before=[second], RU=15, TH=12, AE=11, IN=14)["RU"] is None


def test_what_became_nought_is_no_hidden_number():
    assert "AE" not in corrected(AE=0)
    nothing = [Figure("harm.handed_over", 0, Unit.CASE)]
    few = public_masks.mask_figures([Figure("harm.handed_over", 3, Unit.CASE)])
    assert public_masks.mask_figures(nothing, before=[few])[0].value == 0


def test_money_that_was_hidden_stays_hidden():
    few, many = (
        Figure("wages.recovered_usd", 500_00, Unit.USD, "", "USD", behind=n) for n in (3, 30)
    )
    assert (
        public_masks.mask_figures([many], before=[public_masks.mask_figures([few])])[0].value
        is None
    )


def test_an_edition_whose_sums_do_not_add_up_frees_nothing():
    wrong = [
        Figure("harm.helped", 5, Unit.PERSON),
        *victims(KZ=16, RU=15)[1:],
        *public_masks.mask_figures(victims(TH=3, IN=4))[1:],
    ]
    assert editions.names_to_keep_hidden(victims(TH=30, IN=30), [wrong], DisclosureLimits()) == {
        (wrong[1].key, one) for one in ("TH", "IN")
    }


@given(
    first=some.lists(some.integers(0, 5), min_size=2, max_size=4),
    late=some.lists(some.integers(-2, 4), min_size=4, max_size=4),
    split=some.integers(0, 20),
)
@settings(max_examples=120, deadline=None)
def test_the_first_edition_read_by_the_second_tells_nothing(first, late, split):
    """Whoever believes of any numbers that the correction shows that they were so before still
    learns nothing of the others."""
    then, now = first, [max(0, one + more) for one, more in zip(first, late, strict=False)]
    tables = [
        guesses.sessions(one, [min(split, sum(one)), max(0, sum(one) - split)])
        for one in (then, now)
    ]
    was = public_masks.mask_figures(tables[0], smallest=SMALL)
    fresh = {
        one.name: one.value
        for one in public_masks.mask_figures(tables[1], smallest=SMALL, before=[was])
    }
    hidden = [one.name for one in was if one.value is None]
    alone = guesses.possible(was)
    tries = [name for name in hidden if fresh.get(name)]
    for size in range(1, len(tries) + 1):
        for believed in combinations(tries, size):
            found = guesses.possible(was, {name: fresh[name] for name in believed})
            for name in set(hidden) - set(tries) if found else ():
                assert guesses.apart(found[name]) >= min(
                    SMALL.people, guesses.apart(alone[name])
                ), (name, believed)
