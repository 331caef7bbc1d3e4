"""HTML → the text of its article, and what the page says of itself."""

from service.errors import UnreadableFileError
from service.summariser.isolation import Job, JobFailedError, OutOfTimeError
from service.summariser.markup.encoding import decode
from service.summariser.markup.page import Page

__all__ = ["Page", "decode", "read_html"]

TOO_INTRICATE = "The page is too intricate to be read. Send the text of its article instead."
ARTICLE = Job("service.summariser.markup.article", "read")


def read_html(html: str | bytes, *, url: str | None = None) -> Page:
    """The article of an HTML page or fragment. Never empty where the page shows any text.

    Nothing of the page is run, and nothing it names is fetched.

    Raises:
        LimitExceededError: the page is not built like one that people read.
        UnreadableFileError: it cannot be read within the time or the memory that a page may take.
    """
    text = decode(html) if isinstance(html, bytes) else html
    try:
        fields = ARTICLE.run(text.replace("\x00", "").encode("utf-8", "replace"), url=url)
    except (OutOfTimeError, JobFailedError) as error:
        raise UnreadableFileError(TOO_INTRICATE) from error
    return Page(**fields)
