"""People as columns: one row for each trade, all languages of it together."""

from matching.profiles import profile_edits
from matching.profiles.profile_edits import LanguageInput, PreferencesInput, TradeInput
from matching.ranking import candidate_columns
from matching.ranking.candidate_columns import NEVER
from matching.scoring.eligibility import Level, Profile
from tests.matching.sheets import DAY
from tests.support.cast import TODAY
from tests.support.sample_applications import WORKER, worker


def test_a_person_stands_in_every_kind_of_work_that_they_know():
    items = [
        Profile("7212", language="ko"),
        Profile("7212", language="en"),
        Profile("7213"),
        Profile("5120"),
    ]
    found = candidate_columns.by_kind([(3, items, "KR"), (5, items[3:], "")])
    assert {
        kind: [(owner, len(same), wished) for owner, same, wished in rows]
        for kind, rows in found.items()
    } == {
        "72": [(3, 2, "KR"), (3, 1, "KR")],
        "51": [(3, 1, "KR"), (5, 1, "")],
    }


def test_rows_hold_numbers_of_what_was_told():
    known = candidate_columns.values()
    same = [
        Profile("7212", 3, language="ko", level=Level.A2, wage=5, currency="USD"),
        Profile("7212", 3, language="en"),
    ]
    people = candidate_columns.build_columns(
        [(0, same, ""), (1, [Profile("7213", available_from=DAY, passport_until=DAY)], "KR")], known
    )
    assert (people.size, people.owner.tolist(), people.part(slice(1, 2)).owner.tolist()) == (
        2,
        [0, 1],
        [1],
    )
    assert known["tongue"].all == [(("en", None), ("ko", Level.A2)), ((None, None),)]
    assert (known["wish"].all, known["land"].all) == ([("USD", 5), None], ["", "KR"])
    assert (people.free.tolist(), people.travels.tolist()) == (
        [NEVER, DAY.toordinal()],
        [NEVER, DAY.toordinal()],
    )


def test_a_wage_without_a_currency_or_of_nothing_is_no_wish():
    known = candidate_columns.values()
    candidate_columns.build_columns(
        [(0, [Profile("7212", wage=5)], ""), (1, [Profile("7212", wage=0, currency="USD")], "")],
        known,
    )
    assert known["wish"].all == [None]


def test_read_from_what_they_described(ground, clock):
    person, arguments = worker(ground, on=clock()), {"by": WORKER, "on": clock(), "day": TODAY}
    profile_edits.save_part(
        ground, person, PreferencesInput(["KR", "DE"], looking=True), **arguments
    )
    profile_edits.save_list(
        ground, person, TradeInput, [TradeInput("7212", 4), TradeInput("5120", 1)], **arguments
    )
    profile_edits.save_list(
        ground,
        person,
        LanguageInput,
        [LanguageInput("ko", Level.B1), LanguageInput("ru")],
        **arguments,
    )
    ((who, values, wished),) = candidate_columns.read(
        ground, lambda citizen: citizen == person.reference, TODAY
    )
    assert (who, wished) == (person.reference, "DE,KR")
    assert [(one.occupation, one.language) for one in values] == [
        ("5120", "ko"),
        ("5120", "ru"),
        ("7212", "ko"),
        ("7212", "ru"),
    ]
    profile_edits.save_list(ground, person, TradeInput, [], **arguments)
    assert (
        list(candidate_columns.read(ground, lambda citizen: citizen == person.reference, TODAY))
        == []
    )
