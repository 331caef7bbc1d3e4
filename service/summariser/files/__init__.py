"""A file → the text that is summarised, and what the file says of itself."""

from service.summariser.files.kinds import kind_of
from service.summariser.markup import Page, decode, read_html
from service.summariser.markup.rendering import sane

__all__ = ["read_file"]


def read_file(data: bytes, *, name: str, media_type: str | None) -> Page:
    """The text of a file.

    Raises:
        UnreadableFileError: it is of no kind that is read here, or broken.
        LimitExceededError: it is too large, or takes too long.
    """
    kind = kind_of(data, name=name, media_type=media_type)
    if kind == "html":
        return read_html(data)
    return Page(text=sane(decode(data)))
