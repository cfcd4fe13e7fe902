"""Employers and agencies by the words a query has of them."""

from matching.search.firm_names import FirmNames

FIRMS = FirmNames(
    ["Hanbit Shipyard Co. Ltd", "Hanbit Foods", "Намуна Караван ООО", "Silk Road Jobs LLC"]
)


def test_a_firm_is_found_by_all_of_the_words_and_not_by_some():
    assert FIRMS.find(["hanbit"]) == {"Hanbit Shipyard Co. Ltd", "Hanbit Foods"}
    assert FIRMS.find(["hanbit", "shipyard"]) == {"Hanbit Shipyard Co. Ltd"}
    assert FIRMS.find(["hanbit", "road"]) == set()
    assert FIRMS.find(["karavan"]) == {"Намуна Караван ООО"}


def test_a_legal_form_alone_names_nobody():
    assert FIRMS.find(["ltd"]) == set()
    assert FIRMS.find([]) == set()


def test_a_long_word_may_be_misspelt_only_where_a_guess_is_wanted():
    assert FIRMS.find(["shipyrd"]) == set()
    assert FIRMS.find(["shipyrd"], guess=True) == {"Hanbit Shipyard Co. Ltd"}


def test_it_is_known_whether_the_whole_name_is_said():
    assert FIRMS.whole(["silk", "road", "jobs"], "Silk Road Jobs LLC")
    assert not FIRMS.whole(["silk"], "Silk Road Jobs LLC")
