"""The steps of a claim in the documentation are those that the commands allow."""

import re

from service.casework.claims.wage_claims import ClaimState
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import ALLOWED
from tests.support import source_tree

PAGE = (source_tree.ROOT / "docs" / "casework.md").read_text()
START, END = "<!-- steps -->\n", "<!-- /steps -->"


def groups() -> dict[str, set[ClaimState]]:
    """Return the groups of states that the page names in bold."""
    named = re.findall(r"\*\*(\w+)\*\*(?: stands)? for ((?:`\w+`(?:, )?)+)", PAGE)
    return {name: set(map(ClaimState, re.findall(r"\w+", states))) for name, states in named}


def steps() -> str:
    """Return a line for each state, in the order of the life of a claim."""
    lines = []
    for state in ClaimState:
        whole = {name: group for name, group in groups().items() if group <= ALLOWED[state]}
        left = ALLOWED[state].difference(*whole.values())
        to = [f"`{one.value}`" for one in ClaimState if one in left]
        to += [f"**{name}**" for name in whole]
        lines.append(f"- `{state.value}`: {', '.join(to)}\n")
    return "".join(lines)


def test_the_documented_steps_are_those_that_are_allowed():
    assert len(groups()) == 4
    written = PAGE.partition(START)[2].partition(END)[0]
    assert written == steps(), "write what steps() returns between the two marks"


def test_every_closing_reason_is_explained():
    section = PAGE.partition("## When may it close?")[2].partition("## ")[0]
    first = " ".join(row.split("|")[1] for row in section.splitlines() if row.startswith("|"))
    assert set(re.findall(r"`(\w+)`", first)) == {reason.value for reason in ClosingReason}
