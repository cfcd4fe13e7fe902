"""Labels of facts: one for every fact that a correction can change."""

from catalog.licensing.agency_corrections import AgencyFacts
from matching.identity.person_corrections import PersonFacts
from matching.journey.placement_corrections import PlacementFacts
from matching.journey.return_corrections import ReturnFacts
from service.accounts.account_corrections import AccountFacts
from service.casework.advice import count_corrections
from service.casework.advice.session_corrections import SessionFacts
from service.casework.incidents.incidents import IncidentFacts
from service.casework.workflow.claim_facts import NewFacts
from service.casework.workflow.claim_lines import LineCorrection
from service.casework.worklists.group_corrections import SharedFacts
from service.pages.desk.shared import record_fields

FACTS = {
    "account": AccountFacts,
    "advice": SessionFacts,
    "agency": AgencyFacts,
    "citizen": PersonFacts,
    "claim": NewFacts,
    "group": SharedFacts,
    "homecoming": ReturnFacts,
    "incident": IncidentFacts,
    "placement": PlacementFacts,
    **{noun: kind.facts for noun, kind in count_corrections.KINDS.items()},
}
LINES = {"claim": LineCorrection.__struct_fields__}
# What a correction carries besides facts.
OTHERS = {"confirm", "lines", "number", "reason", "remove"}


def test_a_fact_that_programs_alone_correct_has_no_raw_name_in_the_history():
    assert set(record_fields.BY_NOUN) == set(FACTS)
    nameless = {
        f"{noun}.{name}"
        for noun, facts in FACTS.items()
        for name in (*facts.__struct_fields__, *LINES.get(noun, ()))
        if name not in OTHERS and record_fields.find(record_fields.BY_NOUN[noun], name)[0] is None
    }
    assert nameless == set()


def test_a_fact_of_a_branch_does_not_take_the_label_of_its_agency():
    found, number = record_fields.find(record_fields.AGENCY_HISTORY, "branches.2.address")
    assert (found, number) == (("Address of the branch", "text"), 2)
