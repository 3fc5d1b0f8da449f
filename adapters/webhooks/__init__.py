"""Brings messages to addresses that hosts name, and to none of the operator's own network."""
