"""What tests ask for by name: published data, the system's browser, optional engines, and how deep to search."""

import gc
import importlib.metadata
import importlib.util
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from retention.ingest.read import process
from tests import same_process

# As the app and the command line run: several processors make small models wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

SHARING = ("tests/browser/test_pictures", "tests/browser/", "tests/server/")
"""Whose tests share a running app; pictures have one of their own, and take as long as all else in a browser."""

# Of every cache that is made without a server Streamlit says that it lies in memory.
logging.getLogger("streamlit.runtime.caching.cache_data_api").addFilter(
    lambda record: "No runtime found" not in record.getMessage()
)

# Seeded: the same examples on every machine, and no verdict that depends on how busy it is.
settings.register_profile("seeded", derandomize=True, deadline=None, database=None, max_examples=15)
settings.register_profile("deep", settings.get_profile("seeded"), max_examples=1_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--deep", action="store_true", help="search many times as long for inputs that break a law")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("deep" if config.getoption("deep") else "seeded")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Few of many inputs without `--deep`; what takes longest first, so that in the end no worker is alone with it."""
    if not config.getoption("deep"):
        left_out = beyond_few(items)
        config.hook.pytest_deselected(items=[item for item in items if item in left_out])
        items[:] = [item for item in items if item not in left_out]
    kinds = ("spark", "long", "browser")
    items.sort(key=lambda item: next((rank for rank, kind in enumerate(kinds) if item.get_closest_marker(kind)), 9))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object | None:
    """With `--dist=loadfile` what shares an app, which takes long to start, is done by one worker."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class OneAppEach(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((folder for folder in SHARING if nodeid.startswith(folder)), super()._split_scope(nodeid))

    return OneAppEach(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Garbage is looked for among what tests make: modules and thousands of tests collected stay to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def beyond_few(items: list[pytest.Item]) -> set[pytest.Item]:
    """The tests marked `few(n)` beyond n of the same function; the n are spread evenly over its inputs."""
    inputs: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("few"):
            inputs.setdefault(item.nodeid.partition("[")[0], []).append(item)
    left_out: set[pytest.Item] = set()
    for each in inputs.values():
        mark = each[0].get_closest_marker("few")
        assert mark is not None
        kept = {place * len(each) // mark.args[0] for place in range(mark.args[0])}
        left_out |= {item for place, item in enumerate(each) if place not in kept}
    return left_out


@pytest.fixture(scope="session")
def deep(request: pytest.FixtureRequest) -> bool:
    """Whether to search long (`--deep`): a normal run tries a few inputs of each law, the same ones every time."""
    return bool(request.config.getoption("deep"))


@pytest.fixture(scope="module", autouse=True)
def reading(request: pytest.FixtureRequest) -> Iterator[None]:
    """Files are read in this process, except in modules marked `child` and with `--deep`."""
    with pytest.MonkeyPatch.context() as patch:
        if not request.config.getoption("deep") and request.node.get_closest_marker("child") is None:
            patch.setattr(process, "limited", same_process.limited)
        yield


def missing(what: str) -> None:
    """Skip with the reason on a developer's machine, fail in CI, where nothing may be missing."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and CI must have it", pytrace=False)
    pytest.skip(f"{what} is missing")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs"):
        if importlib.util.find_spec(mark.args[0]) is None:
            missing(f"package {mark.args[0]} (python3 start.py test --all)")
    if item.get_closest_marker("spark"):
        if importlib.util.find_spec("pyspark") is None:
            missing("package pyspark (python3 start.py test --all)")
        if shutil.which("java") is None:
            missing("Java")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's Chromium or Chrome, to be driven by Playwright: `chromium.launch(executable_path=chromium_path)`."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        missing("Chromium")
    return str(found)


@pytest.fixture(scope="session")
def lifetimes_data() -> Callable[[str], Path]:
    """Where a data file of the archived `lifetimes` package is: `lifetimes_data("CDNOW_master.txt")`.

    The package itself is never imported: it does not work with today's setuptools.
    """

    def locate(name: str) -> Path:
        files = importlib.metadata.files("lifetimes") or []
        return next(Path(str(file.locate())) for file in files if file.parts[-2:] == ("datasets", name))

    return locate
