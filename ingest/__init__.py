"""Corpus folder -> index: `python -m ingest`."""
