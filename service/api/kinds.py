"""The kinds of problems (RFC 9457): for each its address, its status, and what it means to a person."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its name, its status, and what it means to a person."""

    name: str
    status: int
    title: str
    explanation: str

    @property
    def type(self) -> str:
        return f"/problems/{self.name}"


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            name="invalid-json",
            status=400,
            title="The body is not usable JSON",
            explanation=(
                "The body must be one JSON value in UTF-8, with no member twice in an object, no numbers "
                "beyond 63 bits or a double, and no deep nesting. The detail says where it goes wrong."
            ),
        ),
        Kind(
            name="invalid-cursor",
            status=400,
            title="The cursor is not usable",
            explanation=(
                "Cursors are made by this service and mean nothing outside it. Take the one in 'next' or "
                "in the Link header, or start the list again without a cursor."
            ),
        ),
        Kind(
            name="bad-request",
            status=400,
            title="The request is not usable",
            explanation=(
                "The body is not what its Content-Type says it is, or the query is not UTF-8. The detail says why."
            ),
        ),
        Kind(
            name="key-missing",
            status=401,
            title="A key is required",
            explanation=(
                "This instance answers only to callers with a key. Send it in the header 'Authorization: Bearer …'. "
                "Keys are made by its operator."
            ),
        ),
        Kind(
            name="key-refused",
            status=403,
            title="The key is not accepted",
            explanation=("The key is unknown, or was revoked. Nothing was read or stored."),
        ),
        Kind(
            name="not-found",
            status=404,
            title="There is no such thing",
            explanation=("Nothing stands at this address: the id is unknown, or what it named was deleted."),
        ),
        Kind(
            name="method-not-allowed",
            status=405,
            title="The method is not allowed here",
            explanation=("The Allow header lists the methods that this address answers to."),
        ),
        Kind(
            name="not-acceptable",
            status=406,
            title="None of the accepted types can be given",
            explanation=(
                "The Accept header of the request names no media type that this resource has. The detail "
                "lists those it has."
            ),
        ),
        Kind(
            name="request-timed-out",
            status=408,
            title="The request took too long to come",
            explanation=(
                "The request line and the headers must come within 10 seconds, and all of a request within 60. "
                "Nothing was stored; send it again."
            ),
        ),
        Kind(
            name="still-running",
            status=409,
            title="The same request is still running",
            explanation=(
                "A request with the same Idempotency-Key is being worked on. Send it again after the time in "
                "Retry-After to get its answer; nothing is done twice."
            ),
        ),
        Kind(
            name="limit-exceeded",
            status=413,
            title="The input is over a limit",
            explanation=(
                "This instance takes inputs up to the limits in GET /limits. Send less, or ask its "
                "operator to raise the limit."
            ),
        ),
        Kind(
            name="url-too-long",
            status=414,
            title="The address of the request is too long",
            explanation="The request line may have as many bytes as GET /limits tells. Send options in the body.",
        ),
        Kind(
            name="unsupported-media-type",
            status=415,
            title="The body is of a type that is not read here",
            explanation=(
                "Set Content-Type to what the body is. The Accept header of the answer and its detail "
                "list the types that are read here."
            ),
        ),
        Kind(
            name="invalid-fields",
            status=422,
            title="Some fields are not valid",
            explanation=(
                "Each entry of 'errors' points to one field and says what is wrong with it. Nothing was stored."
            ),
        ),
        Kind(
            name="idempotency-key-reused",
            status=422,
            title="The Idempotency-Key belongs to another request",
            explanation=(
                "A key stands for one request: the same address, body and types. Take a new key for a new "
                "request. Keys are kept for 24 hours."
            ),
        ),
        Kind(
            name="empty-document",
            status=422,
            title="There is no sentence in the text",
            explanation=("The text holds no letters or digits that could make a sentence. Nothing was stored."),
        ),
        Kind(
            name="unreadable-file",
            status=422,
            title="The page or file cannot be read",
            explanation=(
                "It is of a kind that is not read here, broken, protected, or too intricate. The detail says what "
                "to send instead. Nothing was stored."
            ),
        ),
        Kind(
            name="fetching-off",
            status=422,
            title="URLs are not fetched here",
            explanation=(
                "The request gives a URL in place of an article, and the operator of this instance has not switched "
                "the fetching of URLs on. Send the article itself, as text, html or file."
            ),
        ),
        Kind(
            name="forbidden-url",
            status=422,
            title="The URL is not one that may be fetched",
            explanation=(
                "Fetched are http and https URLs on ports 80 and 443 of public addresses, without user names and in "
                "their plain notation. The detail says what is wrong with this one. Send the article itself."
            ),
        ),
        Kind(
            name="out-of-time",
            status=422,
            title="The item took too long",
            explanation=(
                "One item of a batch was worked on for as long as one may be, and was ended. The other items are not "
                "touched by it. Send less text, or a simpler page."
            ),
        ),
        Kind(
            name="unsupported-language",
            status=422,
            title="The language is not supported",
            explanation=(
                "GET /languages lists the languages of this instance, and which optional part would add "
                "another. A language can also be named with the field 'language'."
            ),
        ),
        Kind(
            name="too-many-requests",
            status=429,
            title="Too many requests",
            explanation=(
                "The header RateLimit-Policy tells how many requests (q) may be sent in how many seconds (w), "
                "RateLimit how many are left (r) and when the count begins anew (t). Retry-After tells when to go on."
            ),
        ),
        Kind(
            name="headers-too-large",
            status=431,
            title="The headers of the request are too large",
            explanation="There may be as many headers, and of as many bytes together, as GET /limits tells.",
        ),
        Kind(
            name="internal-error",
            status=500,
            title="Something went wrong on our side",
            explanation=("This is a fault of the service. The request id leads its operator to the cause in the log."),
        ),
        Kind(
            name="fetch-failed",
            status=502,
            title="The page at the URL cannot be had",
            explanation=(
                "The server of the URL does not give the page: it is not known, takes no connection, or answers with "
                "an error. The detail says which. Nothing was stored; send the article itself, or try again later."
            ),
        ),
        Kind(
            name="given-up",
            status=500,
            title="The item was given up",
            explanation=(
                "The work on one item of a batch broke off again and again, whoever did it. This may be a fault of "
                "the service, or a want of memory; its operator finds more in the log."
            ),
        ),
        Kind(
            name="unavailable",
            status=503,
            title="The service cannot answer right now",
            explanation=(
                "A part that the service needs does not answer. Nothing was stored; try again after the "
                "time in Retry-After."
            ),
        ),
        Kind(
            name="overloaded",
            status=503,
            title="There is too much to do",
            explanation=(
                "More requests came in than this instance can work on. This one was not begun; send it again after "
                "the time in Retry-After."
            ),
        ),
        Kind(
            name="deadline-exceeded",
            status=503,
            title="The request took too long to answer",
            explanation=(
                "The work on the request was ended. Send less at once. Whether anything was stored is not known: sent "
                "again under the same Idempotency-Key, nothing is stored twice."
            ),
        ),
        Kind(
            name="fetch-timed-out",
            status=504,
            title="The page at the URL took too long",
            explanation=(
                "The page did not come within the time that GET /limits tells. Nothing was stored; send the article "
                "itself, or try again later."
            ),
        ),
    )
}

# The kind that a bare status of the framework stands for.
BY_STATUS = {kind.status: kind for kind in reversed(KINDS.values())} | {422: KINDS["invalid-fields"]}
