"""Elements by what they do to a line: part it, hide it, say of themselves that they are not the body."""

from __future__ import annotations

_UNSEEN = (
    "script style noscript template select textarea head title svg object iframe button audio video canvas applet "
    "map"
)
_BREAKING = (
    "address article aside blockquote body br caption center dd details dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol p pre section summary table tbody td tfoot th "
    "thead tr ul"
)

#: Give no lines: scripts, styles and form controls are not seen by a reader.
UNSEEN = frozenset(_UNSEEN.split())
#: Begin and end a line.
BREAKING = frozenset(_BREAKING.split())
#: Say themselves that they are not the body.
ASIDES = frozenset(("nav", "footer", "aside"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
#: The account's card, hidden until it is clicked: what is left where a message is all pictures.
WECHAT_PROFILE = "js_profile_qrcode"
