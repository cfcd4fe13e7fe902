"""The command line: every verb is there and says what it does."""

import pytest

from service import __main__ as main


@pytest.mark.parametrize("verb", main.VERBS)
def test_every_verb_explains_itself(verb, capsys):
    assert main.main([verb, "--help"]) == 0
    assert "Usage: ./musofir" in capsys.readouterr().out


def test_a_verb_of_no_name_is_refused_in_one_sentence(capsys):
    assert main.main(["dance"]) == 2
    assert capsys.readouterr().err.startswith("musofir: ")
