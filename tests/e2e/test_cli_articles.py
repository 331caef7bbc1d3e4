"""Articles summed up on the command line, through real pipes and a terminal, held against the service."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time

import pytest
import requests

from tests.articles import BAKERY, FERRY
from tests.conftest import PROJECT
from tests.contract.test_digest import OTHER
from tests.e2e.test_service import running

SAMPLES = sorted((PROJECT / "tests/samples").glob("*.txt"))
FORMS = {"text": "text/plain", "markdown": "text/markdown", "json": "application/json"}
# The only two members that hang on the moment and the machine.
OF_THE_MOMENT = re.compile(rb'"(?:created_at":"[^"]*"|elapsed_ms":[0-9.]+)')
PAGE = f"<html><body><article><h1>The ferry stops</h1><p>{FERRY}</p></article></body></html>"
COMMAND = [sys.executable, "-c", "from service.cli import main; main(prog_name='standfirst')"]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli")
    with running(f"sqlite:///{folder}/x.sqlite3", STANDFIRST_WORKERS="1") as (found, _):
        yield found


def environment(**settings):
    environ = {name: value for name, value in os.environ.items() if not name.startswith("STANDFIRST_")}
    return {**environ, "PYTHONPATH": str(PROJECT), **settings}


def standfirst(*arguments, cwd, stdin=b"", **settings):
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=environment(**settings),
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
    )


def on_a_terminal(*arguments, cwd):
    """What a person would see: standard output and error of the command, both a terminal."""
    ours, its = pty.openpty()
    process = subprocess.Popen([*COMMAND, *map(str, arguments)], cwd=cwd, env=environment(), stdout=its, stderr=its)
    os.close(its)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        seen += piece
    os.close(ours)
    return process.wait(30), seen.decode()


def moment_apart(body):
    return OF_THE_MOMENT.sub(b'"', body)


@pytest.mark.parametrize(
    ("kind", "form"), [("sample", "text"), ("html", "markdown"), ("html", "json"), ("markdown", "json")]
)
def test_a_file_gives_what_the_service_gives_byte_for_byte(tmp_path, address, kind, form):
    file = tmp_path / {"sample": "a.txt", "html": "a.html", "markdown": "a.md"}[kind]
    text = {"sample": SAMPLES[0].read_text(), "html": PAGE, "markdown": f"# The ferry stops\n\n{FERRY}"}[kind]
    file.write_text(text)
    options = {"sentences": "4", "algorithm": "lex-rank", "url": "https://a.example/story"}

    ended = standfirst(
        "summarise",
        file.name,
        "--format",
        form,
        *(f"--{name}={value}" for name, value in options.items()),
        cwd=tmp_path,
    )

    answer = requests.post(
        f"{address}/summarise?store=false",
        params=options,
        files={"file": (file.name, text.encode())},
        headers={"Accept": FORMS[form]},
        timeout=30,
    )
    given = answer.content + (b"\n" if form == "json" else b"")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert moment_apart(ended.stdout) == moment_apart(given)
    assert list(tmp_path.iterdir()) == [file], "nothing is written"


def test_standard_input_is_read_from_a_pipe(tmp_path, address):
    ended = standfirst("summarise", "--sentences", "2", "-", cwd=tmp_path, stdin=PAGE.encode())

    body = {"html": PAGE, "sentences": 2, "store": False}
    given = requests.post(f"{address}/summarise", json=body, headers={"Accept": "text/plain"}, timeout=30)
    assert ended.stdout == given.content


def test_several_files_come_under_their_names_and_as_json_lines(tmp_path):
    plain = standfirst("summarise", *SAMPLES, cwd=tmp_path).stdout.decode()
    lines = standfirst("summarise", "--format", "json", *SAMPLES, cwd=tmp_path).stdout.splitlines()

    assert re.findall(r"^==> (.*) <==$", plain, re.MULTILINE) == [str(file) for file in SAMPLES]
    summaries = [json.loads(line)["summary"] for line in lines]
    assert len(summaries) == 3
    assert all(summary in plain for summary in summaries)


def test_a_digest_gives_what_the_service_gives(tmp_path, address):
    texts = [FERRY, OTHER, BAKERY]
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text)

    ended = standfirst("digest", "0.txt", "1.txt", "2.txt", "--sentences=5", "--format=json", cwd=tmp_path)

    body = {"articles": [{"text": text} for text in texts], "sentences": 5, "store": False}
    given = requests.post(f"{address}/summarise", json=body, timeout=30).content
    assert moment_apart(ended.stdout) == moment_apart(given + b"\n")
    assert ended.returncode == 0


@pytest.mark.parametrize("what", ["algorithms", "languages"])
def test_what_can_be_done_is_listed_as_the_service_lists_it(tmp_path, address, what):
    given = requests.get(f"{address}/{what}", timeout=30)

    ended = standfirst(what, "--format", "json", cwd=tmp_path)
    plain = standfirst(what, cwd=tmp_path).stdout.decode()

    assert ended.stdout == given.content + b"\n"
    for item in given.json()["items"]:
        assert item.get("title", item["name"]) in plain


def test_a_name_is_bold_on_a_terminal_and_plain_in_a_pipe(tmp_path):
    code, seen = on_a_terminal("summarise", *SAMPLES[:2], cwd=tmp_path)
    piped = standfirst("summarise", *SAMPLES[:2], cwd=tmp_path).stdout.decode()

    assert code == 0
    assert f"\x1b[1m==> {SAMPLES[0]} <==\x1b[0m" in seen
    assert "\x1b" not in piped
    assert re.sub(r"\x1b\[\dm|\r", "", seen) == piped


@pytest.mark.parametrize("command", ["algorithms", "languages", "digest"])
def test_each_other_command_answers_on_a_terminal(tmp_path, command):
    code, seen = on_a_terminal(command, *(SAMPLES if command == "digest" else ()), cwd=tmp_path)

    assert code == 0
    assert len(seen) > 100
    assert "Traceback" not in seen


WRONG = [
    (("summarise", "none.txt"), 1, "none.txt: No such file or directory"),
    (("summarise", "."), 1, "Is a directory"),
    (("summarise", "empty.txt"), 1, "There is no sentence in the text."),
    (("summarise", "image.txt"), 1, "The file is an image"),
    (("summarise", "a.txt", "--sentences", "none"), 2, "--sentences: Not a valid integer."),
    (("summarise", "a.txt", "--algorithm", "magic"), 2, "--algorithm: There is no such algorithm."),
    (("summarise", "a.txt", "--words", "9", "--sentences", "2"), 2, "Give at most one of"),
    (("summarise", "https://example.org/"), 1, "URLs are not fetched here"),
    (("summarise",), 2, "Missing argument"),
    (("summarise", "a.txt", "--format", "pdf"), 2, "--format"),
    (("digest", "a.txt"), 2, "articles"),
    (("digest", "a.txt", "none.txt"), 1, "none.txt: No such file or directory"),
    (("batch", "none", "-o", "x.jsonl"), 2, "does not exist"),
    (("batch", "a.txt", "-o", "no/x.jsonl"), 1, "no/x.jsonl: No such file or directory"),
    (("batch", "empty", "-o", "x.jsonl"), 1, "There is no file to read"),
    (("batch", "a.txt", "-o", "a.txt"), 1, "a.txt: line 1 is no result of a batch"),
]

# Many commands in one process: each start of its own would cost a second.
RUN_ALL = """
import json, sys
from click.testing import CliRunner
from service.cli import main
ended = [CliRunner().invoke(main, arguments) for arguments in json.load(sys.stdin)]
print(json.dumps([(one.exit_code, one.stdout, one.stderr, repr(one.exception)) for one in ended]))
"""


def test_what_goes_wrong_is_told_in_words_and_by_the_exit_code(tmp_path):
    (tmp_path / "a.txt").write_text(FERRY)
    (tmp_path / "empty.txt").write_text("...")
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n0000")
    (tmp_path / "empty").mkdir()

    asked = json.dumps([arguments for arguments, _, _ in WRONG])
    process = subprocess.run(
        [sys.executable, "-c", RUN_ALL],
        check=True,
        cwd=tmp_path,
        env=environment(),
        input=asked,
        capture_output=True,
        text=True,
    )

    for ended, (arguments, code, said) in zip(json.loads(process.stdout), WRONG, strict=True):
        exit_code, out, err, exception = ended
        assert (exit_code, out) == (code, ""), (arguments, ended)
        assert said in err, (arguments, ended)
        assert exception.startswith("SystemExit"), (arguments, ended)
    assert (tmp_path / "a.txt").read_text() == FERRY


def test_one_bad_file_among_several_does_not_stop_the_others(tmp_path):
    ended = standfirst("summarise", "none.txt", SAMPLES[0], cwd=tmp_path)

    assert ended.returncode == 1
    assert b"Port Ellery" in ended.stdout or b"reservoir" in ended.stdout
    assert b"none.txt" in ended.stderr


def test_keys_and_rates_of_the_service_do_not_bind_the_command_line(tmp_path):
    settings = {"STANDFIRST_REQUIRE_KEYS": "true", "STANDFIRST_RATE_LIMIT": "1/day"}

    ended = standfirst("summarise", *SAMPLES, cwd=tmp_path, **settings)

    assert (ended.returncode, ended.stderr) == (0, b"")


def test_the_shell_completes_commands_options_and_algorithms(tmp_path):
    def completed(words):
        settings = {
            "_STANDFIRST_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split()) - 1),
        }
        return standfirst(cwd=tmp_path, **settings).stdout.decode()

    assert "plain,summarise" in completed("standfirst summ")
    assert "plain,--format" in completed("standfirst summarise --form")
    assert "plain,lex-rank" in completed("standfirst summarise --algorithm lex")


# --- batches --------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """Forty articles in two folders, one of them broken, and two files that are none."""
    place = tmp_path / "articles"
    (place / "more").mkdir(parents=True)
    for number in range(39):
        (place / ("more" if number % 2 else ".") / f"{number:02}.txt").write_text(f"Crate {number} was opened. {FERRY}")
    (place / "zz.pdf").write_text("not a PDF")
    (place / "notes.csv").write_text("a,b")
    (place / ".hidden.txt").write_text(FERRY)
    return place


def results(file):
    return [json.loads(line) for line in file.read_bytes().splitlines()]


def test_a_batch_gives_a_line_a_file_in_order_with_what_the_service_gives(folder, tmp_path, address):
    ended = standfirst("batch", folder, "-o", "out.jsonl", "--sentences", "2", cwd=tmp_path)

    lines = results(tmp_path / "out.jsonl")
    assert ended.returncode == 1
    assert b"39 summed up, 1 failed" in ended.stderr
    assert [line["id"] for line in lines] == sorted(line["id"] for line in lines)
    assert len(lines) == 40
    assert lines[-1]["problem"]["type"] == "/problems/unreadable-file"
    one = folder / "00.txt"
    files = {"file": ("00.txt", one.read_bytes())}
    given = requests.post(f"{address}/summarise?store=false&sentences=2", files=files, timeout=30).content
    written = (tmp_path / "out.jsonl").read_bytes().splitlines()[0]
    assert moment_apart(given) in moment_apart(written)


def test_the_number_of_processes_changes_nothing(folder, tmp_path):
    for jobs in ("1", "3"):
        standfirst("batch", folder, "-o", f"{jobs}.jsonl", "--jobs", jobs, cwd=tmp_path)

    one, three = (moment_apart((tmp_path / f"{jobs}.jsonl").read_bytes()) for jobs in ("1", "3"))
    unnamed = re.compile(rb'"request_id":"[^"]*"')  # of the file that failed
    assert unnamed.sub(b"", one) == unnamed.sub(b"", three)


@pytest.mark.parametrize("torn", [b"", b'{"id": "x", "status": "done"}'])
def test_a_batch_goes_on_after_the_last_whole_line(folder, tmp_path, torn):
    standfirst("batch", "articles", "-o", "whole.jsonl", cwd=tmp_path)
    whole = (tmp_path / "whole.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "out.jsonl").write_bytes(b"".join(whole[:25]) + torn)

    standfirst("batch", "articles", "-o", "out.jsonl", cwd=tmp_path)

    gone_on = (tmp_path / "out.jsonl").read_bytes().splitlines(keepends=True)
    assert gone_on[:25] == whole[:25]
    assert [json.loads(line)["id"] for line in gone_on] == [json.loads(line)["id"] for line in whole]


def test_a_batch_is_not_gone_on_with_other_options(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"{name} {FERRY}")
    standfirst("batch", "a.txt", "-o", "out.jsonl", "--sentences", "2", cwd=tmp_path)
    before = (tmp_path / "out.jsonl").read_bytes()

    for other in (), ("--sentences", "3"), ("--sentences", "2", "--no-clean"):
        ended = standfirst("batch", "a.txt", "b.txt", "-o", "out.jsonl", *other, cwd=tmp_path)
        assert ended.returncode == 2
        assert b"line 1 was made with other options (sentences=2)" in ended.stderr
        assert (tmp_path / "out.jsonl").read_bytes() == before

    ended = standfirst("batch", "a.txt", "b.txt", "-o", "out.jsonl", "--sentences", "2", cwd=tmp_path)
    assert ended.returncode == 0
    assert [line["id"] for line in results(tmp_path / "out.jsonl")] == ["a.txt", "b.txt"]


def test_a_batch_that_is_interrupted_says_so_and_goes_on_when_asked_again(tmp_path):
    names = [f"{number:03}.txt" for number in range(40)]
    for name in names[:-1]:
        (tmp_path / name).write_text(f"This is {name}. {FERRY}")
    last = tmp_path / names[-1]
    os.mkfifo(last)  # nobody writes to it, so the batch cannot end before it is interrupted
    out = tmp_path / "out.jsonl"
    asked = ["batch", *names, "-o", "out.jsonl", "--jobs", "2"]
    process = subprocess.Popen(
        [*COMMAND, *asked],
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.PIPE,
        start_new_session=True,
        # Who runs the tests in the background ignores the signal, and so would the batch.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (takes no lock)
    )
    deadline = time.monotonic() + 60
    while not (out.exists() and out.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the whole group
    _, told = process.communicate(timeout=60)

    assert process.returncode == 130
    assert b"goes on from here" in told
    assert b"Traceback" not in told
    assert 0 < len(results(out)) < len(names)
    last.unlink()
    last.write_text(FERRY)
    assert standfirst(*asked, cwd=tmp_path).returncode == 0
    assert [line["id"] for line in results(out)] == names


def test_a_batch_shows_how_far_it_is_on_a_terminal_and_not_in_a_pipe(folder, tmp_path):
    _, seen = on_a_terminal("batch", folder, "-o", "a.jsonl", cwd=tmp_path)
    piped = standfirst("batch", folder, "-o", "b.jsonl", cwd=tmp_path).stderr.decode()

    assert "100%" in seen
    assert "%" not in piped
