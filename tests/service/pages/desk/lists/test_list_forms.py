"""Saved filters on the list and, with live counts, on the first page of the desk."""

import csv
import re

from sqlmodel import select

from catalog.core import journal
from service import accounts
from service.casework.worklists import saved_filters
from service.infra import access
from service.pages.desk.lists import views
from service.web.lists import listing
from tests.support import cast

LIST = "/en/desk/wages"
FORMS = "/en/desk/lists/wages"


def once(at=0):
    return "k" * 12 + str(at)


def keep(client, name, query, at=0):
    return client.post(
        f"{FORMS}/filters", data={"once": once(at), "filter_name": name, "query": query}
    )


def mine(seeded, who=cast.CHINORA):
    with seeded.read() as session:
        rows = session.execute(saved_filters.SavedFilter.__table__.select()).all()
        return [(row.name, row.query) for row in rows]


def test_what_is_shown_is_saved_under_a_name_and_counted_on_the_desk(as_, seeded):
    client = as_("chinora")
    answer = keep(client, "Moscow, late", "post=RU-MOSCOW-EMB&overdue=no&nonsense=1&worker=Alisher")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"{LIST}?post=RU-MOSCOW-EMB&overdue=no",
    )
    assert mine(seeded) == [("Moscow, late", "post=RU-MOSCOW-EMB&overdue=no")]
    assert f'<a href="{LIST}?post=RU-MOSCOW-EMB&amp;overdue=no"' in client.get(LIST).text
    assert '<span class="big">1</span> Moscow, late' in client.get("/en/desk").text
    assert "Moscow, late" not in as_("elyor").get("/en/desk").text


def test_the_same_form_sent_twice_saves_once(as_, seeded):
    client = as_("chinora")
    assert [keep(client, "Mine", "owner=me").status_code for _ in range(2)] == [303, 303]
    assert len(mine(seeded)) == 1


def test_a_name_that_is_missing_taken_or_too_long_is_told_beside_the_field(as_, seeded):
    client = as_("chinora")
    keep(client, "Mine", "owner=me")
    for at, name in enumerate(("", "mine", "x" * 61), start=1):
        answer = keep(client, name, "country=RU", at)
        assert answer.status_code in (409, 422)
        assert 'id="filter_name-wrong"' in answer.text
        assert '<option value="RU" selected>' in answer.text
    assert len(mine(seeded)) == 1


def test_it_is_renamed_and_deleted_by_its_owner_alone(as_, seeded):
    client = as_("chinora")
    keep(client, "Mine", "owner=me")
    keep(client, "Other", "owner=nobody", 1)
    number = re.findall(r"filters/(\d+)/rename", client.get(LIST).text)[0]
    named = {"once": once(2), f"filter_name_{number}": "Mine own", "query": "country=RU"}
    assert (
        client.post(f"{FORMS}/filters/{number}/rename", data=named).headers["location"]
        == f"{LIST}?country=RU"
    )
    taken = client.post(
        f"{FORMS}/filters/{number}/rename", data={"once": once(3), f"filter_name_{number}": "other"}
    )
    assert f'id="filter_name_{number}-wrong"' in taken.text
    for act, values in (("rename", {"once": once(4), f"filter_name_{number}": "x"}), ("drop", {})):
        assert as_("iroda").post(f"{FORMS}/filters/{number}/{act}", data=values).status_code == 404
    assert as_("chinora").post(f"{FORMS}/filters/{number}/drop", data={}).status_code == 303
    assert [name for name, _ in mine(seeded)] == ["Other"]
    assert as_("chinora").post(f"{FORMS}/filters/999999999/drop", data={}).status_code == 404
    assert as_("chinora").post(f"{FORMS}/filters/{'9' * 30}/drop", data={}).status_code < 500


def test_one_that_is_not_understood_any_more_has_no_count_and_can_be_deleted(as_, seeded):
    client = as_("chinora")
    keep(client, "Long ago", "country=RU")
    with seeded.write() as session:
        row = session.execute(select(saved_filters.SavedFilter)).scalar_one()
        row.query += "&late=never_heard_of"
        number = row.id
    for page in (client.get(LIST).text, client.get("/en/desk").text):
        link = re.search(r"<a [^>]*late=never_heard_of.*?</a>", page, re.DOTALL)[0]
        assert re.sub(r"<[^>]*>|\s+", " ", link).strip() == "Long ago"
    assert f"filters/{number}/drop" in client.get(LIST).text
    assert client.post(f"{FORMS}/filters/{number}/drop", data={}).status_code == 303
    assert mine(seeded) == []


