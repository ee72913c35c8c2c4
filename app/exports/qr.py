"""A link as a QR code, made on this machine: an address with a learner's text goes to nobody."""

import io

import segno

LONGEST = 1_200  # characters: more make modules too small for a camera at the back of a room
_BORDER = 2  # modules; the white of the page around it gives the rest of the quiet zone


def drawable(text: str) -> bool:
    """Tell whether a text is a web address that is short enough to be read by a camera."""
    return text.startswith(("http://", "https://")) and len(text) <= LONGEST


def svg(text: str) -> bytes:
    """Draw a QR code, black on white, one unit of length a module.

    Large modules are easier to read from afar than many, so it is the smallest symbol that holds
    the text, with the strongest error correction that this size has room for.
    """
    code = segno.make(text, error="l", micro=False, boost_error=True)
    out = io.BytesIO()
    code.save(out, kind="svg", border=_BORDER, dark="#000", light="#fff", omitsize=True)
    return out.getvalue()
