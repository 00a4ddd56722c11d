"""Faults that take minutes to make. They are opt-in: `pytest -m faults tests/faults` (`make test-faults`)."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip where the tests weren't asked for."""
    if "faults" not in str(config.getoption("-m")):
        for item in items:
            if HERE in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="opt-in: run with `-m faults`"))
