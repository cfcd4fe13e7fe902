"""What a watcher counts."""

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from catalog.core import journal, outbox
from catalog.core.outbox import Channel
from service.accounts import login_sessions
from service.operations import metrics
from tests.support import cast, source_tree


@pytest.fixture
def read(client, as_):
    """The figures as a scraper reads them: each under its name and labels."""

    def read() -> dict[str, float]:
        answer = as_("laylo", key=True, scopes=("metrics:read",)).get("/metrics")
        assert (answer.status_code, answer.headers["content-type"]) == (
            200,
            "text/plain; version=1.0.0; charset=utf-8",
        )
        as_()
        samples = [
            one for family in text_string_to_metric_families(answer.text) for one in family.samples
        ]
        return {
            " ".join([one.name, *(value for _, value in sorted(one.labels.items()))]): one.value
            for one in samples
        }

    return read


def test_requests_are_counted_by_route_method_and_status(client, read):
    names = [
        "musofir_requests_total GET /{lang}/vacancies/{reference} 404",
        "musofir_requests_total GET - 404",
        "musofir_requests_total other - 405",
    ]
    before = read()
    for path in ("/uz/vacancies/V-NOBODY", "/ru/vacancies/V-NONE", "/nowhere/at/all"):
        client.get(path)
    client.request("BREW", "/uz/")
    after = read()
    assert [after[name] - before.get(name, 0) for name in names] == [2, 1, 1]
    assert after["musofir_request_seconds_count /{lang}/vacancies/{reference}"] >= 2


def test_what_is_refused_to_strangers_is_counted_by_its_name(client, read, as_):
    before = read()
    client.get("/en/desk")
    as_("barno").get("/en/desk/licences")
    after = read()
    for name in (
        "musofir_refusals_total sign-in-needed visitor",
        "musofir_refusals_total not-allowed adviser",
    ):
        assert after[name] - before.get(name, 0) == 1


def test_what_waits_is_read_at_the_moment_it_is_asked(read, seeded, clock):
    assert read()["musofir_outbox_waiting_seconds"] == 0
    with seeded.write() as session:
        outbox.put(
            session, Channel.SMS, "+998000000001", "code", on=clock() - timedelta(seconds=90)
        )
    with seeded.read() as session:
        position = journal.head(session)[0]
    result = read()
    assert result["musofir_outbox_waiting_seconds"] == 90
    # The key with which it was asked is an entry itself.
    assert result["musofir_journal_position"] == position + 1


def test_open_sign_ins_are_counted_until_their_time_is_over(read, as_, clock):
    before = read()["musofir_sign_ins"]
    as_("barno")
    assert read()["musofir_sign_ins"] == before + 1
    clock.forward(hours=login_sessions.MAX_AGE.total_seconds() / 3600)
    assert read()["musofir_sign_ins"] == 0


@pytest.mark.parametrize(("name", "status"), [(None, 401), ("komila", 403), ("alisher", 403)])
def test_figures_are_for_who_may_read_them(client, as_, name, status):
    answer = as_(name, key=True).get("/metrics") if name else as_().get("/metrics")
    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    assert (answer.headers.get("www-authenticate") == "Bearer") == (status == 401)


def test_an_administrators_key_for_something_else_does_not_read_them(as_):
    assert as_("laylo", key=True, scopes=("accounts:write",)).get("/metrics").status_code == 403


def test_no_figure_names_anybody(client, as_, read):
    as_("chinora").get(f"/en/desk/wages/{cast.CLAIM}")
    result = " ".join(read())
    assert re.findall(r"U-|W-|\+998|chinora|@", result) == []
    assert "/{lang}/desk/wages/{reference}" in result


_WORKER = """
from service.operations import metrics
metrics.count_response('/x', 'GET', 200, 0.1)
metrics.count_refusal('stale', 'visitor')
"""


def test_workers_count_together_and_begin_from_nothing(tmp_path, monkeypatch, seeded, clock):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "kept so that it is put back")
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics" / "counter_1.db").write_bytes(b"left by the last time")
    metrics.share_between_workers(tmp_path / "metrics")
    workers = [
        subprocess.Popen([sys.executable, "-c", _WORKER], cwd=source_tree.ROOT, env=os.environ)
        for _ in range(2)
    ]
    assert [worker.wait() for worker in workers] == [0, 0]
    with seeded.read() as session:
        result = metrics.render_metrics(session, clock(), tmp_path).decode()
    assert 'musofir_requests_total{method="GET",route="/x",status="200"} 2.0' in result
    assert 'musofir_refusals_total{refusal="stale",role="visitor"} 2.0' in result
    assert 'musofir_request_seconds_count{route="/x"} 2.0' in result
    assert (tmp_path / "metrics").stat().st_mode & 0o077 == 0
