"""`python -m retention.samples` rewrites the files in `sample_data/`."""

from retention.samples.writing import main

main()
