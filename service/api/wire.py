"""What a request may be like before its body: refused by the server, told by ``GET /limits``."""

LINE_BYTES = 8_190  # the most that gunicorn takes
HEADER_FIELDS = 100
HEAD_BYTES = 32_768  # request line and headers together
REQUEST_ID = r"[A-Za-z0-9._-]{1,128}"  # what a client may call its request
