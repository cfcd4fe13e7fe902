"""The weekend of a country."""

from i18n.weekends import rest_days


def test_friday_is_free_where_it_is_and_saturday_with_sunday_where_nobody_knows():
    free = [sorted(rest_days(country)) for country in ("SA", "IR", "AE", "RU", "ZZ", "")]
    assert free == [[4, 5], [4], [5, 6], [5, 6], [5, 6], [5, 6]]
