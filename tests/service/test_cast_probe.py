"""The cast itself: the small register is what its names say."""

from catalog import agencies
from tests import cast


def test_each_agency_is_what_its_name_says(seeded):
    with seeded.read() as session:
        for told in cast.AGENCIES:
            print(told.external_id, agencies.standing(session, told.external_id, cast.TODAY).state)

def test_client(client, as_):
    print(client.get("/uz/").text[:100])
    assert as_("davron").get("/en/").status_code == 200
    assert as_("davron", key=True).get("/en/").status_code == 200
    assert as_("mallory", key=True).get("/en/").status_code == 200

def test_session(session): pass
