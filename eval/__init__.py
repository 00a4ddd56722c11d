"""Measures `app.chain`: `python -m eval`."""
