import importlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from textwrap import dedent

import pytest

from service.errors import LimitExceededError, UnreadableFileError
from service.summariser.files import read_file
from service.summariser.isolation import Job, JobFailedError, OutOfTimeError
from service.summariser.isolation.frames import pack, unpack
from service.summariser.isolation.helper import _reply
from service.summariser.isolation.job import BOOT, Helper, _helper
from service.summariser.markup import read_html
from tests.documents import assembled

ARTICLE = Job("service.summariser.markup.article", "read")


@pytest.fixture
def helper():
    started = Helper()
    yield started
    started.stop()


def ask(helper, module, function, data=b"", **options):
    return helper.ask({"module": module, "function": function, "options": options}, data)


def test_a_frame_comes_back_however_it_is_cut():
    frame = pack({"a": "é"}, b"\x00data")
    rest = [frame[place : place + 1] for place in range(len(frame))]

    assert unpack(lambda _: rest.pop(0)) == ({"a": "é"}, b"\x00data")


def test_half_a_frame_is_the_end():
    with pytest.raises(EOFError):
        unpack(io.BytesIO(pack({}, b"data")[:-1]).read)


def test_a_job_answers():
    assert ARTICLE.run(b"<p>Hello</p>")["text"] == "Hello"


def test_a_refusal_arrives_as_it_was_raised():
    with pytest.raises(LimitExceededError, match="over the limit of 100 levels") as caught:
        ARTICLE.run(b"<div>" * 1_000)

    assert (caught.value.limit, caught.value.pointer) == (100, "/html")


def test_a_fault_is_named_and_the_next_job_is_done():
    with pytest.raises(JobFailedError, match="UnicodeDecodeError"):
        ARTICLE.run(b"\xff")

    assert ARTICLE.run(b"Hello")["text"] == "Hello"


def test_a_loop_that_no_python_signal_ends_is_ended_and_the_next_job_is_done():
    with pytest.raises(OutOfTimeError):
        ARTICLE.run(b"<p>a b." * 190_000)

    assert ARTICLE.run(b"Hello")["text"] == "Hello"


def test_a_page_that_takes_too_long_is_refused_with_what_to_do():
    with pytest.raises(UnreadableFileError, match="Send the text"):
        read_html("<p>a b." * 190_000)


def test_a_pdf_that_draws_itself_for_ever_is_ended():
    itself = b" /Resources << /XObject << /F 4 0 R >> >> "
    drawing = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 300" + itself + b">>"
    looping = assembled([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 5 0 R" + itself + b">>",
        drawing + b"\nstream\n" + b"/F Do " * 50 + b"\nendstream",
        b"<< /Length 6 >>\nstream\n/F Do \nendstream",
    ])  # fmt: skip

    with pytest.raises(UnreadableFileError, match="too intricate"):
        read_file(looping, name="a.pdf", media_type=None)


def test_a_child_that_ends_while_it_is_idle_mixes_up_no_answers(helper):
    ask(helper, ARTICLE.module, "read", b"Hello")
    zygote = helper._process.pid
    child = int(Path(f"/proc/{zygote}/task/{zygote}/children").read_text())
    os.kill(child, signal.SIGSEGV)

    for number in range(3):
        reply = ask(helper, ARTICLE.module, "read", f"Hello {number}".encode())
        assert reply["answer"]["text"] == f"Hello {number}"


def test_a_helper_that_was_killed_is_replaced(helper):
    ask(helper, ARTICLE.module, "read", b"Hello")
    os.killpg(helper._process.pid, 9)

    assert "failure" in ask(helper, ARTICLE.module, "read", b"Hello")
    assert ask(helper, ARTICLE.module, "read", b"Hello")["answer"]["text"] == "Hello"


def test_the_helper_can_open_no_file(helper):
    assert ask(helper, "io", "open", b"/proc/self/status")["failure"] == "OSError"


def test_the_helper_does_not_inherit_the_secrets_of_the_service(helper, monkeypatch):
    monkeypatch.setenv("STANDFIRST_DATABASE_URL", "secret")

    assert ask(helper, "os", "getenvb", b"STANDFIRST_DATABASE_URL")["answer"] is None


def test_threads_wait_for_each_other_and_get_their_own_answers():
    answers = {}

    def work(number):
        answers[number] = ARTICLE.run(f"<p>Hello {number}</p>".encode())["text"]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {number: f"Hello {number}" for number in range(20)}


def test_a_process_that_was_forked_starts_a_helper_of_its_own():
    ARTICLE.run(b"Hello")
    before = _helper._process.pid
    child = os.fork()
    if child == 0:
        same = _helper._process is not None
        answer = ARTICLE.run(b"Hello")["text"]
        other = _helper._process.pid
        _helper.stop()
        os._exit(0 if not same and answer == "Hello" and other != before else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert ARTICLE.run(b"Hello")["text"] == "Hello"
    assert _helper._process.pid == before


def test_a_reply_names_what_went_wrong():
    importlib.import_module(ARTICLE.module)
    header = {"module": ARTICLE.module, "function": "read", "options": {}}

    assert _reply(header, b"Hello")["answer"]["text"] == "Hello"
    assert _reply(header, b"<div>" * 1_000)["refusal"]["name"] == "LimitExceededError"
    assert _reply({**header, "function": "none"}, b"") == {"failure": "AttributeError"}


def test_the_helper_does_without_the_engine():
    script = BOOT.removesuffix("main()\n") + dedent(
        """
        import importlib
        from service.summariser.isolation.helper import MODULES
        for name in MODULES:
            importlib.import_module(name).warm_up()
        print([name for name in ("nltk", "sumy", "service.summariser.pipeline") if name in sys.modules])
        """
    )

    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps(sys.path)], capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"
