"""What people and programs see is, letter for letter, what is stored.

`python -m tests.snapshot write` stores it again.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.snapshot.page_crawl import without_unseen_space

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
def test_routes_contract_tables_and_pages_are_as_stored():
    """Run in a separate process, where randomness must come from a seed."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "MUSOFIR"))
    }
    words = [sys.executable, "-m", "tests.snapshot", "compare"]
    done = subprocess.run(words, cwd=ROOT, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_space_that_a_reader_sees_is_compared():
    """White space between words and inline elements counts; between blocks and in tags it does not."""
    same = without_unseen_space
    assert same("<p>a <b>b</b>") != same("<p>a<b>b</b>")
    assert same("<p>a\n  <b\n id='x' >b</b>\n</p>\n\n<p>") == same("<p>a <b id='x'>b</b></p><p>")
    assert same("<pre>a\n  b</pre>") != same("<pre>a b</pre>")
    assert same('<p title="a  b">') != same('<p title="a b">')
