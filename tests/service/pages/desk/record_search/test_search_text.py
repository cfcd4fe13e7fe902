"""What was typed is read as a reference, a number of a person, or a name."""

from service.pages.desk.record_search import search_text


def test_a_text_is_read_as_what_it_can_be():
    for typed, kinds in (
        ("Шеров", "name"),
        ("W-A2L3S4H5", ""),
        ("+998 (90) 000-00-01", "phone"),
        ("301 234 567", "phone"),
        ("AA1234567", "passport"),
        ("3 1234567 890123", "phone pinfl"),
        ("J-PUBLISHED", "name"),
        ("Hanbit 2", ""),
    ):
        person = search_text.read(typed).person
        given = [name for name in person.__struct_fields__ if getattr(person, name)]
        assert " ".join(given) == kinds, typed


def test_a_prefix_may_be_missing_or_of_another_alphabet():
    for typed in ("w-a2l3s4h5", "Ш A2L3S4H5", "a2l3s4h5"):
        assert "W-A2L3S4H5" in search_text.read(typed).references("W"), typed
    assert search_text.read("V" * 100).references("V") == [], "no reference is so long"


def test_a_name_with_letters_of_no_reference_costs_no_look_for_one():
    numbers = ("W-A2L3S4H5", "Ш A2L3S4H5", "ABCD-EFGH", "Лиц. 5", "chinora@musofir.example")
    assert [one for one in numbers if not search_text.read(one).may_be_number] == []
    assert not search_text.read("Маҳмудов").may_be_number
