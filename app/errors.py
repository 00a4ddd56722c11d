"""The errors a user of this program can meet; each message says what is wrong and what to do.

CmiError
├── InputError        exit 2   what the user gave can't be used
├── CorpusError       exit 3   a text, the manifest or another file of the corpus folder
├── IndexUnusableError exit 3   the built index: missing, stale, damaged, locked
├── ModelError        exit 3   the embedding model's weights
├── ServiceError      exit 4   something outside: a port, a disk, a server
│   └── ChatError              the chat model; the answer made of verbatim sentences stands instead
└── UnprovenError     bug    a citation that is not the text at its offsets; never shown, never built
"""

from __future__ import annotations


class CmiError(Exception):
    """Base of all declared errors. `exit_code` is what a command ends with."""

    exit_code = 1


class InputError(CmiError):
    """The user's input can't be used; the message names the part and the remedy."""

    exit_code = 2


class CorpusError(CmiError):
    """A file of the corpus folder is missing, changed, unreadable or malformed."""

    exit_code = 3


class IndexUnusableError(CmiError):
    """The index is missing, out of date, damaged or being written by another process."""

    exit_code = 3


class ModelError(CmiError):
    """The embedding model can't be prepared or loaded."""

    exit_code = 3


class ServiceError(CmiError):
    """Something outside the program failed: a port in use, a full disk, a server that is gone."""

    exit_code = 4


class ChatError(ServiceError):
    """The chat model gave nothing in time. Never ends a command: the extractive answer is shown, and says so."""


class UnprovenError(CmiError):
    """A citation does not equal the source text at its offsets. Raised instead of building an answer."""
