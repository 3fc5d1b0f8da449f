"""The command `app-center`, inside this process or as one of its own."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from app_center.cli import main


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left: exit status and both streams."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        found = json.loads(self.out)
        assert isinstance(found, list)
        return found


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Commands with a home of their own, and the server of one app at `address`."""

    home: Path
    address: str
    app: str = "otto"

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "APP_CENTER_HOME": str(self.home),
            "APP_CENTER_BASE_URLS": json.dumps({self.app: self.address}),
            "APP_CENTER_LOG_LEVEL": "info",
        }

    def run(self, *words: str, stdin: str = "") -> Said:
        """In this process: quick."""
        out, err = io.StringIO(), io.StringIO()
        status = 0
        with (
            mock.patch.dict(os.environ, self.environment),
            mock.patch.object(sys, "argv", ["app-center", *words]),
            mock.patch.object(sys, "stdin", io.StringIO(stdin)),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                main()
            except SystemExit as exit_:
                status = int(exit_.code or 0)
        return Said(status, out.getvalue(), err.getvalue())

    @contextmanager
    def started(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """As a process of its own, killed at the end if it still runs."""
        process = subprocess.Popen(
            [sys.executable, "-c", "from app_center.cli import main; main()", *words],
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()
