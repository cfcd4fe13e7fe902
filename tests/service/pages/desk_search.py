"""The search in the header of the desk, as its tests use it."""

from typing import Any

SEARCH = "/en/desk/search"
NOTHING = "Nothing was found"


def find(client: Any, text: str) -> Any:
    """Return the answer to a search, without following it to a record."""
    results = client.post(SEARCH, data={"q": text}, follow_redirects=False)
    return client.get(results.headers["location"], follow_redirects=False)


def found(client: Any, text: str) -> str:
    """Return the results below the form of the page."""
    answer = find(client, text)
    assert answer.status_code == 200, (text, answer.status_code, answer.headers.get("location"))
    page = answer.text.partition("<h1>")[2].partition("</form>")[2].partition("</main>")[0]
    return str(page)
