"""The one way from a value to HTML."""

from __future__ import annotations

import html


def escape(text: str) -> str:
    """`text` as inert HTML. Half a surrogate pair (JSON can carry one) becomes `?`, since no reply can encode it."""
    return html.escape(text.encode("utf-8", "replace").decode("utf-8"))
