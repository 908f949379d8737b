"""What the server promises around the pages: who may ask, what is kept in memory and for how long. Used by `app.py`."""
