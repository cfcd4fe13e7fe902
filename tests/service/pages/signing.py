"""Forms by which figures are signed, as somebody at the desk fills them in, and the numbers of a
page."""

import re


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(once|seen|act|number)" value="([^"]*)"', page))


def sign(client, address: str, **values):
    return client.post(address, data=hidden(client.get(address).text) | values)


def cells(page: str, sentence: str, kinds: str = "n|hides") -> list[str]:
    """The numbers of the row with this sentence; hides: those too of which it is said that they are
    hidden."""
    rows = (
        one
        for one in page.split("<tr>")
        if sentence in one and re.search(rf'<td class="(?:{kinds})">', one)
    )
    result = re.findall(rf'<td class="(?:{kinds})">(.*?)</td>', next(rows), re.DOTALL)
    return [re.sub("<[^>]+>", "", one).strip() for one in result]
