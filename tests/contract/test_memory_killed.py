"""A process that is killed leaves whole pages behind, and the checkpoint that belongs to them."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

import pytest
from cryptography.fernet import Fernet

from adapters.storage.keys import Keys
from adapters.storage.memory import open_memory
from core.checkpoint import Checkpoint
from tests.fakes.pages_without_end import SHARED
from tests.order_desk import OTTO, Desk
from tests.orders import MINUTE, NOON, an_order
from tests.specs import ROOT

KEY = Fernet.generate_key().decode()


@contextmanager
def importing(url: str, *arguments: str) -> Iterator[Iterator[str]]:
    """What a process says that stores pages; it is killed at the end of the block, wherever it is."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.pages_without_end", *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE": url, "VAULT_KEY": KEY},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    silence = threading.Timer(60, process.kill)  # then the test fails instead of waiting for ever
    silence.start()
    try:
        yield iter(process.stdout.readline, "")
    finally:
        silence.cancel()
        process.kill()
        process.wait()
        process.stdout.close()


@contextmanager
def afterwards(url: str) -> Iterator[Desk]:
    memory = open_memory(url, Keys([KEY]))
    (account,) = memory.accounts.all()
    anna = memory.of(account.id)
    yield Desk(anna.orders(OTTO), anna, anna.portal_accounts.find_or_add("OTTO"))
    memory.close()


def whole_pages(desk: Desk) -> int:
    """How many pages are stored, and nothing else."""
    checkpoint = desk.book.checkpoint()
    assert checkpoint.settled is not None
    pages = int((checkpoint.settled - NOON) / MINUTE) + 1
    stored = {stored.sales_order_id: stored.order for stored in desk.stored()}
    orders = {
        f"{page}-{number}": an_order(f"{page}-{number}") for page in range(pages) for number in range(20)
    }
    unread = {f"u{page}": None for page in range(pages)}
    assert stored == {**orders, **unread, SHARED: an_order(SHARED, changed=pages - 1)}
    return pages


@pytest.mark.parametrize("later", [0, 1])
def test_a_page_that_was_not_committed_is_not_there(database_url: str, later: int) -> None:
    """Whichever commit it dies at: a page and its checkpoint are there together, or neither is."""
    pages = 3 + later
    with importing(database_url, str(later)) as said:
        lines = [line.strip() for line in islice(said, pages + 1)]
    assert lines == [*(f"committed {page}" for page in range(pages)), "in the middle"]
    with afterwards(database_url) as desk:
        assert whole_pages(desk) == pages
        was = desk.book.checkpoint()
        desk.keep(an_order("next"), move=(was, Checkpoint(settled=NOON + pages * MINUTE)))
        assert desk.book.checkpoint().settled == NOON + pages * MINUTE


def test_what_was_said_to_be_committed_is_there(database_url: str) -> None:
    with importing(database_url) as said:
        lines = list(islice(said, 5))
    assert lines[-1] == "committed 4\n"
    with afterwards(database_url) as desk:
        assert whole_pages(desk) >= 5
