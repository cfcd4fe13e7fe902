"""The measurement of searches with conditions, in little."""

import subprocess
import sys

from bench import conditions
from bench.conditions import Answer, Labelled, Wanted
from matching.search.query import ParsedQuery
from matching.search.search_results import Listing

ASKED = Labelled("svarshik s jilem", "ru", Wanted(occupations=("7212",), housing=True), True)


def answer(*unmet: tuple[str, ...]) -> Answer:
    return Answer(ASKED, Listing([], len(unmet), None, ParsedQuery()), list(unmet))


def test_a_hit_meets_everything_and_no_result_fails_a_condition():
    assert answer((), ("occupations",)).hit
    assert not answer((), ("housing",)).hit
    assert not answer(("occupations",)).hit
    assert not answer().hit


def test_every_query_is_read_and_says_something():
    some = conditions.queries(conditions.OWN)
    assert len(some) > 300
    assert all(one.wants != Wanted() for one in some)
    assert set(conditions._MEETS) == set(Wanted.__struct_fields__)


def test_a_home_of_its_own_knows_every_table_before_the_demonstration_fills_it():
    """Rows are inserted in the order of the tables that are known: alone, not within the suite."""
    alone = "import sys, bench.conditions; print('service.operations.all_models' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", alone], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
