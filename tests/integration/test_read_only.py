"""A file system that turns read-only for a while, with a service that goes on asking."""

import os
import subprocess
import threading

import pytest
from sqlalchemy import text

from service.errors import StorageUnavailableError
from service.storage import Database
from tests.torture import faults

READERS = WRITERS = 3
TRIES = 20


def is_written(database):
    try:
        with database.writing() as connection:
            connection.execute(text("INSERT INTO notes VALUES (1)"))
    except StorageUnavailableError:
        return False
    return True


def is_read(database):
    with database.reading() as connection:
        return connection.execute(text("SELECT count(*) FROM notes")).scalar() is not None


def leave_a_log(url):
    """A process that is killed leaves the file's log where a read-only file can be read by it."""
    child = os.fork()
    if child == 0:
        with Database(url).writing() as connection:
            connection.execute(text("CREATE TABLE notes (note INTEGER)"))
            connection.commit()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


@pytest.fixture
def disk(tmp_path):
    try:
        with faults.small_disk(tmp_path) as place:
            yield place
    except faults.CannotHappenHereError as reason:
        pytest.skip(f"NOT tried here: {reason}.")


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_writing_goes_on_as_soon_as_it_may_while_others_never_stop_reading(disk):
    url = f"sqlite:///{disk}/x.sqlite3"
    leave_a_log(url)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    database, stop, answers = Database(url), threading.Event(), []
    busy = [lambda: answers.append(is_read(database))] * READERS + [lambda: is_written(database)] * WRITERS

    def again_and_again(job):
        while not stop.is_set():
            job()

    threads = [threading.Thread(target=again_and_again, args=(job,)) for job in busy]
    for thread in threads:
        thread.start()
    try:
        assert not any(is_written(database) for _ in range(TRIES))
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
        assert any(is_written(database) for _ in range(TRIES))
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        database.close()
    assert all(answers)
