"""The use cases: observe, plan (in `core`), apply. One module a concern."""
