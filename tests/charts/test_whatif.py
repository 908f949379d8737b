"""Axes with thousands in words; levers and courses are tested where they are shown."""

import pandas as pd

from retention.charts import whatif as charts


def test_an_axis_says_thousands_and_millions_in_words() -> None:
    table = pd.DataFrame({"response": [0.1], "result": [1.5e6], "chosen": [True], "share": ["10%"], "text": ["1.5M"]})
    titles = {"response": "Response", "result": "Result"}
    chart = charts.by_response(table, titles=titles, units={1e3: " тыс.", 1e6: " млн"}, alt_text="Result")
    label = chart.to_dict(validate=True)["layer"][0]["encoding"]["y"]["axis"]["labelExpr"]
    assert label.startswith("abs(datum.value) >= 1000000 ? ")
    assert '" млн" : abs(datum.value) >= 1000 ? ' in label
    assert label.endswith("\" тыс.\" : format(datum.value, '~r')")
