"""A process that stores page after page: `python -m tests.fakes.pages_without_end [stand]`, with the
address of the database and the vault's key in its environment.

It says each page that is committed. With `stand` it stops in the middle of the fourth transaction, when
everything is written and only the commit is missing, says so, and stands there.
"""

import os
import sys
import time

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
        if page == 3 and "stand" in sys.argv:
            event.listen(database.engine, "commit", _stand)
        was = desk.book.checkpoint()
        orders = [an_order(f"{page}-{number}") for number in range(20)]
        desk.keep(
            *orders,
            an_order(SHARED, changed=page),
            an_unreadable(f"u{page}"),
            move=(was, Checkpoint(settled=NOON + page * MINUTE)),
        )
        _say(f"committed {page}")


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _stand(_: object) -> None:
    _say("in the middle")
    time.sleep(600)


if __name__ == "__main__":
    main()
