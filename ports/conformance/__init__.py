"""The kit that every carrier plug-in passes: `pytest --pyargs ports.conformance --carrier NAME`.

The promises that it checks are numbered in `promises`; docs/carriers.md explains them to authors.
"""
