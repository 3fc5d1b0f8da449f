"""A process that stores page after page, with the database's address and the vault's key in its environment:

    python -m tests.fakes.pages_without_end [NUMBER]

It says each page that is committed. With a number it stops, from the fourth page on, at the commit after so
many others, when everything is written and only this commit is missing; it says so, and stands there.
"""

import os
import sys
import time
from collections.abc import Callable

from sqlalchemy import event

from adapters.storage.database import open_database
from adapters.storage.keys import Keys
from adapters.storage.memory import DatabaseMemory
from core.checkpoint import Checkpoint
from tests.order_desk import a_desk
from tests.orders import MINUTE, NOON, an_order, an_unreadable

SHARED = "order of every page"


def main() -> None:
    database = open_database(os.environ["DATABASE"])
    desk = a_desk(DatabaseMemory(database, Keys([os.environ["VAULT_KEY"]])))
    for page in range(1_000_000):
        if page == 3 and len(sys.argv) > 1:
            event.listen(database.engine, "commit", _standing_after(int(sys.argv[1])))
        was = desk.book.checkpoint()
        orders = [an_order(f"{page}-{number}") for number in range(20)]
        desk.keep(
            *orders,
            an_order(SHARED, changed=page),
            an_unreadable(f"u{page}"),
            move=(was, Checkpoint(settled=NOON + page * MINUTE)),
        )
        _say(f"committed {page}")


def _standing_after(commits: int) -> Callable[[object], None]:
    before = iter(range(commits))

    def stand(_: object) -> None:
        if next(before, None) is None:
            _say("in the middle")
            time.sleep(60)

    return stand


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
