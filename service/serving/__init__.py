"""gunicorn's threaded worker, made to hold under load and in words.

A thread is given to a request only when all of it has come, so clients that send drop by drop hold a few bytes of
memory and no thread. A request that would have to wait behind too many others is refused at once, before a thread
or the application sees it. One that is worked on for too long is answered, and the process that cannot end it is
replaced. Everything that gunicorn would answer as a page of HTML is a problem (RFC 9457).
"""

from service.serving.worker import Worker

__all__ = ["Worker"]
