"""What a person's export has of an incident."""

from service.casework.claims.wage_claims import Claim
from service.privacy import incident_schema
from tests.support import cast, sample_incidents


def test_the_share_of_an_heir_is_exported(seeded, clock):
    with seeded.write() as session:
        person = session.get_one(Claim, cast.CLAIM).citizen
        row = sample_incidents.died(session, person, on=clock())
        sample_incidents.heir(session, row, on=clock(), share="1/3")
        (record,) = incident_schema.incident_records(session, [person])
    assert [one.share for one in record.relatives] == ["1/3"]
