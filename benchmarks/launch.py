"""Runs one program and writes down what it cost: python -I -S launch.py REPORT.json COMMAND...

A program inherits the peak of the one that starts it, so a small one does.
"""

import json
import os
import sys
import time
from pathlib import Path


def main(report: str, command: list[str]) -> int:
    started = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(process, 0)
    figures = {
        "cpu": usage.ru_utime + usage.ru_stime,
        "wall": time.perf_counter() - started,
        "peak_mb": usage.ru_maxrss / 1024,
    }
    Path(report).write_text(json.dumps(figures))
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
