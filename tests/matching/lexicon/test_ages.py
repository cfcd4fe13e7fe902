"""An age is told from the length of a contract, and a minor from an adult."""

from matching.lexicon import ages


def test_a_short_time_is_no_age_and_an_upper_bound_of_18_is_that_of_a_minor() -> None:
    found = {text: ages.OLD.search(text) for text in ("2 goda", "do 18 let", "18 let", "45 let")}
    matches = {text: match for text, match in found.items() if match}
    assert [text for text, match in matches.items() if ages.is_age(match)] == [
        "do 18 let",
        "18 let",
        "45 let",
    ]
    assert [text for text, match in matches.items() if ages.is_minor(match)] == ["do 18 let"]
