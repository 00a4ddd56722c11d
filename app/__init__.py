"""Question -> checked answer: `python -m app`."""
