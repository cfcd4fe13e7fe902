"""The words of the journey stand in one list each, and none of them is a list of the road before
it."""

from service.labels import application_labels, journey_labels
from tests.service.labels import test_application_labels


def test_no_list_stands_twice_and_each_is_held_to_its_values():
    assert not set(journey_labels.LISTS) & set(application_labels.LISTS)
    assert set(journey_labels.LISTS) <= set(test_application_labels.LISTS)
