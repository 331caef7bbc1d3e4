"""The command line, through real pipes."""

import os
import re
import signal
import socket
import subprocess
import sys
import time

import pytest
import requests

from tests.articles import FERRY
from tests.conftest import PROJECT
from tests.e2e.test_service import running


def standfirst(*arguments, **settings):
    environ = {name: value for name, value in os.environ.items() if not name.startswith("STANDFIRST_")}
    return subprocess.run(
        [sys.executable, "-m", "service", *arguments],
        cwd=PROJECT,
        env={**environ, **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("serve",),
        ("config",),
        ("db",),
        ("db", "upgrade"),
        ("db", "purge"),
        ("keys",),
        ("keys", "create"),
        ("keys", "list"),
        ("keys", "revoke"),
        ("keys", "renew"),
    ],
)
def test_every_command_helps_with_an_example_or_its_exit_codes(arguments):
    ended = standfirst(*arguments, "--help")

    assert ended.returncode == 0
    assert re.search(r"Examples?:\n +(\S+=\S+ )?standfirst |Exit codes: 0 ", ended.stdout)
    assert "Traceback" not in ended.stderr


def test_the_help_tells_the_exit_codes():
    for arguments in ((), ("db",), ("keys",)):
        told = standfirst(*arguments, "--help").stdout

        assert "0 it is done; 1 it could not be done" in told
        assert "2 the command line or a setting is wrong" in told


def test_a_database_is_made_checked_and_purged(tmp_path):
    settings = {"STANDFIRST_DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3"}

    before = standfirst("db", "check", **settings)
    upgraded = standfirst("db", "upgrade", **settings)
    after = standfirst("db", "check", **settings)
    kept = standfirst("db", "purge", **settings)

    assert (before.returncode, upgraded.returncode, after.returncode, kept.returncode) == (1, 0, 0, 0)
    assert "standfirst db upgrade" in before.stderr
    assert "kept for ever" in kept.stdout
    assert all(ended.stderr == "" for ended in (upgraded, after, kept))


@pytest.mark.parametrize("arguments", [("keys", "list"), ("keys", "create", "x"), ("db", "purge"), ("db", "check")])
def test_a_database_without_tables_is_told_in_words(empty_database_url, arguments):
    ended = standfirst(*arguments, STANDFIRST_DATABASE_URL=empty_database_url)

    assert ended.returncode == 1
    assert ended.stderr == (
        "Error: The database has no tables, or those of another version. Run: standfirst db upgrade\n"
    )


def test_what_is_purged_beside_a_running_service_leaves_no_trace_on_disk(tmp_path):
    url = f"sqlite:///{tmp_path}/x.sqlite3"
    with running(url) as (address, _):
        key = {"Idempotency-Key": "1"}
        requests.post(f"{address}/summarise", json={"text": FERRY}, headers=key, timeout=10)
        _make_old(tmp_path / "x.sqlite3")

        ended = standfirst("db", "purge", STANDFIRST_DATABASE_URL=url, STANDFIRST_RETENTION_DAYS="30")

        left = requests.get(f"{address}/articles", timeout=10).json()["items"]
        traces = [file.name for file in tmp_path.iterdir() if b"Marit Holm" in file.read_bytes()]
    assert ended.stdout == "Deleted: 1 articles, 1 summaries, 0 batches, 1 answers under an Idempotency-Key.\n"
    assert left == []
    assert traces == []


def _make_old(file):
    from service.storage.sqlite import sqlite_module

    connection = sqlite_module().connect(file)
    for table in ("articles", "idempotency_keys"):
        connection.execute(f"UPDATE {table} SET created_at = '2020-01-01 00:00:00.000000'")
    connection.commit()
    connection.close()


