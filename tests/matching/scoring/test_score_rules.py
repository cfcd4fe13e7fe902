"""The rules of the sheet: read strictly, in force from their day, and never changed once they
were."""

from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from matching.scoring import score_rules

# What a rule says, as it was published; another number of points is another rule.
PUBLISHED = {"sheet-1": "31e8c4f80ded7107"}
FOLDER = Path(score_rules.__file__).parent / "sheets"


def test_a_rule_that_was_in_force_is_still_what_it_was():
    values = {
        one.name: sha256(msgspec.json.encode(one)).hexdigest()[:16] for one in score_rules.RULES
    }
    assert values == PUBLISHED


def test_a_rule_stands_in_the_file_of_its_name():
    assert sorted(path.stem for path in FOLDER.glob("*.toml")) == sorted(
        one.name for one in score_rules.RULES
    )


def test_the_newest_is_in_force():
    assert score_rules.CURRENT is score_rules.RULES[-1]
    assert [one.valid_from for one in score_rules.RULES] == sorted(
        one.valid_from for one in score_rules.RULES
    )


@pytest.mark.parametrize("line", ["[sex]\nmost = 5", "[family]\nmost = 1", "extra = 1"])
def test_points_for_who_somebody_is_cannot_be_written(line):
    text = (FOLDER / "sheet-1.toml").read_text()
    head, tail = text.split("[occupation]", 1)
    with pytest.raises(msgspec.ValidationError):
        score_rules.read(f"{head}{line}\n[occupation]{tail}")


def test_all_parts_together_are_a_hundred_with_the_five_of_a_region():
    one = score_rules.CURRENT
    parts = (
        one.occupation.same,
        one.experience.most,
        one.language.most,
        one.certificate.most,
        one.availability.most,
    )
    assert sum(parts) + 2 * one.wishes.each == 95
