"""Names compared part by part, whatever their script, order and length."""

import pytest

from matching.identity import personal_names
from matching.identity.personal_names import Likeness, compare


def test_the_name_of_the_father_is_known_by_its_form():
    for name in ("Sherov Rustam Akmalovich", "Rustam Akmal oʻgʻli Sherov"):
        parts = personal_names.split(name)
        assert set(parts.own) == {"rustam", "sherov"}
        assert parts.father.startswith("akmal")


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Jahongir Abdullayev", "Абдуллаев Джахонгир", Likeness.SAME),
        ("Rustam Akmal oʻgʻli Sherov", "Рустам Шеров", Likeness.SAME),
        ("Rustam Sherov Akmalovich", "Rustam Sherov Karimovich", Likeness.CLOSE),
        ("Rustam Sherov", "Rustam Sherova", Likeness.CLOSE),
        ("Rustan Sherob", "Rustam Sherov", Likeness.LIKE),
        ("Rustam", "Rustam Sherov", Likeness.LIKE),
        ("Sherov R", "Rustam Sherov", Likeness.LIKE),
        ("R Karimov", "Rustam Sherov", Likeness.OTHER),
        ("", "Rustam Sherov", Likeness.OTHER),
        ("金", "Rustam Sherov", Likeness.OTHER),
        ("a " * 90, "b " * 90, Likeness.OTHER),
    ],
)
def test_how_like_two_names_are(one, other, likeness):
    assert compare(one, other) is likeness
    assert compare(other, one) is likeness, "either way round"
