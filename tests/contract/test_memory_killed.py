"""A process that is killed leaves whole pages behind, and the checkpoint that belongs to them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

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
    try:
        yield iter(process.stdout.readline, "")
    finally:
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


def test_a_page_that_was_not_committed_is_not_there(database_url: str) -> None:
    with importing(database_url, "stand") as said:
        assert [line.strip() for line, _ in zip(said, range(4), strict=False)] == [
            "committed 0",
            "committed 1",
            "committed 2",
            "in the middle",
        ]
    with afterwards(database_url) as desk:
        assert whole_pages(desk) == 3
        was = desk.book.checkpoint()
        desk.keep(an_order("3-0"), move=(was, Checkpoint(settled=NOON + 3 * MINUTE)))
        assert desk.book.checkpoint().settled == NOON + 3 * MINUTE


@pytest.mark.parametrize("pages", [1, 7])
def test_what_was_said_to_be_committed_is_there(database_url: str, pages: int) -> None:
    with importing(database_url) as said:
        for line in said:
            if line == f"committed {pages - 1}\n":
                break
    with afterwards(database_url) as desk:
        assert whole_pages(desk) >= pages
