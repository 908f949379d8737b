"""What a terminal would obey instead of showing."""


def shown(text: str) -> str:
    """The text with signs (␛, ␍ …) in the place of characters that steer a terminal; line ends stay."""
    from retention.ingest.values.formulas import visible

    return visible(text).replace("\r", "␍")
