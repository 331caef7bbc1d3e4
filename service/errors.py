"""Every error that is raised on purpose.

::

    StandfirstError
    ├── InvalidRequestError      the request cannot be carried out as it stands
    │   ├── InvalidFieldsError       one or more fields are wrong, all of them listed
    │   ├── EmptyDocumentError       there is no sentence in the text
    │   ├── UnsupportedLanguageError this instance cannot summarise that language
    │   ├── UnknownPassageError      nothing was left out there, so nothing can be kept
    │   ├── LimitExceededError       the input is larger than a limit
    │   ├── UnreadableFileError      the file is of a kind that is not read here, or broken
    │   └── FetchError               a URL brought no page
    │       ├── FetchingOffError         this instance fetches none
    │       ├── ForbiddenUrlError        it leads where the service does not reach out to
    │       ├── FetchFailedError         its server does not give the page
    │       └── FetchTimedOutError       it took too long
    ├── InvalidCursorError       a list cannot go on from there
    ├── NotFoundError            no such article or summary
    ├── MissingKeyError          a key is required and none was sent
    ├── RefusedKeyError          the key is unknown, or was revoked
    ├── KeyNameError             a key's name is taken, or there is none of that name
    ├── JobOutOfTimeError        a job of a batch used all the time that one may have
    ├── JobGivenUpError          a job of a batch went down too often
    ├── RequestStillRunningError the same Idempotency-Key is being worked on
    ├── IdempotencyKeyReusedError it belongs to another request
    ├── TooManyStreamsError      so many clients follow batches that no other can
    └── StorageUnavailableError  the database does not answer

The messages are sentences for the client. Nothing here knows HTTP: ``api/problems.py`` alone does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class StandfirstError(Exception):
    """The root of all errors raised on purpose."""


class InvalidRequestError(StandfirstError):
    """The request cannot be carried out as it stands.

    ``within`` is the JSON pointer to the one of several articles that is at fault.
    """

    within = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one field; ``pointer`` is a JSON pointer such as ``/sentences``."""

    pointer: str
    detail: str


class InvalidFieldsError(InvalidRequestError):
    """Every fault of the request at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.pointer}: {fault.detail}" for fault in faults))


class EmptyDocumentError(InvalidRequestError):
    """There is no sentence in the text."""

    pointer = "/text"  # or /html, /file, as the caller sent it

    def __init__(self) -> None:
        super().__init__("There is no sentence in the text. Send the text of an article.")


class UnsupportedLanguageError(InvalidRequestError):
    """This instance cannot summarise that language; the hint says what would help."""

    def __init__(self, language: str, hint: str) -> None:
        self.language = language
        super().__init__(f"The language '{language}' is not supported here. {hint}")


class UnknownPassageError(InvalidRequestError):
    """Nothing was left out there, so nothing can be kept."""

    def __init__(self, offset: int) -> None:
        super().__init__(
            f"Nothing was left out at {offset}. Name the 'offset' of an entry in 'removed' of this very article."
        )


class LimitExceededError(InvalidRequestError):
    """The input is larger than a limit."""

    def __init__(self, *, what: str, limit: int, unit: str, pointer: str = "/text") -> None:
        self.limit = limit
        self.pointer = pointer
        super().__init__(f"{what} is over the limit of {limit:,} {unit}. See /limits.")


class InvalidCursorError(StandfirstError):
    """A list cannot go on from there."""

    def __init__(self) -> None:
        super().__init__("The cursor is not one that this service gave out. Start the list again without it.")


class NotFoundError(StandfirstError):
    """No such thing."""

    def __init__(self, what: str, identifier: str) -> None:
        super().__init__(f"There is no {what} with the id '{identifier}'.")


class MissingKeyError(StandfirstError):
    """A key is required and none was sent."""

    def __init__(self) -> None:
        super().__init__("This instance wants a key. Send it as 'Authorization: Bearer …'; its operator makes keys.")


class RefusedKeyError(StandfirstError):
    """The key is unknown, or was revoked."""

    def __init__(self) -> None:
        super().__init__("The key is not known here, or was revoked. Ask the operator of this instance for another.")


class KeyNameError(StandfirstError):
    """A key's name is taken, or there is none of that name."""


class JobOutOfTimeError(StandfirstError):
    """A job of a batch used all the time that one may have, and was ended."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"This item took longer than the {seconds:g} seconds that one may take. Send less text.")


class JobGivenUpError(StandfirstError):
    """A job of a batch went down too often."""

    def __init__(self, attempts: int) -> None:
        super().__init__(
            f"The work on this item broke off {attempts} times, so it was given up. Try it alone, with less text."
        )


class RequestStillRunningError(StandfirstError):
    """A request with the same Idempotency-Key is being worked on."""

    def __init__(self) -> None:
        super().__init__("A request with this Idempotency-Key is still running. Ask again in a second for its answer.")


class TooManyStreamsError(StandfirstError):
    """So many streams of events are being sent that no other is begun."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"{most} streams of events are being sent by this process, and no more are. Ask for the batch itself, or "
            "come again."
        )


class IdempotencyKeyReusedError(StandfirstError):
    """An Idempotency-Key that belongs to another request."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used with another request. Take a new key for a new request.")


class StorageUnavailableError(StandfirstError):
    """The database does not answer; trying again later may help."""

    def __init__(self) -> None:
        super().__init__("The database does not answer. Nothing was stored. Try again in a few seconds.")


class UnreadableFileError(InvalidRequestError):
    """The page or file is of a kind that is not read here, or broken; the message says what to send instead."""

    pointer = "/file"  # or /html, as the caller sent it


class FetchError(InvalidRequestError):
    """A URL brought no page."""


class FetchingOffError(FetchError):
    """This instance fetches no URLs."""

    def __init__(self) -> None:
        super().__init__(
            "This instance fetches no URLs: its operator has not set STANDFIRST_FETCH_URLS=true. "
            "Send the article itself, as text, html or file."
        )


class ForbiddenUrlError(FetchError):
    """The URL leads where the service does not reach out to, or cannot be read without doubt."""


class FetchFailedError(FetchError):
    """The server of the URL does not give the page."""


class FetchTimedOutError(FetchError):
    """The page did not come in time."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The page at the URL did not come within {seconds:g} seconds. Send its text or html instead.")


def to_plain(error: StandfirstError) -> dict[str, Any]:
    """The error as a plain JSON value, to be kept or handed to another process."""
    return {"name": type(error).__name__, "message": str(error), "details": vars(error)}


def from_plain(plain: Mapping[str, Any]) -> StandfirstError:
    """The error that ``to_plain`` was given."""
    kind: type[StandfirstError] = globals()[plain["name"]]
    error = kind.__new__(kind, plain["message"])
    error.__dict__.update(plain["details"])
    return error
