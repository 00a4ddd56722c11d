"""The figures of the last evaluation, as `python -m eval publish` committed them: how good this program was found.

They hold for the corpus of this checkout. The page shows them as they stand in the file; none is typed in code.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from app.errors import CorpusError

FILE = Path("eval") / "figures.json"


class Figure(BaseModel):
    """A share or a mean with its 95% interval; `k` of `n` where it is a share."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    k: int | None
    n: int
    value: float
    low: float
    high: float
    unit: str


class Figures(BaseModel):
    """What was measured, and when: of each system the same figures, in the same order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    made: date
    cases: int
    families: int
    systems: tuple[tuple[str, tuple[Figure, ...]], ...]
    kinds: tuple[Figure, ...]
    further: tuple[Figure, ...]


def read_figures(path: Path) -> Figures | None:
    """The figures in a file; None where there is no such file.

    Raises:
        CorpusError: the file holds something else.
    """
    try:
        return Figures.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        raise CorpusError(f"{path} holds no figures ({error.error_count()} errors). Run `make figures`.") from None
