"""Each figure is a ratio to a peer that ran in turn in the same run; what is measured is what the service does."""

import os

# As in the service, and before the arithmetic library is loaded. With its threads on, sumy's large products leave one
# that spins for a while after them, and its time would be put down to whoever runs next.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
