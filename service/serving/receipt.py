"""What has come of a request, told from its bytes alone: no parser is made for what may never be worked on."""

import re
from dataclasses import dataclass, field

from service.api.wire import HEAD_BYTES, LINE_BYTES

LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:[^\r\n]*chunked", re.IGNORECASE)
EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)
CHUNK = re.compile(rb"([0-9a-fA-F]{1,15})[^\r\n]*\r\n")
CLOSES = re.compile(rb" HTTP/1\.0\r\n|\r\nconnection:[^\r\n]*close", re.IGNORECASE)


@dataclass(eq=False, slots=True)
class Receipt:
    """What has come of a request so far, and whether that is all of it."""

    since: float
    most: int  # bytes of a body beyond which the application is asked at once, since it will refuse
    refused: int = 0  # how many before it on this connection, one after the other
    data: bytearray = field(default_factory=bytearray)
    body: int = 0  # where the body begins; 0 while the headers are coming
    end: int | None = None  # where a body of known length ends
    mark: int = 0  # how far the chunks were followed

    @property
    def is_endless(self) -> bool:
        """Whether the headers are larger than any that are taken."""
        return not self.body and len(self.data) > HEAD_BYTES

    @property
    def head(self) -> bytes:
        """The request line and the headers, as far as they have come."""
        return bytes(self.data[: self.body or HEAD_BYTES])

    def is_complete(self) -> bool:
        if not self.body and not self._find_body():
            # A first line without an end is told by the parser.
            return len(self.data) > LINE_BYTES + 2 and b"\r\n" not in self.data[: LINE_BYTES + 2]
        if self.end is None:
            return self._follow_chunks() or len(self.data) - self.body > self.most
        return len(self.data) >= self.end or self.end - self.body > self.most

    def _find_body(self) -> bool:
        place = self.data.find(b"\r\n\r\n", max(0, self.mark - 3))
        self.mark = len(self.data)
        if place < 0:
            return False
        self.body = self.mark = place + 4
        head = bytes(self.data[: self.body])
        length, is_chunked = LENGTH.search(head), CHUNKED.search(head)
        if length and is_chunked:  # the parser will refuse
            self.end = self.body
        elif not is_chunked:
            self.end = self.body + (int(length[1]) if length else 0)
        return True

    @property
    def can_be_followed(self) -> bool:
        """Whether all of it is there and nothing more, from a client that may send another on this connection."""
        return self.end == len(self.data) and not CLOSES.search(self.data, 0, self.body)

    @property
    def waits_for_leave(self) -> bool:
        """Whether the client sends its body only when it is told to."""
        return len(self.data) == self.body and bool(EXPECTS.search(self.data))

    def _follow_chunks(self) -> bool:
        """Whether the last chunk is there; what is no chunk is told by the parser."""
        while self.mark < len(self.data):
            found = CHUNK.match(self.data, self.mark)
            if found is None:
                return len(self.data) - self.mark > LINE_BYTES or b"\r\n" in self.data[self.mark :]
            size = int(found[1], 16)
            if size == 0:
                return self.data.startswith(b"\r\n", found.end()) or self.data.find(b"\r\n\r\n", found.end()) >= 0
            if found.end() + size + 2 > len(self.data):
                return False
            self.mark = found.end() + size + 2
        return False
