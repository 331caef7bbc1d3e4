"""A file → the text that is summarised, and what the file says of itself."""

import re

from service.errors import UnreadableFileError
from service.summariser.files.kinds import Kind, kind_of
from service.summariser.isolation import Job, JobFailedError, OutOfTimeError
from service.summariser.markup import Page, decode, read_html
from service.summariser.markup.encoding import sane

__all__ = ["read_file"]

CHARSET = re.compile(r"charset=[\"']?([\w.:-]{2,40})", re.IGNORECASE)
JOBS: dict[Kind, Job] = {
    "pdf": Job("service.summariser.files.pdf", "read"),
    "docx": Job("service.summariser.files.docx", "read"),
    "markdown": Job("service.summariser.files.markdown", "read"),
}
TOO_INTRICATE = "The file is too intricate to be read. Send its text instead."


def read_file(data: bytes, *, name: str, media_type: str | None, url: str | None = None) -> Page:
    """The text of a file.

    Args:
        data: the file.
        name: what it is called; its ending tells one kind of text from another.
        media_type: what it was sent as, with its charset, if any.
        url: where it stands, if it was found somewhere.

    Raises:
        UnreadableFileError: it is of no kind that is read here, or broken.
        LimitExceededError: it is too large when unpacked, or has too many pages.
    """
    kind = kind_of(data, name=name, media_type=media_type)
    if kind in {"pdf", "docx"}:
        return _read(JOBS[kind], data)
    charset = CHARSET.search(media_type or "")
    text = sane(decode(data, declared=charset[1] if charset else None))
    if kind == "html":
        return read_html(text, url=url)
    if kind == "markdown":
        return _read(JOBS[kind], text.encode())
    return Page(text=text)


def _read(job: Job, data: bytes) -> Page:
    try:
        return Page(**job.run(data))
    except (OutOfTimeError, JobFailedError) as error:
        raise UnreadableFileError(TOO_INTRICATE) from error
