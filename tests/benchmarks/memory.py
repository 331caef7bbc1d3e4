"""What a worker adds to the memory of the service: python -m tests.benchmarks.memory.

The engine is loaded once, before the workers are forked, and what was loaded is kept from the garbage collector, so
that its pages stay shared. Proportional memory (Pss) counts a page that several processes share once in all; private
memory is what only one process has. Both are read from the kernel after each worker has answered requests.
"""

import os
import tempfile
import time
from pathlib import Path

from tests.benchmarks.http import ARTICLES, SENTENCES, TARGETS, children, measure, request, served
from tests.benchmarks.prose import article

WORKERS = (1, 2, 4)


def megabytes(pid: int, kinds: tuple[str, ...]) -> float:
    """The sum of these lines of the kernel's account of a process."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(kinds)) / 1024


def main() -> None:
    print(__doc__)
    target = TARGETS[1]
    messages = [request(target.path, article(SENTENCES, seed=number)) for number in range(ARTICLES)]
    print(
        f"{'workers':>8} {'all, Pss':>10} {'parent, private':>17} {'a worker, private':>19} {'a worker, resident':>20}"
    )
    for workers in WORKERS:
        os.environ["STANDFIRST_WORKERS"], os.environ["STANDFIRST_BATCH_WORKERS"] = str(workers), "0"
        with (
            tempfile.TemporaryDirectory() as name,
            served(target.application, f"sqlite:///{name}/bench.sqlite3") as (port, pid),
        ):
            time.sleep(2)
            measure(port, pid, messages)
            found = children(pid)
            whole = sum(megabytes(process, ("Pss:",)) for process in (pid, *found))
            private = [megabytes(process, ("Private_",)) for process in (pid, *found)]
            resident = max(megabytes(process, ("Rss:",)) for process in found)
        print(
            f"{workers:8} {whole:7.0f} MB {private[0]:14.0f} MB {max(private[1:]):16.0f} MB {resident:17.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
