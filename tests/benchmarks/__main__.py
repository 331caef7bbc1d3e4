"""Every benchmark, one after another: ``python -m tests.benchmarks``."""

from tests.benchmarks import charts, cleaning, engine, hostile_files, http, memory

engine.main([])
cleaning.main()
http.main()
memory.main()
hostile_files.main()
charts.main()
