"""Hermes Germany (HSI). What the adapter relies on, and where it stands, is in NOTES.md beside this file."""
