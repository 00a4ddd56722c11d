"""The headers of every answer: nothing from elsewhere, and in a frame only where the operator says so."""

from __future__ import annotations

_KEYWORDS = {"none": "'none'", "self": "'self'"}


def security_headers(frame_ancestors: str) -> dict[str, str]:
    """The headers, by lower-case name. `frame_ancestors`: `none`, or `self` and sites, with spaces."""
    ancestors = " ".join(_KEYWORDS.get(one, one) for one in frame_ancestors.split())
    headers = {
        # 'unsafe-inline' and 'unsafe-eval': Gradio's own start script, and `new Function` for every `js=` and gr.HTML.
        "content-security-policy": (
            "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
            "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
            f"object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors {ancestors}"
        ),
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }
    # for browsers that don't know frame-ancestors; it can't name other sites
    older = {"none": "DENY", "self": "SAMEORIGIN"}.get(frame_ancestors)
    return headers | ({"x-frame-options": older} if older else {})
