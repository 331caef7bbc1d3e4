"""A batch against the same engine in a bare loop: ``python -m tests.benchmarks.batches [articles] [postgresql]``.

Both run as two processes, in turn. What counts is the processor time an article, which hardly hangs on who else
uses the machine; the bare loop's share of it is how much of its throughput a batch reaches on full processors.
The database's own server, where there is one, is not in it.
"""

import gc
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, event

from config import Settings
from service.api.parts import Parts
from service.app import join
from service.storage import ANONYMOUS
from service.summariser import Options, read, summarise_reading, warm_up
from service.use_cases import Item, Presentation, Source, Wish
from service.use_cases.content import content_of
from service.use_cases.jobs import MOST_JOBS_AT_ONCE
from service.worker.runner import runner_of
from tests.benchmarks import prose
from tests.benchmarks.accepting import database

PROCESSES = 2
SENTENCES = 25
MANY = 10_000


def side_by_side(work: Callable[[int], None]) -> tuple[float, float]:
    """Wall time and processor time of the work in each of the processes, and of those that they start."""
    started, cpu = time.perf_counter(), 0.0
    processes = []
    for number in range(PROCESSES):
        process = os.fork()
        if process == 0:
            work(number)
            os._exit(0)
        processes.append(process)
    for process in processes:
        _, status, usage = os.wait4(process, 0)
        assert status == 0
        cpu += usage.ru_utime + usage.ru_stime
    return time.perf_counter() - started, cpu


def bare(texts: list[str]) -> Callable[[int], None]:
    def work(number: int) -> None:
        for text in texts[number::PROCESSES]:
            started = time.perf_counter()
            content_of(
                summarise_reading(read(text), Options(), every=False),
                Options(),
                Presentation(),
                linked=False,
                started=started,
            )

    return work


def batch(settings: Settings, parts: Parts, memory: Path) -> Callable[[int], None]:
    def work(number: int) -> None:
        parts.database.after_fork()
        runner = runner_of(settings, parts, lambda: True)
        chunks = 0
        peaks = []
        while runner.run_once():
            chunks += 1
            if chunks % 3 == 0:
                peaks.append((pss(os.getpid()), pss(runner.engine_process)))
        runner.stop()
        lines = [f"{own} {engine}" for own, engine in peaks]
        (memory / str(number)).write_text("\n".join(lines))

    return work


def pss(process: int) -> int:
    """Kilobytes of memory of a process, what it shares counted in part."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def size(folder: Path) -> int:
    """Bytes of the SQLite file, 0 where there is none."""
    return sum(file.stat().st_size for file in folder.glob("*.sqlite3"))


def items(texts: list[str]) -> list[Item]:
    return [Item(name=str(number), articles=[Source(text=text)], wish=Wish()) for number, text in enumerate(texts)]


def main(count: int, kind: str) -> None:
    asked = multiprocessing.Value("Q", 0)

    @event.listens_for(Engine, "before_cursor_execute")
    def _count(*_: object) -> None:
        with asked.get_lock():
            asked.value += 1

    with tempfile.TemporaryDirectory() as folder, database(kind, Path(folder)) as url:
        settings = Settings(database_url=url)
        parts = join(settings)
        parts.database.upgrade()
        warm_up()
        gc.collect()
        gc.freeze()  # as the service does
        texts = [prose.article(SENTENCES, seed=seed) for seed in range(count)]
        side_by_side(bare(texts[:100]))  # so that neither side is the first to run
        made = parts.batches.accept(items(texts), owner=ANONYMOUS)
        parts.database.close()
        asked.value = 0
        batch_wall, batch_cpu = side_by_side(batch(settings, parts, Path(folder)))
        statements = asked.value / count
        bare_wall, bare_cpu = side_by_side(bare(texts))
        ended = parts.batches.get(made.id, owner=ANONYMOUS)
        assert ended.done == count, ended
        at_once = f"up to {MOST_JOBS_AT_ONCE} jobs at once"
        print(f"{count} articles of {SENTENCES} sentences, {PROCESSES} processes, {at_once}")
        for name, wall, cpu in (("bare loop", bare_wall, bare_cpu), ("batch", batch_wall, batch_cpu)):
            print(f"  {name:9}  {1000 * cpu / count:6.2f} ms of processor an article  {count / wall:7.1f} a second")
        print(
            f"  share of the bare loop: {bare_cpu / batch_cpu:.0%} by processor time, "
            f"{bare_wall / batch_wall:.0%} by the clock"
        )
        print(f"  {statements:.2f} statements an article; {size(Path(folder)) / count:,.0f} bytes on SQLite")
        for number in range(PROCESSES):
            memory = [line.split() for line in (Path(folder) / str(number)).read_text().splitlines()]
            shown = [memory[place] for place in (0, len(memory) // 2, -1)] if memory else []
            print(f"  memory of worker and engine {number}, kB, first to last: {shown}")
        many = items([prose.article(SENTENCES, seed=seed % 500) + f" Number {seed}." for seed in range(MANY)])
        started, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_utime
        parts.batches.accept(many, owner=ANONYMOUS)
        wall = time.perf_counter() - started
        used = resource.getrusage(resource.RUSAGE_SELF).ru_utime - used
        print(f"  {MANY:,} items stored in {wall:.2f} s ({used:.2f} s of processor)")
        parts.database.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000, sys.argv[2] if len(sys.argv) > 2 else "sqlite")
