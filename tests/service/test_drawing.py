"""A page is drawn in one language: its words, its refusals, and forms that cannot be sent twice."""

import pytest

from catalog.ground.fields import TooLong
from i18n import CITIZEN, Language
from service import drawing


@pytest.mark.parametrize("lang", CITIZEN)
def test_every_list_is_said_in_every_language(lang):
    assert all(said for _, said in drawing.listed(lang, "role"))
    assert drawing.word(lang, "role", "adviser") != "adviser"


def test_a_refusal_is_said_with_its_facts():
    assert "12" in drawing.refused(Language.RU, TooLong(most=12))


def test_karakalpak_falls_back_on_uzbek_where_a_row_has_none():
    class Row:
        name_uz, name_kaa = "Payvandchi", ""

    assert drawing.said(Language.KAA, Row, "name") == "Payvandchi"


def test_no_two_forms_have_the_same_key():
    assert len({drawing.fresh_key() for _ in range(100)}) == 100


def test_what_somebody_typed_is_never_markup():
    html = drawing.ENVIRONMENTS[Language.EN].from_string("{{ told }}").render(told="<script>alert(1)</script>")
    assert "<script>" not in html
