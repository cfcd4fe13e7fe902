"""A labelled enum is a text enum to every program, and has a label for people."""

import pickle

import msgspec
import pytest

from catalog.core.labelled_enum import LabelledEnum
from i18n import N_


class Door(LabelledEnum):
    OPEN = "open", N_("Open")
    SHUT = "shut"


class House(msgspec.Struct):
    door: Door


def test_it_is_its_value():
    assert (Door.OPEN, str(Door.OPEN), f"{Door.OPEN}", Door("open").value) == ("open",) * 4
    assert list(Door) == ["open", "shut"]
    assert hash(Door.OPEN) == hash("open")
    assert pickle.loads(pickle.dumps(Door.OPEN)) is Door.OPEN


def test_it_is_read_and_written_as_its_value():
    decoded = msgspec.json.decode(b'{"door":"open"}', type=House)
    assert decoded.door is Door.OPEN
    assert msgspec.json.encode(decoded) == b'{"door":"open"}'
    assert msgspec.json.schema(Door)["$defs"]["Door"]["enum"] == ["open", "shut"]
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"door": "Open"}, House)


def test_a_member_without_a_label_is_not_among_the_labels():
    assert Door.labels() == {"open": "Open"}
