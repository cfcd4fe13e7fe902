"""Other records with the number of a worker who died: seen within scope, and by a supervisor."""

from i18n import Language
from matching.identity import persons
from matching.identity.persons import Citizen, NewCitizen
from service.accounts import phone_login
from service.casework import people_access
from service.casework.incidents import shared_numbers
from service.casework.scope.incident_tables import IncidentKind
from tests.support import sample_incidents
from tests.support.cast import ELYOR, IRODA


def test_a_second_record_with_the_number_of_the_dead_is_not_overlooked(ground, clock, claim):
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    assert shared_numbers.find(ground, row, by=ELYOR) is None
    worker = ground.get_one(Citizen, claim.citizen)
    number = persons.phone(ground, worker)
    mine = persons.record(ground, NewCitizen("Zqsecond", number), by=ELYOR, on=clock())
    opened = phone_login.get_or_open(ground, number, Language.UZ, on=clock())
    injury = sample_incidents.recorded(ground, claim.citizen, IncidentKind.INJURY, on=clock())
    assert shared_numbers.find(ground, injury, by=ELYOR) is None
    found = shared_numbers.find(ground, row, by=ELYOR)
    assert (found.worker, found.records, found.has_more) == (worker, [mine], True)
    for by, sees in ((IRODA, True), (ELYOR, False)):
        account = ground.get_one(Citizen, opened.citizen)
        assert (people_access.visible_records(ground, [account], by=by) == [account]) is sees
    mine.same_as = worker.reference
    ground.flush()
    assert [one.reference for one in shared_numbers.find(ground, row, by=IRODA).records] == [
        opened.citizen
    ]
