"""`python -m retention`: the same answers on a terminal, for people and for programs."""

import gc

from retention.cli import main

if __name__ == "__main__":
    gc.disable()  # one short run: looking for cycles while pandas is imported costs 6% of it and frees nothing
    main(prog_name="python -m retention")