def test_the_address_it_leads_back_to_is_always_the_list(as_):
    answer = keep(as_("chinora"), "Away", "//elsewhere.example?x=1\r\nSet-Cookie: a=b")
    assert answer.headers["location"] == LIST
    assert "set-cookie" not in answer.headers or "a=b" not in answer.headers["set-cookie"]


def test_who_sees_no_claims_saves_no_filter(as_):
    assert keep(as_("jamshid"), "Mine", "").status_code == 403


def test_the_columns_chosen_are_shown_to_their_owner_alone_until_the_usual_ones_are_asked_for(as_):
    client = as_("chinora")
    chosen = {"column_state": "true", "column_nonsense": "true", "density": "wide"}
    answer = client.post(f"{FORMS}/settings", data=chosen | {"query": "country=RU"})
    assert answer.headers["location"] == f"{LIST}?country=RU"
    heads = heads_of(client.get(LIST).text)
    assert heads == ["Choose all on this page", "Worker", "Status"]
    assert 'class="labelled list wide"' in client.get(LIST).text
    assert len(heads_of(as_("elyor").get(LIST).text)) > 3
    as_("chinora").post(f"{FORMS}/settings", data={"usual": "true"})
    assert "Employer" in heads_of(as_("chinora").get(LIST).text)


def heads_of(page):
    cells = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page)
    return [re.sub("<[^>]*>", "", cell) for cell in cells]


def test_an_export_has_the_filtered_rows_and_is_in_the_journal(as_, seeded):
    client = as_("iroda")
    answer = client.post(f"{FORMS}/export", data={"kind": "csv", "query": "state=received"})
    assert answer.status_code == 200
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Worker,Employer,Country,Status")
    assert cast.CLAIM in lines[1]
    assert "filtered by Status: Received" in lines[-1]
    with seeded.read() as session:
        entry = journal.history(session, "list", "wages")[-1]
    assert (entry.act, entry.fields) == ("export", "state,rows:1")
    workbook = client.post(f"{FORMS}/export", data={"kind": "xlsx", "query": ""})
    assert workbook.content[:2] == b"PK"


def test_what_stands_below_a_value_has_a_column_of_its_own_in_an_export(as_, seeded):
    """A day with words behind it cannot be sorted by."""
    client = as_("iroda")
    data = {"kind": "csv", "query": "state=received"}
    head, row, *_rest = csv.reader(
        client.post(f"{FORMS}/export", data=data).content.decode("utf-8-sig").splitlines()
    )
    assert len(head) == len(set(head)) == len(row)
    assert not [cell for cell in row if re.match(r"\d{4}-\d\d-\d\d;", cell)]


def test_others_can_write_while_the_cells_of_an_export_are_made(as_, seeded, monkeypatch):
    client, chips = as_("iroda"), listing.chips

    def chips_while_another_writes(*asked):
        with seeded.write() as session:
            accounts.find(session, cast.email("chinora")).name = "Chinora the Second"
        return chips(*asked)

    monkeypatch.setattr(listing, "chips", chips_while_another_writes)
    answer = client.post(f"{FORMS}/export", data={"kind": "csv", "query": "state=received"})
    assert answer.status_code == 200
    assert cast.CLAIM in answer.text


def test_only_who_may_export_and_read_the_list_exports_it(as_):
    for name, status in (("chinora", 403), ("jamshid", 403), ("nodira", 403)):
        answer = as_(name).post(f"{FORMS}/export", data={"kind": "csv"})
        assert answer.status_code == status, name
    for address in ("/en/desk/lists/nonsense/export", f"{FORMS}/export"):
        assert as_("iroda").post(address, data={"kind": "exe"}).status_code == 404


def test_each_list_opens_and_keeps_filters_of_its_own(as_, seeded):
    for name, view in views.VIEWS.items():
        readers = (cast.IRODA, *cast.PEOPLE.values())
        reader = next(one for one in readers if access.allows(one, view.permission))
        client = as_(reader.name.lower())
        assert client.get(f"/en{view.path}").status_code == 200, name
        values = {"once": f"{name:k<12}", "filter_name": "Mine", "query": ""}
        answer = client.post(f"/en/desk/lists/{name}/filters", data=values)
        assert answer.headers["location"] == f"/en{view.path}", name
    assert len(mine(seeded)) == len(views.VIEWS)
