"""The access of an active app is looked at now and then: what it may, how long, whether it still holds."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from adapters.carriers.dhl.standin import DEMO_USER
from core.activation import Right, ending_soon
from core.text import Text
from tests.contract.test_command_line_labels import active


def test_a_password_that_ends_soon_is_warned_about_ahead(tmp_path: Path) -> None:
    with active("dhl", tmp_path) as (line, _):
        changed = (datetime.now(UTC) - timedelta(days=80)).date().isoformat()
        given = ("--set", f"password_changed_on={changed}", "--set", "user_kind=personal")
        assert line.run("activate", "dhl", "--account", "shop", *given).status == 0
        said = line.run("sync", "dhl", "--account", "shop", "--only", "access")
        assert said.status == 0, said.err
        assert "3 granted" in said.out or "4 granted" in said.out
        (row,) = [
            row for row in line.run("status", "--account", "shop", "--json").rows if row["app"] == "dhl"
        ]
        assert "10 days left" in row["credentials"]["warnings"][0]
        assert row["credentials"]["valid"] is True


def test_access_that_was_lost_shows_before_it_is_needed(tmp_path: Path) -> None:
    with active("dhl", tmp_path) as (line, standin):
        standin.office.change(DEMO_USER, password="another one")
        said = line.run("sync", "dhl", "--account", "shop", "--only", "access")
        assert said.status == 1
        (row,) = [
            row for row in line.run("status", "--account", "shop", "--json").rows if row["app"] == "dhl"
        ]
        assert row["state"] == "needs_access"
        assert row["credentials"]["valid"] is False
        assert "password" in row["credentials"]["cause"].lower()


def test_a_server_that_is_down_takes_no_access_away(tmp_path: Path) -> None:
    with active("hermes", tmp_path) as (line, _):
        pass
    assert line.run("sync", "hermes", "--account", "shop", "--only", "access").status == 1
    (row,) = [row for row in line.run("status", "--account", "shop", "--json").rows if row["app"] == "hermes"]
    assert row["state"] == "active"
    assert row["last_failure"]


def test_what_ends_first_is_said_first_and_what_lasts_is_not_said() -> None:
    def right(key: str, ends_on: date | None) -> Right:
        return Right(key, True, Text(en=key, de=key), ends_on)

    today = date(2026, 3, 1)
    rights = [
        right("late", date(2026, 3, 22)),
        right("soon", date(2026, 3, 21)),
        right("over", date(2026, 2, 27)),
        right("never", None),
    ]
    assert [found.key for found in ending_soon(rights, today)] == ["over", "soon"]
