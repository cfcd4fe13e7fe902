"""A person's file says what was found for them as long as they looked for work."""

from matching.alerts import Alert
from matching.applications import Application
from matching.notices import Notice
from matching.profiles import LookingFor
from matching.searches import SavedSearch
from service.dossier import file, looking, tell
from service.dossier.looking import Suits
from tests import cast
from tests.matching import market


def test_it_says_what_was_found_for_them_and_when_they_were_told(seeded, clock):
    with seeded.write() as session:
        (person,) = market.people(session, "Aziz", on=clock())
        market.night(session, on=clock())
        new = market.publish(session, "J-NEW", on=clock()).reference
        session.add(Alert(citizen=person.reference, vacancy=new, points=76, found_on=cast.TODAY, told_on=cast.TODAY))
        session.flush()
        (looks,) = tell.tell(session, person.reference, now=clock()).profiles
        known = cast.named(session, "published").reference
    assert looks.ranked == [Suits(known, 76, cast.TODAY)]
    assert looks.alerts == [Suits(new, 76, cast.TODAY, cast.TODAY)]


# What stands in a row and is not theirs to be told twice, or says nothing of them.
BESIDE = {
    Application: {"knowable", "rule", "checked", "placement", "sex", "age_band", "region"},
    LookingFor: {"changed_at"}, SavedSearch: {"id"}, Notice: {"days"},
}  # fmt: skip


def test_no_column_of_theirs_is_forgotten():
    told = {
        Application: file.Applied,
        LookingFor: looking.Looks,
        SavedSearch: looking.Searched,
        Notice: looking.Noticed,
    }
    for table, said in told.items():
        columns = set(table.__table__.columns.keys()) - {"citizen", "version"}
        assert columns - set(said.__struct_fields__) - BESIDE[table] == set(), said
