"""A person's file says what was found for them as long as they looked for work."""

from matching.alerts import Alert
from service.dossier import tell
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
