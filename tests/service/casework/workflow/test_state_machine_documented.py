"""The steps as the documentation draws them: the table that the deeds read, and nothing else."""

import re

from service.casework.claims.wage_claims import ClaimState
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import ALLOWED
from service.labels.claim_labels import CLAIM
from tests.support import source_tree

PAGE = source_tree.ROOT / "docs" / "claims.md"
START, END = "<!-- steps -->\n", "<!-- /steps -->"


def drawn() -> str:
    """The table of allowed steps, a line for each state, in the order of the life of a claim."""
    lines = ["| From | Meaning | To |", "|---|---|---|"]
    for state in ClaimState:
        to = ", ".join(f"`{one.value}`" for one in ClaimState if one in ALLOWED[state])
        lines.append(f"| `{state.value}` | {CLAIM[state.value]} | {to} |")
    return "\n".join(lines) + "\n"


def test_the_documented_steps_are_those_that_are_allowed():
    said = PAGE.read_text(encoding="utf-8").partition(START)[2].partition(END)[0]
    assert said == drawn(), "write what drawn() gives between the two marks"


def test_every_closing_reason_is_explained():
    said = PAGE.read_text(encoding="utf-8").partition("## Closing")[2].partition("## ")[0]
    first = " ".join(row.split("|")[1] for row in said.splitlines() if row.startswith("|"))
    assert set(re.findall(r"`(\w+)`", first)) == {reason.value for reason in ClosingReason}
