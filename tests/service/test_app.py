"""The house put together: what every answer carries, and what stays shut."""


def test_the_description_of_the_doors_can_be_read(client):
    answer = client.get("/schema/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")
