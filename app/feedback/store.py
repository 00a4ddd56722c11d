"""Where feedback is kept: one table through SQLAlchemy. The only importer of SQLAlchemy.

SQLite overwrites what is purged (`secure_delete`), and its file is for its owner alone. Any other database that
SQLAlchemy knows can be named too, where its driver is installed.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    select,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from app.errors import InputError, ServiceError
from app.feedback.entry import MAX_REASON_CHARACTERS, Entry, Place, Thumbs, places_of
from app.feedback.masking import masked
from app.schema import Answer

WAIT_SECONDS = 5.0
"""For another process that writes: export and purge run beside the chat."""

_METADATA = MetaData()
_ENTRIES = Table(
    "feedback",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("on", Date, nullable=False, index=True),
    Column("language", String(2), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("model", String(200), nullable=False),
    Column("places", JSON, nullable=False),
    Column("thumbs", String(4)),
    Column("reason", Text, nullable=False),
    Column("question", Text, nullable=False),
)
_LOG = logging.getLogger(__name__)


class FeedbackStore:
    """Keeps feedback for `days` days. Safe in several threads, and beside other processes.

    Raises:
        InputError: the URL can't be used.
        ServiceError: the database can't be opened.
    """

    def __init__(self, url: str, days: int, today: Callable[[], date] = date.today) -> None:
        self.days = days
        self._today = today
        self._purged: date | None = None
        self._lock = threading.Lock()
        self._engine = _open(url)

    def record(self, answer: Answer, *, thumbs: Thumbs | None = None, reason: str = "", consent: bool = False) -> bool:
        """Keep an answer or an opinion of it (contract: `FeedbackLike`); a failing database is logged, not raised."""
        is_opinion = bool(thumbs or reason.strip() or consent)
        entry = Entry(
            "opinion" if is_opinion else "answer",
            self._today(),
            answer.language,
            answer.outcome,
            answer.model,
            places_of(answer),
            thumbs,
            masked(_encodable(reason).strip())[:MAX_REASON_CHARACTERS],
            masked(_encodable(answer.question)) if consent else "",
        )
        try:
            with self._lock:  # SQLite writes one at a time anyhow, and a thread that waits here waits fairly
                self._purge_daily()
                with self._engine.begin() as connection:
                    connection.execute(_ENTRIES.insert(), _row(entry))
        except SQLAlchemyError as error:
            _LOG.error("feedback is not kept: %s", type(error).__name__)
            return False
        return True

    def entries(self, days: int | None = None) -> Iterator[Entry]:
        """What is kept, oldest first; of the last `days` days where they are given.

        Raises:
            ServiceError: the database fails.
        """
        wanted = select(_ENTRIES).order_by(_ENTRIES.c.id)
        if days is not None:
            wanted = wanted.where(_ENTRIES.c.on > self._today() - timedelta(days=days))
        try:
            with self._engine.connect() as connection:
                for row in connection.execute(wanted).mappings():
                    values = {key: value for key, value in row.items() if key != "id"}
                    yield Entry(**values | {"places": tuple(Place(**place) for place in row["places"])})
        except SQLAlchemyError as error:
            raise _failed(error) from None

    def purge(self) -> int:
        """Delete what is older than the days that are set; gives the number of rows.

        Raises:
            ServiceError: the database fails.
        """
        try:
            return self._purge()
        except SQLAlchemyError as error:
            raise _failed(error) from None

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def _purge_daily(self) -> None:
        """Keep the promise of the days also where nobody runs the command."""
        if self._purged != self._today():
            self._purge()
            self._purged = self._today()

    def _purge(self) -> int:
        oldest = self._today() - timedelta(days=self.days)
        with self._engine.begin() as connection:
            return connection.execute(_ENTRIES.delete().where(_ENTRIES.c.on <= oldest)).rowcount


def _encodable(text: str) -> str:
    """Half a surrogate pair, which a request can hold and no database takes, as a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _row(entry: Entry) -> dict[str, object]:
    return asdict(entry) | {"places": [asdict(place) for place in entry.places]}


def _open(given: str) -> Engine:
    """An engine with its table; the file of SQLite made where there is none.

    Errors never quote the URL, which may hold a password, nor what was to be written.
    """
    try:
        url = make_url(given)
        if url.get_backend_name() == "sqlite":
            _make_file(url)
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, **_options(url))
    except (ArgumentError, NoSuchModuleError):
        raise InputError(
            "CMI_FEEDBACK_URL is no URL of a database. Give one such as sqlite:///data/feedback.db."
        ) from None
    except ModuleNotFoundError as error:
        raise InputError(f"CMI_FEEDBACK_URL needs a driver: install the package {error.name}.") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _overwrite_what_is_deleted)
    try:
        _METADATA.create_all(engine)
        with engine.connect() as connection:
            _is_ours(connection)
    except SQLAlchemyError as error:
        engine.dispose()
        raise _failed(error) from None
    return engine


def _options(url: URL) -> dict[str, object]:
    return {"connect_args": {"timeout": WAIT_SECONDS}} if url.get_backend_name() == "sqlite" else {}


def _make_file(url: URL) -> None:
    """An empty database that only its owner may read: SQLite itself would let everybody."""
    if not url.database or url.database == ":memory:":
        raise InputError(
            "CMI_FEEDBACK_URL names no file, so nothing would be kept. Give one such as sqlite:///data/feedback.db."
        )
    path = Path(url.database)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise ServiceError(
            f"The feedback can't be kept in {path}: {error.strerror}. "
            "Make its folder, or name another in CMI_FEEDBACK_URL."
        ) from None


def _overwrite_what_is_deleted(connection: object, _: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]  # DB-API: SQLAlchemy gives it no type
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _is_ours(connection: Connection) -> None:
    """Read one row, so that a table of another form is found out at the start."""
    connection.execute(select(_ENTRIES).limit(1)).all()


def _failed(error: SQLAlchemyError) -> ServiceError:
    kind = type(error).__name__
    return ServiceError(f"The feedback's database fails ({kind}). See that it is there, whole and writable.")
