"""The helper's side: a parent that only forks, and a child that does the jobs.

The parent has loaded every library, so a child that was ended is replaced
within milliseconds. The frames come in by standard input and go out by
standard output; when the input ends, so do both.
"""

import codecs
import importlib
import mmap
import os
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import Any

from service.errors import InvalidRequestError, to_plain
from service.summariser.isolation.frames import pack, unpack
from service.summariser.isolation.job import CPU_SECONDS

# Loaded before the first job; after that no file can be opened any more.
MODULES = (
    "service.summariser.markup.article",
    "service.summariser.files.docx",
    "service.summariser.files.markdown",
    "service.summariser.files.pdf",
)
# Python loads a codec from a file when it is first asked for.
CODECS = ("ascii", "cp437", "cp1252", "idna", "latin-1", "utf-8", "utf-16", "utf-16-be", "utf-16-le")
# Room for a document on top of what the libraries take.
MEMORY_BYTES = 1 << 30
# Libraries keep what they have once seen; a new child has seen nothing.
JOBS_OF_A_CHILD = 1_000
INPUT, OUTPUT = 0, 1
DONE, WORN = 0, 3
NUMBER = struct.Struct("!Q")


def main() -> None:
    """Fork a child, and another whenever one was ended, until the service goes away."""
    for codec in CODECS:
        codecs.lookup(codec)
    for name in MODULES:
        importlib.import_module(name).warm_up()
    current = mmap.mmap(-1, NUMBER.size)  # the number of the job that was last begun, for the parent to know
    while True:
        child = os.fork()
        if child == 0:
            os._exit(_serve(current))
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        if code == DONE:
            return
        if code != WORN:
            _send({"signal": -code, "job": NUMBER.unpack(current[:])[0]})


def _serve(current: mmap.mmap) -> int:
    """Do jobs until there are no more, or enough were done."""
    _confine()
    for _ in range(JOBS_OF_A_CHILD):
        try:
            header, data = unpack(lambda size: os.read(INPUT, size))
        except EOFError:
            return DONE
        current[:] = NUMBER.pack(header["job"])
        # The kernel itself ends the process then, also inside a loop of C.
        signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
        reply = _reply(header, data)
        signal.setitimer(signal.ITIMER_PROF, 0)
        _send({**reply, "job": header["job"]})
    return WORN


def _confine() -> None:
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no article is left on a disk
    size = _size()
    if size:
        resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY_BYTES,) * 2)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))  # those that are open; hence no file and no socket


def _size() -> int:
    """Bytes of address space in use; 0 where the system does not tell (it does on Linux)."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _reply(header: dict[str, Any], data: bytes) -> dict[str, Any]:
    try:
        function = getattr(sys.modules[header["module"]], header["function"])
        return {"answer": function(data, **header["options"])}
    except InvalidRequestError as error:
        return {"refusal": to_plain(error)}
    except Exception as error:  # noqa: BLE001 (whatever a parser raises, the service gets an answer)
        return {"failure": type(error).__name__}


def _send(reply: dict[str, Any]) -> None:
    frame = pack(reply)
    while frame:
        frame = frame[os.write(OUTPUT, frame) :]
