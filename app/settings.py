"""The only reader of the environment: every setting, its default and its meaning.

Settings come from `CMI_…` variables or a `.env` file in the working directory; the environment wins. A name with the
prefix that isn't listed here is refused in both, since a typo would otherwise silently mean the default. Keys of
model providers keep their usual names and are never read here.
"""

from __future__ import annotations

import os
import re
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from dotenv import dotenv_values
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.errors import InputError

PREFIX = "CMI_"
_ANCESTOR = r"(self|https?://[\w*][\w.-]*(:\d{1,5})?)"
_SECRET = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL", re.IGNORECASE)

SECRET_CHARACTERS = 8
"""A shorter value is no secret worth the name, and hiding "1" or "true" would make logs unreadable."""

ROOT = Path(__file__).resolve().parent.parent
_CHROMA = {"token": "API_KEY", "tenant": "TENANT", "database": "DATABASE"}


class Settings(BaseSettings):
    """What can be set, by environment variable or `.env` (prefix `CMI_`)."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    corpus_dir: Path = Field(ROOT / "corpus", description="the folder of texts to serve")
    data_dir: Path = Field(ROOT / "data" / "index", description="where the built index of that folder lives")
    model_dir: Path = Field(ROOT / "data" / "models", description="the prepared weights, shared by all data folders")
    embedding_model: str = Field("", description="a sentence-transformers name or folder; empty: the packaged model")
    chat_model: str = Field(
        "", description="`provider:model` of a chat model that may word answers; empty: verbatim sentences"
    )
    chat_base_url: str = Field(
        "",
        pattern=r"^(https?://\S+)?$",
        description="address of a server that speaks that provider's protocol, instead of its own",
    )
    chat_timeout: float = Field(
        60.0, gt=0, le=600, description="seconds for an answer of the chat model; then the verbatim one is given"
    )
    chat_max_tokens: int = Field(400, ge=50, le=4_000, description="tokens that an answer of the chat model may have")
    chat_concurrency: int = Field(2, ge=1, le=64, description="requests to the chat model at once")
    chroma_url: str = Field(
        "",
        pattern=r"^(https?://[^\s/@]+)?$",
        description="address of a Chroma server for the vectors, shared by all copies; empty: a folder",
    )
    host: str = Field("127.0.0.1", description="address the web chat listens on")
    port: int = Field(7860, ge=1, le=65535, description="port of the web chat")
    trusted_proxies: str = Field(
        "", description="addresses or networks, with commas, of the proxies whose `X-Forwarded-For` is believed"
    )
    rate_limit: int = Field(
        120, ge=0, le=100_000, description="requests a minute of one address that make work; 0: as many as it likes"
    )
    frame_ancestors: str = Field(
        "none",
        pattern=rf"^(none|{_ANCESTOR}( {_ANCESTOR})*)$",
        description="sites, with spaces, that may show the chat in a frame, such as `https://www.example.nl`",
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="`json`: a line per request and answer on stderr; `text`: what goes wrong, to read"
    )
    feedback_url: str = Field(
        "", description="SQLAlchemy URL of the feedback, such as `sqlite:///data/feedback.db`; empty: none is kept"
    )
    feedback_days: int = Field(90, ge=1, le=3_650, description="days that feedback is kept")

    @field_validator("trusted_proxies")
    @classmethod
    def _are_addresses(cls, given: str) -> str:
        """Refuse what isn't an address: a name that silently matches nothing would let clients be mixed up."""
        for one in filter(None, (part.strip() for part in given.split(","))):
            ip_network(one)
        return given


def ollama_host() -> str:
    """Where Ollama's own client looks for its server, if it was told; told apart only to say where questions go."""
    return os.environ.get("OLLAMA_HOST", "")


def chroma_access() -> dict[str, str]:
    """The token, tenant and database for a Chroma server, by the names that Chroma's own tools read."""
    return {name: os.environ.get(f"CHROMA_{key}", "") for name, key in _CHROMA.items()}


def secrets(*addresses: str) -> tuple[str, ...]:
    """The environment's values that nobody may read back (keys, passwords), and the passwords in these URLs.

    Longest first, so that none is left in pieces where another is its beginning.
    """
    named = (value for name, value in os.environ.items() if _SECRET.search(name))
    within = (unquote(urlsplit(address).password or "") for address in addresses if "://" in address)
    return tuple(sorted({one for one in (*named, *within) if len(one) >= SECRET_CHARACTERS}, key=len, reverse=True))


def load_settings(*, env_file: Path | None = None, **overrides: Any) -> Settings:
    """Read the settings; `overrides` (from command-line options) win where they are not None.

    Raises:
        InputError: an unknown `CMI_…` name, or a value of the wrong type.
    """
    env_file = env_file or Path(".env")
    try:
        stored = {key: value for key, value in dotenv_values(env_file).items() if key.upper().startswith(PREFIX)}
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{env_file} can't be read ({error}). Save it as UTF-8 text.") from None
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for place, names in (("the environment", os.environ), (str(env_file), stored)):
        unknown = sorted(name for name in names if name.upper().startswith(PREFIX) and name.upper() not in known)
        if unknown:
            raise InputError(f"Unknown setting {unknown[0]} in {place}. Known are: {', '.join(sorted(known))}.")
    given = {name: value for name, value in overrides.items() if value is not None}
    from_file = {key.upper().removeprefix(PREFIX).lower(): value for key, value in stored.items()}
    from_environment = {key.upper() for key in os.environ}
    given = {k: v for k, v in from_file.items() if PREFIX + k.upper() not in from_environment} | given
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise InputError(
            f"{name} can't be used: {first['msg']}. Mend it in the environment or in {env_file}."
        ) from None
