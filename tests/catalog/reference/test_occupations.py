"""Occupations by ISCO-08."""

import msgspec

from catalog.reference import occupations
from tests.support import cast


def test_it_knows_every_group_by_its_code_with_its_names_in_each_language(ground):
    known = occupations.by_code(ground)
    assert list(known) == sorted(cast.OCCUPATIONS)
    assert (known["7212"].title_en, known["7212"].title_uz_cyrl) == ("Welders", "Пайвандчилар")


def test_it_takes_in_only_groups_that_are_not_there_yet(ground, clock):
    welders = cast._occupation("7212", "Other welders", "Сварщики", "Payvandchilar")
    drivers = msgspec.structs.replace(welders, code="8331")
    assert occupations.load(ground, [welders, drivers], by=cast.FARIDA, on=clock()) == 1
    assert occupations.by_code(ground)["7212"].title_en == "Welders"
