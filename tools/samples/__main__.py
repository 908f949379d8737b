"""`python -m tools.samples` rewrites the files in `sample_data/`."""

from tools.samples.writing import main

main()
