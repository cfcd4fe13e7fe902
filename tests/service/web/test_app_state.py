"""What a running service keeps in memory of the register: read again once anybody has committed
anything, and not before."""

from sqlalchemy import event

from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from tests.support.cast import CLAIM, FARIDA


def read(app_state) -> list[str]:
    """The questions that it takes to have the register at hand."""
    asked: list[str] = []
    listen = lambda _c, _cursor, question, *_more: asked.append(question)  # noqa: E731
    event.listen(app_state.database.engine, "before_cursor_execute", listen)
    with app_state.database.read() as session:
        app_state.register_cache(session)
    event.remove(app_state.database.engine, "before_cursor_execute", listen)
    return [question for question in asked if question.startswith("SELECT")]


def named(app_state, clock, name: str) -> None:
    with app_state.database.write() as session:
        lexicon_terms.load(session, [Name("7212", "title", name, "uz")], by=FARIDA, on=clock())


def known(app_state, name: str) -> bool:
    with app_state.database.read() as session:
        return name in app_state.register_cache(session).lexicon.by_key


def test_nothing_is_asked_while_nobody_commits(app_state):
    assert read(app_state)
    again = read(app_state)
    assert (again == []) is app_state.database.sqlite
    assert len(again) <= 1, "and one short question where the database tells no version"


def test_what_somebody_committed_is_known_at_the_next_request(app_state, clock):
    assert not known(app_state, "olovchi")
    named(app_state, clock, "olovchi")
    assert known(app_state, "olovchi")


def test_whoever_reads_what_was_before_leaves_nothing_old_behind(app_state, clock):
    read(app_state)
    with app_state.database.read() as session:
        lexicon_terms.lexicon(session)
        named(app_state, clock, "olovchi")
        app_state.register_cache(session)
    assert known(app_state, "olovchi")


def test_a_new_day_is_a_new_register(app_state, clock):
    read(app_state)
    clock.forward(days=1)
    assert read(app_state)


def test_pages_write_a_city_as_its_reader_does_from_the_next_request(client, as_, seeded, clock):
    cities = [("RU", "Moscow", "Moscow|Moskva|Москва")]
    with seeded.write() as session:
        lexicon_terms.load_cities(session, cities, by=FARIDA, on=clock())
    client.get("/ru/vacancies")
    assert "Москва" in client.get("/ru/advice").text
    assert "Moskva" in client.get("/uz/advice").text
    assert "Москва" in as_("chinora").get(f"/uz-Cyrl/desk/wages/{CLAIM}").text
