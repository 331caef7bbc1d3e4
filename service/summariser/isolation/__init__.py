"""Work on foreign bytes, done in a process that may be killed.

No signal handler of Python's can stop a loop inside a C library, and the
parsers of pages and files are made of such loops. ``Job.run`` therefore hands
the bytes to a helper process, which the kernel ends when a job has used its
processor time or memory, and which can open no file and no socket.
"""

from service.summariser.isolation.job import Job, JobFailedError, OutOfTimeError

__all__ = ["Job", "JobFailedError", "OutOfTimeError"]
