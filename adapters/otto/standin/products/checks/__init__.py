"""The first validation of product data, written from the contract alone: what a task complains about.

Each module looks after one part of a variation. A check is given the part, whatever it is, and its JSON path,
and yields complaints; it never raises.
"""
