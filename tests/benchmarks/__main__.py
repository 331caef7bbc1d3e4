"""Every benchmark, one after another: ``python -m tests.benchmarks``."""

from tests.benchmarks import charts, engine, hostile_files, http

engine.main([])
http.main()
hostile_files.main()
charts.main()
