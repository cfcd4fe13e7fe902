"""The names that programs see or that are stored, and stored values: none of them changes or goes
because something in the source is renamed."""

import csv
from collections.abc import Iterator
from pathlib import Path

from catalog.core.errors import Refusal
from matching.fraud import offer_reasons
from service import api
from service.api.api_routes import PagedQuery
from service.api.contract import components
from service.infra.access import Permission
from service.infra.settings import NAMES
from service.operations import metrics
from service.web import context, label_lists
from tests.support import source_tree

TABLE = Path(__file__).with_name("public_names.tsv")


def kept() -> set[tuple[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row["kind"], row["name"]) for row in csv.DictReader(file, delimiter="\t")}


def found() -> set[tuple[str, str]]:
    source_tree.loaded()
    names = {
        "component": components.NAMES.values(),
        "cookie": context.COOKIES,
        "cursor": [
            one.cursor_name
            for one in PagedQuery.__subclasses__()
            if one.__module__.startswith("service.")
        ],
        "metric": metric_names(),
        "offer reason": offer_reasons.REASONS,
        "operation": [one.operation_id for one in api.HANDLERS],
        "problem": [
            one.slug
            for one in (Refusal, *source_tree.kinds_of(Refusal))
            if not one.__module__.startswith("tests")
        ],
        "scope": list(Permission),
        "setting": NAMES,
        "stored value": [
            f"{name} {one.value}" for name, enum in label_lists.ENUMS.items() for one in enum
        ],
        "tag": [tag for one in api.HANDLERS for tag in one.tags],
    }
    return {(kind, str(name)) for kind, each in names.items() for name in each}


def metric_names() -> Iterator[str]:
    """What every worker counts, each with its labels."""
    for one in (metrics._requests, metrics._seconds, metrics._refusals):
        yield f"{one._name}{{{','.join(one._labelnames)}}}"


def test_no_name_that_programs_have_seen_is_gone():
    """Give the renamed thing its former name again. What is really taken away is announced in
    CHANGELOG.md first."""
    assert sorted(kept() - found()) == []


def test_every_new_name_is_written_down():
    """Add its line to tests/service/public_names.tsv: from then on programs may rely on it."""
    assert sorted(found() - kept()) == []


def test_the_names_are_in_order():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    assert lines == [lines[0], *sorted(set(lines[1:]))]
