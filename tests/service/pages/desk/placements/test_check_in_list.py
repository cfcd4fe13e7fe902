"""The list of check-ins is filtered by what was answered, and by a worker's name."""

from tests.service.pages.account.test_my_check_ins import GRAVE
from tests.service.pages.desk.placements.test_check_in_pages import answer, number

LIST = "/en/desk/check-ins"
__all__ = ["number"]


def test_who_needs_a_call_is_shown_alone(as_, number):
    client = as_("davron")
    assert "Silent Invented" in client.get(f"{LIST}?answers=waiting").text
    assert "Silent Invented" not in client.get(f"{LIST}?answers=call").text
    answer(client, number, GRAVE)
    assert "Silent Invented" in client.get(f"{LIST}?answers=call&country=KR").text
    for name, found in (("silent", True), ("Nobody", False)):
        page = client.post(f"{LIST}/find", data={"worker": name}, follow_redirects=True)
        assert ("Silent Invented" in page.text) == found, name
    assert "Silent Invented" not in as_("elyor").get(LIST).text
