"""Every benchmark, one after another: ``python -m tests.benchmarks``."""

from tests.benchmarks import charts, cleaning, engine, hostile_files, http

engine.main([])
cleaning.main()
http.main()
hostile_files.main()
charts.main()
