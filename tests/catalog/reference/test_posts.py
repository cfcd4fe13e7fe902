"""Posts abroad and the lines to call."""

from catalog.reference import posts
from catalog.reference.countries import Mark
from catalog.reference.posts import NewHotline, NewPost
from tests.support.cast import FARIDA, POSTS, SEOUL, TODAY


def line(number: str, mark: Mark = Mark.SOURCED) -> NewHotline:
    return NewHotline("UZ", number, mark, "invented", *["A line"] * 4)


def test_it_takes_in_only_posts_that_are_not_there_yet(ground, clock):
    busan = NewPost(
        "KR-BUSAN-CON", "consulate", "KR", "Busan", "Asia/Seoul", "invented", Mark.SOURCED
    )
    assert posts.load(ground, [*POSTS, busan], by=FARIDA, on=clock()) == 1


def test_the_embassy_of_a_country_comes_first(ground, clock):
    busan = NewPost(
        "KR-BUSAN-CON", "consulate", "KR", "Busan", "Asia/Seoul", "invented", Mark.SOURCED
    )
    posts.load(ground, [busan], by=FARIDA, on=clock())
    assert {post.code for post in posts.list_handling(ground, TODAY, "KR")} == {
        SEOUL,
        "KR-BUSAN-CON",
    }
    assert posts.list_handling(ground, TODAY, "PL") == []


def test_a_line_without_a_source_is_shown_to_staff_only(ground, clock):
    assert (
        posts.load_hotlines(
            ground, [line("1000"), line("1001", Mark.UNCONFIRMED)], by=FARIDA, on=clock()
        )
        == 2
    )
    assert [one.number for one in posts.hotlines(ground, TODAY)] == ["1000"]
    assert [one.number for one in posts.hotlines(ground, TODAY, staff=True)] == ["1000", "1001"]


def test_a_line_is_known_by_its_number(ground, clock):
    posts.load_hotlines(ground, [line("1000")], by=FARIDA, on=clock())
    assert posts.load_hotlines(ground, [line("1000"), line("1002")], by=FARIDA, on=clock()) == 1
