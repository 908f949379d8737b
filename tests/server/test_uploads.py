"""What a visitor brings is written nowhere."""

import sys

import pytest

from tests.server.running import Served
from tests.server.visitor import MEGABYTE, visiting


@pytest.mark.skipif(sys.platform == "win32", reason="there a process cannot be kept from writing files")
def test_an_upload_of_25_mb_arrives_where_no_file_can_be_written(served: Served) -> None:
    with visiting(served.port) as visitor:
        visitor.run()
        assert visitor.upload(b"a,b\n1,2\n" * (25 * MEGABYTE // 8)) == 204
