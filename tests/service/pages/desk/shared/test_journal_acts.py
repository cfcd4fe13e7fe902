"""The words of the journal: one for every act and noun that the code writes, found by reading the
code."""

import ast
from collections.abc import Iterator

from catalog.licensing import proposal_decisions
from catalog.licensing.licences import OrderKind
from catalog.vacancies import vetting
from matching.applications.state_machine import STEPS
from service.pages.desk.shared.journal_acts import ACT
from service.pages.desk.shared.journal_nouns import NOUN
from tests.support import source_tree

# Where an act is told by a value: what it can be. context.note_read is told by those who call it.
BY_VALUE = {
    "catalog.licensing.licences": set(OrderKind),
    "catalog.licensing.proposal_decisions": {*proposal_decisions.JOURNAL_ACTS.values(), *OrderKind},
    "catalog.vacancies.vetting": set(vetting.STEPS),
    "service.casework.complaints.complaint_decisions": {
        "acknowledge",
        "reply",
        "settle",
        "escalate",
        "uphold",
        "dismiss",
    },
    "catalog.core.corrections": {"amend", "assess", "void"},
    "service.casework.incidents.incident_costs": {"add_cost", "settle_cost", "withdraw_cost"},
    "service.casework.incidents.insurance": {"add_policy", "answer_policy", "withdraw_policy"},
    "service.casework.incidents.relatives": {
        "add_relative",
        "correct_relative",
        "notify_family",
        "prove_relative",
        "withdraw_relative",
    },
    "service.web.context": set(),
    "matching.applications.transitions": set(STEPS),
}


def written() -> Iterator[tuple[str, ast.expr, ast.expr, ast.AST]]:
    """Every call that writes an entry: its module, its act and noun, and the function it stands
    in."""
    for name, path in source_tree.sources("i18n", "catalog", "matching", "service", "seed").items():
        for _, function in source_tree.functions([path]):
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                    yield from _told(name, call, function)


def _told(
    name: str, call: ast.Call, function: ast.AST
) -> Iterator[tuple[str, ast.expr, ast.expr, ast.AST]]:
    owner, values = (
        getattr(call.func.value, "id", ""),
        {one.arg: one.value for one in call.keywords},
    )
    if owner == "journal" and call.func.attr in ("write", "write_many"):
        yield name, call.args[1], call.args[2], function
    if (owner, call.func.attr) == ("context", "note_read"):
        yield name, values.get("act", ast.Constant("open")), call.args[1], function


def words_in(expression: ast.expr, function: ast.AST) -> set[str]:
    """The texts that a value can be: as it stands, or as the function gives it its name."""
    given = [expression]
    if isinstance(expression, ast.Name):
        assigned = [one for one in ast.walk(function) if isinstance(one, ast.Assign)]
        given = [
            one.value
            for one in assigned
            if expression.id in {getattr(to, "id", "") for to in one.targets}
        ]
    parts = [part for one in given for part in ast.walk(one)]
    return {
        part.value
        for part in parts
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def collected() -> tuple[set[str], set[str], set[str]]:
    acts, nouns, by_value = set(), set(), set()
    for name, act, noun, function in written():
        result = words_in(act, function)
        acts |= result
        nouns |= words_in(noun, function)
        by_value |= set() if result else {name}
    return acts, nouns, by_value


def test_every_act_and_noun_that_is_written_has_its_word_and_no_word_is_left_over():
    acts, nouns, by_value = collected()
    assert len(acts) > 50
    assert by_value <= set(BY_VALUE), "an act told by a value: say above what it can be"
    acts |= {str(one) for values in BY_VALUE.values() for one in values}
    assert (sorted(acts - set(ACT)), sorted(nouns - set(NOUN))) == ([], [])
    assert (sorted(set(ACT) - acts), sorted(set(NOUN) - nouns)) == ([], [])
