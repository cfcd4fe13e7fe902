"""Only the user of a task begins it; tests/seed/test_demonstration_tasks.py walks them all."""

import msgspec
import pytest

from catalog.core.actor import SYSTEM, Role
from service import accounts
from service.accounts import NewAccount
from service.pages.public.demonstration_tasks import STARTS, TASKS
from service.web import context


@pytest.fixture
def walker(seeded, app_state, clock):
    app_state.settings = msgspec.structs.replace(app_state.settings, demonstration=True)
    with seeded.write() as session:
        new_account = NewAccount("barno@demo.invalid", Role.ADVISER, "Barno", region="1726")
        accounts.add(session, new_account, by=SYSTEM, on=clock())


def test_every_button_belongs_to_one_task():
    assert [key for task in TASKS for key in task.starts] == list(STARTS)


def test_a_button_is_shown_for_whoever_is_there(walker, client):
    page = client.get("/en/walk").text
    assert '<button form="barno@demo.invalid" name="to" value="session">Start as Barno' in page
    assert 'value="claim"' not in page


def test_the_task_begins_on_its_page(walker, client):
    answer = client.post("/en/walk/barno@demo.invalid", data={"to": "session"})
    assert answer.headers["location"] == "/en/desk/advice/new"


@pytest.mark.parametrize("to", ["claim", "nothing", "//elsewhere.example", "desk/wages"])
def test_no_other_address_can_be_named(walker, client, to):
    answer = client.post("/en/walk/barno@demo.invalid", data={"to": to})
    assert answer.status_code == 404
    assert context.COOKIE not in client.cookies
