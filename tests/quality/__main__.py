"""Every score of quality, one report after another: ``python -m tests.quality DATA``."""

import subprocess
import sys

REPORTS = ("segmentation", "cleaning", "html", "summaries")

if len(sys.argv) < 2:
    sys.exit("The scores are taken on data that is not part of the project. Say where it lies: make quality DATA=…")
# Each in a process of its own, so that none is measured in what another left behind.
ends = [
    subprocess.run([sys.executable, "-m", f"tests.quality.{report}", *sys.argv[1:]], check=False).returncode
    for report in REPORTS
]
sys.exit(any(ends))
