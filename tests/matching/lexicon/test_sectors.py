"""Whole sectors in everyday words."""

from i18n.scripts import tokens
from matching.lexicon import sectors


def test_a_sector_is_known_in_any_case() -> None:
    for typed in ("qurilishda", "стройку", "qurılısta", "construction"):
        assert "71" in sectors.groups_of("".join(tokens(typed))), typed
    assert sectors.groups_of("payvandchi") == ()


def test_only_a_wide_sector_that_is_named_alone_stands_for_all_its_trades() -> None:
    assert "81" in sectors.groups_of_all(["zavodda"])
    assert sectors.groups_of_all(["zavod", "shofer"]) == ()
    assert sectors.groups_of_all(["shofer"]) == ()
    assert sectors.groups_of_all([]) == ()
