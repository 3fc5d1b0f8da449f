"""Charts of `bench.json`, in the environment `charts`: python charts.py BENCH.json FOLDER

A PNG for each table, numbered in their order: the compared column, with the quartiles as whiskers.
"""

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")
from matplotlib import pyplot as plt

OURS, REFERENCE, OTHERS = "#1f6f8b", "#9aa5b1", "#d9a441"


def draw(table: dict[str, Any], file: Path) -> None:
    rows = [row for row in table["rows"] if table["by"] in row["figures"]][::-1]
    spreads = [row["figures"][table["by"]] for row in rows]
    colours = [
        REFERENCE if row["name"] == table["reference"] else OURS if "ours" in row["name"] else OTHERS
        for row in rows
    ]
    figure, axes = plt.subplots(figsize=(8, 1.1 + 0.45 * len(rows)), layout="constrained")
    medians = [spread["median"] for spread in spreads]
    whiskers = [
        [spread["median"] - spread["lower"] for spread in spreads],
        [spread["upper"] - spread["median"] for spread in spreads],
    ]
    bars = axes.barh([row["name"] for row in rows], medians, xerr=whiskers, color=colours, ecolor="#333")
    reference = next(row for row in table["rows"] if row["name"] == table["reference"])
    base = reference["figures"][table["by"]]["median"] or 1
    axes.bar_label(bars, [f"{median:.3g}  ({median / base:.2f} x)" for median in medians], padding=6)
    axes.margins(x=0.25)
    axes.set_xlim(left=0)
    axes.set_xlabel(table["by"])
    axes.set_title(table["title"], loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(file, dpi=120)
    plt.close(figure)


def main(source: str, folder: str) -> None:
    tables = [table for part in json.loads(Path(source).read_text())["tables"].values() for table in part]
    for number, table in enumerate(tables, 1):
        draw(table, Path(folder) / f"{number:02}.png")


if __name__ == "__main__":
    main(*sys.argv[1:3])
