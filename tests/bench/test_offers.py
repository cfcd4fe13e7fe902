"""Labelled offers are half false, of every kind of lie, and each is judged as the page judges it."""

from collections import Counter

from bench import offers
from matching.fraud.offer import OfferCheck, RecruiterCheck, RecruiterVerdict, Verdict


def test_the_labels_are_many_and_half_of_them_are_false():
    found = offers.labelled()
    truth = Counter(one.truth for one in found)
    assert len(found) >= 400
    assert (set(truth), min(truth.values()) / len(found) > 0.4) == ({"true", "false"}, True)
    assert len({one.lie for one in found if one.lie}) >= 15
    assert all((one.truth == "false") is bool(one.lie) for one in found)


def test_there_are_as_many_common_names_as_are_asked_for():
    names = offers.common_names()
    assert (len(names), len(set(names)) > 450) == (500, True)
    assert offers.common_names() == names


def test_one_false_offer_called_genuine_fails_the_measurement(capsys):
    nobody = RecruiterCheck(RecruiterVerdict.UNKNOWN, None, [])
    true = offers.Labelled("a", {}, "true"), OfferCheck(Verdict.FITS_SO_FAR, [], nobody)
    false = offers.Labelled("b", {}, "false", "lie"), OfferCheck(Verdict.NO_RECORD, [], nobody)
    wrong = false[0], OfferCheck(Verdict.GENUINE_MATCH, [], nobody)
    alarm = true[0], OfferCheck(Verdict.NO_RECORD, [], nobody)
    assert offers.report([true, false], {}, shows=False) == 0
    assert offers.report([true, wrong], {}, shows=False) == 1
    assert offers.report([alarm, false], {}, shows=False) == 1
    assert offers.report([true, false], {"common names": ["Somebody"]}, shows=False) == 1
    assert "false ones called genuine: 1 (limit 0)" in capsys.readouterr().out
