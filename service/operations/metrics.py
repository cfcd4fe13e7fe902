"""Prometheus metrics of requests, refusals and backlogs.

They cover all workers of one machine and no person.
"""

import math
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog.core import journal, outbox
from service.accounts import code_levels, login_sessions
from service.accounts.login_sessions import SignIn
from service.operations import maintenance

# The folder in which workers record their counts; the library reads the variable when it is
# imported.
_SHARED = "PROMETHEUS_MULTIPROC_DIR"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_registry = CollectorRegistry()
_requests = Counter(
    "musofir_requests",
    "Requests answered, by the route's template.",
    ["route", "method", "status"],
    registry=_registry,
)
_seconds = Histogram(
    "musofir_request_seconds",
    "How long an answer took.",
    ["route"],
    registry=_registry,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
_refusals = Counter(
    "musofir_refusals",
    "Requests refused by a rule, by its name.",
    ["refusal", "role"],
    registry=_registry,
)


def known_method(method: str) -> str:
    """Return an HTTP method, or “other” for any text that is not one."""
    return method if method in _METHODS else "other"


def count_response(route: str, method: str, status: int, seconds: float) -> None:
    """Count a request."""
    _requests.labels(route, known_method(method), str(status)).inc()
    _seconds.labels(route).observe(seconds)


def count_refusal(slug: str, role: str) -> None:
    """Count a refusal; refusals to strangers are counted only here, not in the journal."""
    _refusals.labels(slug, role).inc()


def share_between_workers(folder: Path) -> None:
    """Make workers count together, from zero, in a folder of the home; call before they start."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    os.environ[_SHARED] = str(folder.resolve())


def render_metrics(session: Session, now: datetime, home: Path) -> bytes:
    """Return all metrics in the text format of Prometheus."""
    counted, waiting = _registry, CollectorRegistry()
    if folder := os.environ.get(_SHARED):
        counted = CollectorRegistry()
        MultiProcessCollector(counted, folder)  # type: ignore[no-untyped-call]
    waiting.register(_StateCollector(session, now, home))
    return generate_latest(counted) + generate_latest(waiting)


class _StateCollector(Collector):
    """Metrics of the present state of the database, the same for every worker."""

    def __init__(self, session: Session, now: datetime, home: Path) -> None:
        self.session, self.now, self.home = session, now, home

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        since = outbox.oldest_waiting(self.session)
        # A message may be scheduled for later.
        age = max((self.now - since).total_seconds(), 0) if since else 0
        yield GaugeMetricFamily(
            "musofir_journal_position", "Entries in the journal.", journal.head(self.session)[0]
        )
        yield GaugeMetricFamily(
            "musofir_outbox_waiting_seconds", "For how long the oldest unsent message waits.", age
        )
        long, busy = (
            code_levels.long_codes(self.session, on=self.now),
            code_levels.countries(self.session, on=self.now),
        )
        yield GaugeMetricFamily(
            "musofir_long_codes", "1 while very many wrong codes make new ones longer.", int(long)
        )
        yield GaugeMetricFamily(
            "musofir_busy_countries", "Calling codes to which very many messages go.", len(busy)
        )
        yield GaugeMetricFamily(
            "musofir_sign_ins", "Sign-ins that are open.", _sign_ins(self.session, self.now)
        )
        free = shutil.disk_usage(self.home).free
        yield GaugeMetricFamily("musofir_disk_free_bytes", "Room left where the home lies.", free)
        for work, done in maintenance.ages(self.session, self.now).items():
            name, description = (
                f"musofir_{work.value}_age_seconds",
                "Since it last went well; NaN where it never did.",
            )
            yield GaugeMetricFamily(
                name, description, done.total_seconds() if done is not None else math.nan
            )


def _sign_ins(session: Session, now: datetime) -> int:
    """Return the number of login sessions whose longest time is not over.

    Some of them may have ended already by the shorter time of their role.
    """
    longest = max(login_sessions.IDLE_AT_WORK, *login_sessions.IDLE.values())
    alive = (
        col(SignIn.whole).is_(True),
        col(SignIn.at) > now - login_sessions.MAX_AGE,
        col(SignIn.seen_at) > now - longest,
    )
    return int(session.execute(select(func.count()).select_from(SignIn).where(*alive)).scalar_one())
