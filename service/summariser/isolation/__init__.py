"""Work on foreign bytes, done in a process that may be killed.

No signal handler of Python's can stop a loop inside a C library, and the
parsers of pages and files are made of such loops: trafilatura took 78 s for one
tag with 100,000 attributes. Looking at a page before it is parsed
(``markup.structure``) bounds what is known to be slow, in a few milliseconds,
but not a PDF that draws itself, Markdown made of brackets, or what nobody has
thought of. ``Job.run`` therefore hands the bytes to a helper process, which the
kernel ends when a job has used its processor time, which may take a gigabyte,
and which can open no file and no socket.

Measured: handing a page over costs 1 ms where reading it takes 21 ms (median of
72 pages). Starting the helper takes 0.6 s, once; after a job was ended, the
next one waits 5–30 ms, since a parent that has loaded everything forks a new
child. Some 76 MB are taken by each process of the service that reads pages, and
nothing before its first one.
"""

from service.summariser.isolation.job import Job, JobFailedError, OutOfTimeError

__all__ = ["Job", "JobFailedError", "OutOfTimeError"]
