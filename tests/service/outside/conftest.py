"""A supplier of messages on the loopback, and a service that has little patience with it."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from service.outside import supplier
from tests.service.outside.fake import Supplier


@pytest.fixture
def delivers() -> Iterator[Supplier]:
    supplier = Supplier()
    thread = threading.Thread(target=supplier.server.serve_forever, args=(0.01,))
    thread.start()
    yield supplier
    supplier.closing.set()
    supplier.server.shutdown()
    thread.join()
    supplier.server.server_close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Callable[[], float]:
    """Waits one second where the service waits ten; says how long it has been."""
    monkeypatch.setattr(supplier, "PATIENCE", 1.0)
    began = time.monotonic()
    return lambda: time.monotonic() - began
