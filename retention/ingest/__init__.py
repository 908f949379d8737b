"""Files and sources in, `Orders` out: nothing here knows of what comes after."""