def test_a_key_made_by_a_person_works_until_it_is_revoked_in_every_worker(tmp_path):
    url = f"sqlite:///{tmp_path}/x.sqlite3"
    mine = {"STANDFIRST_DATABASE_URL": url}
    with running(url, STANDFIRST_REQUIRE_KEYS="true", STANDFIRST_WORKERS="4") as (address, _):
        made = standfirst("keys", "create", "reader", "--rate-limit", "1000/minute", **mine)
        key = made.stdout.strip()

        def statuses():
            """Of a connection each, so that every worker is asked."""
            headers = {"Authorization": f"Bearer {key}"}
            return {requests.get(f"{address}/articles", headers=headers, timeout=10).status_code for _ in range(40)}

        before = statuses()
        revoked = standfirst("keys", "revoke", "reader", **mine)
        after = statuses()
        renewed = standfirst("keys", "renew", "reader", **mine)
        listed = standfirst("keys", "list", **mine)
        again = standfirst("keys", "create", "reader", **mine)
        missing = standfirst("keys", "revoke", "nobody", **mine)

    assert (before, after) == ({200}, {403})
    assert all(ended.returncode == 0 and ended.stderr == "" for ended in (made, revoked, renewed, listed))
    assert made.stdout.startswith("standfirst_")
    assert made.stdout.count("\n") == renewed.stdout.count("\n") == 1
    assert listed.stdout.startswith("reader")
    assert renewed.stdout.strip()[-4:] in listed.stdout
    assert "1000/minute" in listed.stdout
    assert renewed.stdout.strip() not in listed.stdout
    assert (again.returncode, missing.returncode) == (1, 1)
    assert "already" in again.stderr
    assert "no key named 'nobody'" in missing.stderr


def test_the_settings_are_shown_with_their_origin_and_without_secrets(tmp_path):
    password = tmp_path / "password"
    password.write_text("hush")

    ended = standfirst(
        "config",
        STANDFIRST_DATABASE_URL="postgresql://me:hush@db/x",
        STANDFIRST_DATABASE_PASSWORD_FILE=str(password),
        STANDFIRST_WORKER="3",
    )

    rows = {line.split()[0]: line.split()[1:] for line in ended.stdout.splitlines()}
    assert ended.returncode == 0
    assert rows["STANDFIRST_DATABASE_URL"] == ["***", "STANDFIRST_DATABASE_URL"]
    assert rows["STANDFIRST_DATABASE_PASSWORD"] == ["***", "STANDFIRST_DATABASE_PASSWORD_FILE"]
    assert rows["STANDFIRST_WORKERS"] == ["2", "default"]
    assert "hush" not in ended.stdout + ended.stderr
    assert "STANDFIRST_WORKER is no setting" in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "settings", "code", "said"),
    [
        (("fly",), {}, 2, "No such command"),
        (("db", "purge", "--days", "0"), {}, 2, "--days"),
        (("config",), {"STANDFIRST_WORKERS": "none", "STANDFIRST_BIND": "here"}, 2, "STANDFIRST_BIND"),
        (("serve",), {"STANDFIRST_WORKERS": "none"}, 2, "STANDFIRST_WORKERS"),
        (("keys", "create", "a b"), {}, 2, "1 to 100 letters"),
        (("keys", "create", "a", "--rate-limit", "often"), {}, 2, "60/minute"),
        (("keys", "list"), {"STANDFIRST_DATABASE_URL": "sqlite:////no/such/folder/x"}, 1, "cannot be used"),
        (("db", "upgrade"), {"STANDFIRST_DATABASE_URL": "sqlite:////no/such/folder/x"}, 1, "cannot be used"),
        (("db", "check"), {"STANDFIRST_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"}, 1, "cannot be used"),
    ],
)
def test_what_goes_wrong_is_told_in_words_and_by_the_exit_code(arguments, settings, code, said):
    ended = standfirst(*arguments, **settings)

    assert ended.returncode == code
    assert ended.stdout == ""
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_serve_serves_until_it_is_stopped(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{probe.getsockname()[1]}"
    environ = {
        **os.environ,
        "STANDFIRST_BIND": bind,
        "STANDFIRST_DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3",
        "STANDFIRST_LOG_LEVEL": "error",
    }
    process = subprocess.Popen([sys.executable, "-m", "service", "serve"], cwd=PROJECT, env=environ)
    try:
        assert _answers(f"http://{bind}/health/ready")
    finally:
        process.send_signal(signal.SIGTERM)

    assert process.wait(30) == 0


def _answers(address):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return requests.get(address, timeout=5).ok
        except requests.ConnectionError:
            time.sleep(0.1)
    return False
