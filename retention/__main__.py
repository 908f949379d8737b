"""`python -m retention`: the same answers on a terminal, for people and for programs."""

from retention.cli import main

if __name__ == "__main__":
    main(prog_name="python -m retention")
