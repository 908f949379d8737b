"""Exports that are no lists of orders with customers: named, with the one to choose instead."""

import json
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

from retention.errors import RetentionError
from retention.ingest.columns import map_columns
from retention.ingest.mapping import Choices
from retention.ingest.other_exports import recognise
from retention.ingest.platforms import recognise as platform_of
from retention.ingest.read.raw import Layout, RawTable

DESCRIBED = json.loads((files("retention.ingest") / "other_exports.json").read_text(encoding="utf-8"))
SIGNATURES = [(each, signature) for each in DESCRIBED for signature in each["signature"]]


def table(headers: list[str]) -> RawTable:
    cells = {name: [f"2025-01-{n + 10}" for n in range(12)] for name in headers}
    frame = pd.DataFrame(cells | {"Note": ["x"] * 12}, dtype="str")
    return RawTable(name="export", frame=frame, rows=np.arange(2, 14), layout=Layout(format="csv"))


@pytest.mark.parametrize(("said", "signature"), SIGNATURES)
def test_it_is_named_with_what_to_choose_instead(said: dict[str, str], signature: list[str]) -> None:
    with pytest.raises(RetentionError) as refused:
        map_columns(table(signature[::-1]))
    assert refused.value.code == "other_export"
    for each in (said["platform"], said["export"], said["instead"]):
        assert each in str(refused.value)


def test_a_person_may_know_better() -> None:
    raw = table(DESCRIBED[2]["signature"][0])
    raw.frame["Day"] = [f"2025-02-{n + 10}" for n in range(12)]
    mapping = map_columns(raw, Choices(customer="Email", date="Day", date_order="ymd"))
    assert (mapping.customer, mapping.date) == ("Email", "Day")


def test_exports_of_orders_are_none_of_them() -> None:
    for name in files("retention.ingest.platforms").iterdir():
        if name.name.endswith(".json"):
            said = json.loads(name.read_text(encoding="utf-8"))
            for signature in said["signature"]:
                found = recognise([*signature, *(column for columns in said["columns"].values() for column in columns)])
                assert found is None or (found.lists_orders and platform_of(signature) is not None)
