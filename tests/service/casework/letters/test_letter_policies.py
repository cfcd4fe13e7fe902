"""The policies of a claim: those that name it, then those of its incident, if visible."""

from service.casework.incidents import incident_claims, insurance
from service.casework.incidents.incident_claims import NewIncidentClaim
from service.casework.incidents.insurance import NewPolicy, PolicyProgress
from service.casework.letters import letter_policies
from service.casework.scope.incident_tables import IncidentKind
from tests.support import sample_incidents
from tests.support.cast import CHINORA, CLAIM, DAVRON, ELYOR, TODAY


def test_policies_that_name_the_claim_come_before_those_of_its_incident(ground, clock, claim):
    row = sample_incidents.recorded(ground, claim.citizen, IncidentKind.INJURY, on=clock())
    by = {"by": ELYOR, "on": clock(), "day": TODAY}
    own, second, gone = (
        insurance.add(ground, row, NewPolicy(name, "Zqpolicy"), **by)
        for name in ("Own", "Second", "Gone")
    )
    filed = incident_claims.file(ground, row, NewIncidentClaim("RUB", insurance=5), **by).claim
    insurance.withdraw(ground, row, gone.id, by=ELYOR, on=clock())

    def found(one, by):
        return [each.insurer for each in letter_policies.list_for_claim(ground, one, by=by)]

    assert found(filed, CHINORA) == ["Own", "Second"]
    assert found(claim, CHINORA) == []
    insurance.progress(ground, row, PolicyProgress(own.id, claim=CLAIM), **by)
    assert (found(filed, CHINORA), found(claim, CHINORA)) == (["Second"], ["Own"])
    insurance.progress(ground, row, PolicyProgress(second.id, claim=filed.reference), **by)
    assert (found(filed, ELYOR), found(filed, DAVRON)) == (["Second"], []), "of another post"
    (policy,) = letter_policies.list_for_claim(ground, filed, by=ELYOR)
    assert (policy.number, policy.event, policy.incident) == ("Zqpolicy", "injury", row.reference)
