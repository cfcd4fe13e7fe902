"""The policies of a claim: those that name it, then those of its incident, if visible."""

from service.casework import evidence
from service.casework.claims import wage_claims
from service.casework.evidence import NewFile, file_uploads
from service.casework.evidence.file_uploads import Store
from service.casework.evidence.owners import RecordKind
from service.casework.incidents import incident_claims, insurance
from service.casework.incidents.incident_claims import NewIncidentClaim
from service.casework.incidents.incidents import IncidentOutcome
from service.casework.incidents.insurance import NewPolicy, PolicyProgress
from service.casework.letters import letter_policies
from service.casework.scope.incident_tables import IncidentKind
from tests.support import sample_documents, sample_files, sample_incidents
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
    row.outcome = IncidentOutcome.MISTAKE.value
    assert found(filed, ELYOR) == [], "of an incident recorded by mistake"


def test_the_newest_documents_of_the_incident_and_those_of_the_claim_can_be_enclosed(
    seeded, clock, tmp_path
):
    store = Store(seeded, tmp_path)
    with seeded.write() as session:
        claim = wage_claims.get(session, CLAIM, by=ELYOR)
        row = sample_incidents.recorded(session, claim.citizen, IncidentKind.INJURY, on=clock())
        by = {"by": ELYOR, "on": clock(), "day": TODAY}
        policy = insurance.add(session, row, NewPolicy("Own", "Zqpolicy"), **by)
        insurance.progress(session, row, PolicyProgress(policy.id, claim=CLAIM), **by)
        number, photo = row.reference, sample_files.photo()
        new = NewFile("b.jpg", len(photo), sha256=file_uploads.mark(photo))
        sent = evidence.register(session, claim, new, by=ELYOR, on=clock()).reference
    file_uploads.finish(store, sent, CLAIM, photo, by=ELYOR, on=clock())
    for pages, name, replaces in ((1, "old.pdf", None), (2, "new.pdf", 1)):
        facts = {"name": name, "replaces": replaces, "content": sample_files.pdf(pages)}
        sample_documents.attach(
            store, RecordKind.INCIDENT, number, clock(), document="medical", by=ELYOR, **facts
        )
    with seeded.read() as session:
        claim = wage_claims.get(session, CLAIM, by=ELYOR)
        (policy,) = letter_policies.list_for_claim(session, claim, by=ELYOR)
    assert [one.name for one in policy.documents] == ["new.pdf", "b.jpg"]
