"""`python -m retention`: the same answers on a terminal, for people and for programs."""

import gc
import io
import os
import signal
import sys

from retention.cli import main

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # customers' names, whatever the system's own encoding can hold
    # Before NumPy is loaded: models of four parameters gain nothing from several processors and wait for them instead.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if sys.platform == "linux":  # Arrow's own allocator asks for huge pages, which have to be emptied first
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended from outside, it tidies up as after Ctrl+C
    gc.disable()  # one short run: looking for cycles while pandas is imported costs 6% of it and frees nothing
    main(prog_name="python -m retention")
