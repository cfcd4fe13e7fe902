"""Days are typed as they are spoken, in the languages of the desk."""

from datetime import date

from service.input import typed_days

TODAY = date(2026, 11, 30)  # a Monday
DAYS = {
    "2026-11-30": "today, bugun, сегодня, бугун",
    "2026-12-01": "Tomorrow, ertaga, завтра, эртага, +1, 1.12.2026, 01/12/2026, 2026-12-01",
    "2026-12-02": "the day after tomorrow, indinga, послезавтра, next Wednesday, в среду",
    "2026-12-03": "+3, in 3 days, 3 kundan keyin, через три дня, 3 кундан кейин",
    "2026-12-07": "in a week, on Monday, next week, Monday, next Monday, bir haftadan keyin, через неделю,"
    " keyingi dushanba, в следующий понедельник, бир ҳафтадан кейин, kelasi hafta",
    "2026-12-10": "in ten days, oʻn kundan keyin, ўн кундан кейин, через десять дней",
    "2026-12-14": "in two weeks, ikki haftadan soʻng, через две недели",
    "2026-12-30": "in a month, bir oydan keyin, через месяц",
    "2026-11-29": "yesterday, kecha, вчера, кеча",
    "2026-11-23": "a week ago, bir hafta oldin, неделю назад, бир ҳафта аввал",
    "2026-10-30": "a month ago, bir oy oldin, 1 месяц назад, 30 October, 30 oktabr, 30-октября",
    "2027-01-05": "5 January, 5 yanvar, 5 января, 5 январь, 5 January 2027, 5-yanvar 2027",
}


def test_a_day_in_words_is_the_day_that_is_meant():
    wrong = {
        words.strip(): typed_days.parse(words, TODAY)
        for day, texts in DAYS.items()
        for words in texts.split(",")
        if typed_days.parse(words, TODAY) != date.fromisoformat(day)
    }
    assert not wrong


def test_what_is_no_day_is_not_guessed():
    for text in (
        "",
        "soon",
        "in",
        "week week",
        "31.02.2026",
        "in 9999 weeks",
        "x" * 500,
        "3.12",
        "ago",
        "31 June",
    ):
        assert typed_days.parse(text, TODAY) is None, text
    assert typed_days.parse("tomorrow", None) is None, "no day to count from"


def test_a_month_ends_where_its_last_day_is():
    assert typed_days.parse("in a month", date(2026, 1, 31)) == date(2026, 2, 28)
    assert typed_days.parse("in 2 months", date(2026, 12, 31)) == date(2027, 2, 28)
