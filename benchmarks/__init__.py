"""Measured, never asserted by time. README.md says how to run them and how to read them."""
