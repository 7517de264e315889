"""What a browser may load and run on the portal's pages: its own, and nothing inline."""

from collections.abc import Mapping, Sequence

from csp.constants import NONE, SELF

POLICY: Mapping[str, Sequence[str]] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
    "frame-ancestors": [NONE],
}
"""The content-security policy, which is sent with every answer."""
