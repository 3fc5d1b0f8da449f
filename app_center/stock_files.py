"""Stock as a CSV file that the import reads as the same."""

import csv
from typing import TextIO

from ports.inventory import Warehouse
from sync.stock_import import COLUMNS


def export_stock(file: TextIO, warehouse: Warehouse) -> int:
    """All articles, a row each; how many."""
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    count = 0
    for article in warehouse.articles():
        level = article.level
        writer.writerow([article.sku, article.ean, article.title, level.on_hand, level.buffer])
        count += 1
    return count
