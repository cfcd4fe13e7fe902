"""The form with which a record is corrected, as a browser would send it."""

import html
import re


def opened(client, path: str) -> dict[str, str]:
    """Return what the form holds when it is opened."""
    page = client.get(f"{path}/correct")
    assert page.status_code == 200, page.status_code
    return fields(page.text)


def fields(text: str) -> dict[str, str]:
    """Return the fields of the correction form of a page."""
    form = next(one for one in text.split("<form ") if 'name="was"' in one).split("</form>")[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'{word}="([^"]*)"', tag) for word in ("name", "value"))
        if 'type="checkbox"' not in tag or " checked" in tag:
            found[name[1]] = value[1] if value else ""
    for name, body in re.findall(r'<select id="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    found |= dict(re.findall(r'<textarea id="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL))
    return {name: html.unescape(value) for name, value in found.items()}


def differences(text: str) -> dict[str, list[str]]:
    """Return the comparison after an edit conflict: as it was, as it is, and as it was typed."""
    rows = re.findall(r'<th[^>]* scope="row">(.*?)</th>(.*?)</tr>', text, re.DOTALL)
    return {
        name.strip(): [
            re.sub(r"<[^>]*>", "", cell).strip()
            for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells, re.DOTALL)
        ]
        for name, cells in rows
    }
