"""`summary` as a program sees it: its JSON, its exit codes, its questions."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from retention.cli import main

WORKED_EXAMPLE = """customer;date
A;10.01.2024
A;05.04.2024
A;20.07.2024
B;02.02.2024
B;15.08.2024
C;03.03.2024
D;11.04.2024
D;20.05.2024
E;01.05.2024
E;02.07.2024
E;10.10.2024
F;15.07.2024
F;01.10.2024
G;08.08.2024
H;11.11.2024
"""
KEYS = (
    *(
        "source",
        "rows_read",
        "rows_used",
        "rows_set_aside",
        "issues",
        "customers",
        "orders",
        "revenue",
        "revenue_gross",
    ),
    *("currency", "first_date", "last_date", "as_of", "grain", "base", "periods"),
)
PERIOD_KEYS = (
    *("period", "start", "end", "complete", "customers_at_start", "active", "new", "retained", "lost", "reactivated"),
    *("crr", "crr_low", "crr_high", "textbook", "orders", "revenue"),
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["summary", *arguments], catch_exceptions=False)


def answer(*arguments: str) -> dict:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def example(tmp_path: Path) -> str:
    path = tmp_path / "worked.csv"
    path.write_text(WORKED_EXAMPLE, encoding="utf-8")
    return str(path)


def test_the_worked_example_by_quarter(example: str) -> None:
    told = answer(example, "--grain", "quarter", "--as-of", "2024-12-31")
    assert set(KEYS) <= set(told)
    assert set(PERIOD_KEYS) <= set(told["periods"][0])
    counts = [
        (p["period"], p["customers_at_start"], p["active"], p["new"], p["retained"], p["lost"], p["reactivated"])
        for p in told["periods"]
    ]
    assert counts == [
        ("2024Q1", 0, 3, 3, 0, 0, 0),
        ("2024Q2", 3, 3, 2, 1, 2, 0),
        ("2024Q3", 3, 5, 2, 2, 1, 1),
        ("2024Q4", 5, 3, 1, 2, 3, 0),
    ]
    assert [p["crr"] for p in told["periods"]] == [None, pytest.approx(1 / 3), pytest.approx(2 / 3), 0.4]
    assert [p["textbook"] for p in told["periods"]] == [None, pytest.approx(1 / 3), 1, 0.4]
    assert all(p["complete"] for p in told["periods"])
    assert (told["customers"], told["orders"], told["grain"], told["base"]) == (8, 15, "quarter", "previous")


def test_the_answer_stands_above_the_table_as_on_the_page(example: str) -> None:
    said = run(example, "--grain", "quarter", "--as-of", "2024-12-31").stdout
    assert "5 customers bought in Q3 2024. 2 of them came back in Q4 2024." in said.partition("Period")[0]
    assert "came back in" not in run(example, "--grain", "year").stdout  # nobody was a customer before the first year


def test_without_an_as_of_date_the_last_quarter_is_unfinished(example: str) -> None:
    periods = answer(example, "--grain", "quarter")["periods"]
    assert [p["complete"] for p in periods] == [True, True, True, False]


def test_what_was_decided_is_said(example: str) -> None:
    source = answer(example)["source"]
    assert (source["format"], source["separator"], source["header_row"], source["date_order"]) == ("csv", ";", 1, "dmy")
    assert source["columns"] == {"customer": "customer", "date": "date"}


def test_a_workbook_with_every_kind_of_row_adds_up(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Order ID", "Date", "Customer", "Amount"])
    for row in [
        (1, "2025-01-05", "ann", 10),
        (2, "2025-02-05", "ann", 20),
        (3, "2025-02-06", None, 5),
        (4, None, "bob", 1),
    ]:
        sheet.append(row)
    book.save(tmp_path / "orders.xlsx")
    told = answer(str(tmp_path / "orders.xlsx"))
    assert told["rows_read"] == told["rows_used"] + told["rows_set_aside"] == 4
    issues = {issue["code"]: (issue["rows"], issue["examples"][0]["row"]) for issue in told["issues"]}
    assert issues == {"date_missing": (1, 5), "unidentified": (1, 4)}
    assert [p["period"] for p in told["periods"]] == ["2025-01", "2025-02"]


def test_people_get_a_table(example: str) -> None:
    result = run(example, "--grain", "quarter")
    assert result.exit_code == 0
    assert "15 orders; 8 customers" in result.output
    assert "Q3 2024" in result.output
    assert "66.7%  20.8% to 93.9%" in result.output


def test_every_figure_stands_below_and_the_verdict_beside(example: str) -> None:
    lines = run(example, "--grain", "quarter", "--as-of", "2024-12-31").stdout.splitlines()
    below = lines[lines.index("") + 1 :]
    start = next(number for number, line in enumerate(below) if line.startswith("Churn"))
    rates = {line[:36].strip(): line[36:].split() for line in below[start:]}
    assert below[start - 1].split() == ["Q1", "2024", "Q2", "2024", "Q3", "2024", "Q4", "2024"]
    assert rates["Textbook retention"] == ["–", "33.3%", "100.0%", "40.0%"]
    assert rates["Returning share"] == ["0.0%", "33.3%", "60.0%", "66.7%"]
    assert any(re.match("Q4 2024 .* few customers", line) for line in lines)
    last = answer(example, "--grain", "quarter", "--as-of", "2024-12-31")["periods"][-1]["crr_change"]
    assert (last["compared_with"], last["verdict"]) == ("2024Q3", None)
    assert {"few", "season"} <= set(last["doubts"])
    assert last["change"] == pytest.approx(2 / 5 - 2 / 3, abs=1e-6)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"  \n \n", "empty_file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(2000), "not_a_table"),
        (b"Order ID,Date,Product,Amount\n1,2025-01-05,tea,3\n2,2025-01-06,mug,4\n", "no_customer_column"),
        (b"Customer,Order ID,Amount\nann,1,3\nbob,2,4\nann,3,5\n", "no_date_column"),
    ],
)
def test_a_refusal_ends_with_3_and_a_sentence(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    result = run(str(path), "--json")
    assert result.exit_code == 3
    error = json.loads(result.stdout)["error"]
    assert error["code"] == code
    plain = run(str(path))
    assert plain.exit_code == 3
    assert plain.stderr.strip().replace("a picture", "picture") == error["message"]
    assert "{" not in error["message"]


def test_a_missing_file_is_a_refusal(tmp_path: Path) -> None:
    assert json.loads(run(str(tmp_path / "gone.csv"), "--json").stdout)["error"]["code"] == "no_such_file"


def test_a_question_about_one_of_several_files_names_it(tmp_path: Path) -> None:
    clear, open_ = tmp_path / "till.csv", tmp_path / "web.csv"
    clear.write_text("customer,date\nann,2025-01-31\nbob,2025-02-28\n", encoding="utf-8")
    open_.write_text("client,day\nann,03/04/2025\nbob,05/06/2025\nann,07/08/2025\n", encoding="utf-8")
    result = run(str(clear), str(open_), "--json")
    assert [question["files"] for question in json.loads(result.stdout)["questions"]] == [["web.csv"]]
    assert "web.csv: Is 03/04/2025" in run(str(clear), str(open_)).stderr
    assert answer(str(clear), str(open_), "--date-order", "dmy")["orders"] == 5


def test_of_several_files_each_says_what_its_revenue_is(tmp_path: Path) -> None:
    till, web = tmp_path / "till.csv", tmp_path / "web.csv"
    till.write_text("customer,date,total\nann,2025-01-31,5\nbob,2025-02-28,6\n", encoding="utf-8")
    web.write_text("client,day,amount\nann,2025-03-04,7\nbob,2025-05-06,8\n", encoding="utf-8")
    told = run(str(till), str(web)).stdout
    assert "till.csv: Revenue: column “total”" in told
    assert "web.csv: Revenue: column “amount”" in told


def test_an_answer_is_shown_with_what_it_would_mean(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    rows = [f"c{n % 9},2025-0{n % 5 + 1}-13,{n + 30}.50,{n % 4 * 1.3:.2f}" for n in range(30)]
    path.write_text("\n".join(["Customer,Date,Gross,Discount", *rows]), encoding="utf-8")
    result = run(str(path))
    assert result.exit_code == 4
    assert '--amount-is "before_discount"  (no: it is to be taken off · 31.50 − 1.30 = 30.20)' in result.stderr


def test_an_open_question_ends_with_4_and_names_the_flag(tmp_path: Path) -> None:
    path = tmp_path / "ambiguous.csv"
    path.write_text("customer,date\nann,03/04/2025\nbob,05/06/2025\nann,07/08/2025\n", encoding="utf-8")
    result = run(str(path), "--json")
    assert result.exit_code == 4
    (question,) = json.loads(result.stdout)["questions"]
    assert (question["code"], question["options"], question["flag"]) == ("date_order", ["dmy", "mdy"], "--date-order")
    assert question["files"] == []
    assert question["message"] in run(str(path)).stderr
    assert '--date-order "dmy"\n' in run(str(path)).stderr
    assert answer(str(path), "--date-order", "dmy")["first_date"] == "2025-04-03"
    assert answer(str(path), "--date-order", "mdy")["first_date"] == "2025-03-04"


def test_columns_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("a,b,c\nx1,2025-01-05,3\nx2,2025-02-05,4\nx1,2025-02-07,9\n", encoding="utf-8")
    told = answer(str(path), "--customer", "a", "--date", "b", "--amount", "c")
    assert (told["customers"], told["revenue"]) == (2, 16)


def test_wrong_usage_ends_with_2() -> None:
    assert run().exit_code == 2
    assert run("x.csv", "--grain", "fortnight").exit_code == 2


def test_other_bases_and_ranges(example: str) -> None:
    ever = answer(example, "--grain", "quarter", "--as-of", "2024-12-31", "--base", "ever")["periods"]
    assert [p["crr"] for p in ever] == [None, pytest.approx(1 / 3), 0.6, pytest.approx(2 / 7)]
    (half,) = answer(example, "--from", "2024-07-01", "--to", "2024-12-31", "--as-of", "2024-12-31")["periods"]
    assert (half["start"], half["end"], half["customers_at_start"], half["active"]) == (
        "2024-07-01",
        "2024-12-31",
        5,
        6,
    )


def test_wrong_bases_and_half_ranges_are_wrong_usage(example: str) -> None:
    assert run(example, "--base", "fortnight").exit_code == 2
    assert run(example, "--from", "2024-01-01").exit_code == 2
    assert run(example, "--from", "2024-02-01", "--to", "2024-01-01").exit_code == 2


def test_groups_add_up_to_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        "customer,date,country\nann,2025-01-05,RO\nbob,2025-01-06,UA\nann,2025-02-05,UA\ncid,2025-02-06,\n", "utf-8"
    )
    told = answer(str(path), "--by", "country")
    assert {group["group"]: group["customers"] for group in told["groups"]} == {"RO": 1, "UA": 1, None: 1}
    february = [group["periods"][-1]["active"] for group in told["groups"]]
    assert sum(february) == told["periods"][-1]["active"] == 2


def test_a_source_is_asked_where_it_is(tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "shop.db") as shop:
        shop.execute("create table sales (who text, day text, paid real)")
        shop.executemany("insert into sales values (?, ?, ?)", [("ann", "2025-01-05", 3), ("ann", "2025-02-05", 4)])
    shop.close()
    pytest.importorskip("sqlalchemy", reason="comes with --all")
    columns = ("--customer", "who", "--date", "day", "--amount", "paid")
    told = answer("--source", f"sqlite:///{tmp_path / 'shop.db'}", "--query", "select * from sales", *columns)
    assert (told["customers"], told["orders"], told["revenue"], told["last_date"]) == (1, 2, 7, "2025-02-05")
    assert told["periods"][1]["crr"] == 1


@pytest.mark.needs("duckdb")
def test_a_folder_of_files_is_asked_where_it_is(tmp_path: Path) -> None:
    table = "customer,order,date,amount\n"
    (tmp_path / "2025-01.csv").write_text(table + "ann,1,2025-01-05,3\nbob,2,2025-01-06,5\n", "utf-8")
    (tmp_path / "2025-02.csv").write_text(table + "ann,3,2025-02-05,4\nbob,4,2025-02-20,-5\n", "utf-8")
    told = answer("--source", f"duckdb:{tmp_path}/*.csv")
    assert (told["customers"], told["orders"], told["revenue"]) == (2, 3, 7)
    assert (told["first_date"], told["last_date"], told["as_of"]) == ("2025-01-05", "2025-02-05", "2025-02-20")
    february = told["periods"][1]
    assert (february["retained"], february["customers_at_start"], february["revenue_at_start"]) == (1, 2, 8)


def test_no_money_is_null(example: str) -> None:
    told = answer(example)
    assert (told["revenue"], told["revenue_gross"], told["periods"][0]["revenue"]) == (None, None, None)


def test_a_day_out_of_reach_is_wrong_usage(example: str) -> None:
    assert run(example, "--as-of", "9999-12-31").exit_code == 2
    assert run(example, "--from", "0001-01-01", "--to", "9999-12-31").exit_code == 2


def test_names_survive_a_system_that_cannot_write_them(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    path = tmp_path / "orders.csv"
    path.write_text("клиент;дата;сумма;город\nАнна;05.01.2025;3;Алматы\nБорис;15.02.2025;4;Киев\n", encoding="utf-8")
    command = [sys.executable, "-m", "retention", "summary", str(path), "--json"]
    done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": "cp1252"})
    assert json.loads(done.stdout.decode("utf-8"))["source"]["columns"]["customer"] == "клиент"


def test_columns_that_go_together_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    rows = ("Ann,Kim,2025-01-05,3,yes", "Ann,Poe,2025-01-06,4,yes", "Bob,Kim,2025-01-07,5,no")
    path.write_text("\n".join(("a,b,when,sum,settled", *rows)), encoding="utf-8")
    flags = ("--customer", "a", "--date", "when", "--amount", "sum")
    assert answer(str(path), *flags)["customers"] == 2
    assert answer(str(path), *flags, "--customer-also", "b")["customers"] == 3
    assert answer(str(path), *flags, "--customer-also", "", "--paid", "settled")["customers"] == 1


def test_a_flag_that_takes_the_customers_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("E-mail,Date,Sum\na@b.c,2025-01-05,3\nd@e.f,2025-01-06,4\n", encoding="utf-8")
    result = run(str(path), "--order", "E-mail")
    assert result.exit_code == 3
    assert result.stderr.startswith("Column “E-mail” is the only one that says who bought")


def test_a_period_without_customers_at_the_start_has_no_rate_and_says_so(example: str) -> None:
    options = (example, "--from", "2023-01-01", "--to", "2023-02-01")
    (period,) = json.loads(run(*options, "--json").stdout)["periods"]
    assert (period["active"], period["customers_at_start"], period["crr"]) == (0, 0, None)
    lines = run(*options).stdout.splitlines()
    titles, line, _empty, sentence = lines[lines.index("") + 1 :][:4]
    assert titles.index("At the start") + len("At the start") == line.index("  0") + len("  0")
    assert sentence.startswith("No period has this figure yet. Your data do not reach back far enough")


RULED = """Order;Customer;Date;Amount;Status
1;ann;2025-01-15;10;done
2;ann;2025-02-15;10;cancelled
3;bob;2025-02-15;0;done
4;Till;2025-02-16;5;done
"""


def test_counting_rules_are_flags(tmp_path: Path) -> None:
    path = tmp_path / "ruled.csv"
    path.write_text(RULED, encoding="utf-8")
    told = answer(str(path), "--count", "cancelled", "--leave-out", "free", "--nobody", "Till")
    assert {issue["code"]: issue["rows"] for issue in told["issues"] if issue["set_aside"]} == {
        "unidentified": 1,
        "free": 1,
    }
    assert (told["customers"], told["orders"], told["revenue"]) == (1, 2, 20)


def test_lines_and_numbers_and_rates_are_flags(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_text("Order,Customer,Date,Amount,Currency\n1,ann,2025-01-15,10,MDL\n1,ann,2025-01-15,2,EUR\n")
    assert answer(str(path), "--exchange", "EUR=20")["revenue"] == 50
    assert answer(str(path), "--exchange", "EUR=20", "--lines", "apart")["orders"] == 2
    assert answer(str(path), "--exchange", "EUR=20", "--order", "", "--numberless", "row")["orders"] == 2


@pytest.mark.parametrize("rate", ["EUR", "EUR=0", "EUR=-1", "=3", "EUR=nan", "EUR=inf", "EUR=much"])
def test_a_rate_of_exchange_is_a_number_above_nothing(example: str, rate: str) -> None:
    assert run(example, "--exchange", rate).exit_code == 2


def test_rules_are_for_files_only() -> None:
    result = run("--source", "duckdb:nothing.parquet", "--count", "cancelled")
    assert result.exit_code == 2
    assert "Counting rules are for FILES" in result.output


def test_a_query_is_for_a_source(example: str) -> None:
    result = run(example, "--query", "select 1")
    assert (result.exit_code, "--query asks a --source" in result.output) == (2, True)


def test_how_files_are_read_says_nothing_of_a_source() -> None:
    result = run("--source", "duckdb:nothing.parquet", "--sheet", "May", "--customer-also", "surname")
    assert result.exit_code == 2
    assert "--customer-also, --sheet: for FILES only" in result.output


def test_how_a_file_is_laid_out_is_a_flag(tmp_path: Path) -> None:
    path = tmp_path / "laid out.csv"
    rows = [f"клиент {n}\t2025-01-{n + 10}\t5" for n in range(9)]
    path.write_bytes("\n".join(["Заметка\tx\ty", "Клиент\tДата\tСумма", *rows]).encode("cp866"))
    told = answer(str(path), "--encoding", "cp866", "--separator", "tab", "--header-row", "2")
    assert (told["source"]["encoding"], told["source"]["separator"]) == ("cp866", "\t")
    assert (told["source"]["header_row"], told["customers"]) == (2, 9)


COLOURS = """customer,date,Favourite colour,empty
ann,2025-01-05,red,
bob,2025-01-06,blue,
ann,2025-02-05,blue,
cid,2025-02-06,,
"""


def test_any_column_of_the_file_breaks_the_figures_down(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(COLOURS, encoding="utf-8")
    groups = answer(str(path), "--by", "Favourite colour")["groups"]
    assert {group["group"]: group["customers"] for group in groups} == {"red": 1, "blue": 1, None: 1}
    (nothing,) = answer(str(path), "--by", "empty")["groups"]
    assert (nothing["group"], nothing["customers"]) == (None, 3)
    refused = run(str(path), "--by", "Size")
    assert refused.exit_code == 3
    assert "customer, date, Favourite colour, empty" in refused.stderr


def test_groups_of_a_range_are_of_that_range(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(COLOURS, encoding="utf-8")
    told = answer(str(path), "--by", "Favourite colour", "--from", "2025-02-01", "--to", "2025-02-06")
    assert [len(group["periods"]) for group in told["groups"]] == [1, 1, 1]
    assert {group["periods"][0]["period"] for group in told["groups"]} == {told["periods"][0]["period"]}
    assert sum(group["periods"][0]["active"] for group in told["groups"]) == told["periods"][0]["active"] == 2


def test_a_rate_of_few_customers_is_marked(example: str) -> None:
    said = run(example, "--grain", "quarter", "--as-of", "2024-12-31").stdout
    assert "66.7%  20.8% to 93.9%  few customers, read with care" in said
    assert "Few customers: fewer than 30 at the start" in said


TWO_NUMBERS = """Order,Date,Customer ID,Email,Total
1,2024-01-05,7,ann@x.com,10
2,2024-02-05,8,ann@x.com,10
3,2024-01-06,9,bob@x.com,10
4,2024-02-28,5,cid@x.com,10
"""


def test_who_was_joined_is_told_with_its_effect_and_kept_apart_on_request(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(TWO_NUMBERS)
    found = answer(str(path))
    told = {"customers": 2, "persons": 1, "start": "2024-02-01", "crr_before": 0.0, "crr_after": 0.5}
    assert (found["customers"], found["joined"]) == (3, told)
    shown = run(str(path), "--lang", "en").stdout
    assert "2 customers look like 1 person" in shown
    assert "0.0% → 50.0%; 1 customer fewer" in shown
    apart = answer(str(path), "--keep-apart")
    assert (apart["customers"], "joined" in apart) == (4, False)


def test_that_nobody_occurs_twice_is_said_before_any_rate(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    rows = (f"{n},2024-{1 + n // 28:02}-{1 + n % 28:02},r{n}@relay.example,10" for n in range(60))
    path.write_text("\n".join(["Order,Date,Email,Total", *rows]))
    shown = run(str(path), "--lang", "en").stdout
    assert 0 < shown.index("Nobody occurs twice") < shown.index("%")


def test_years_and_months_of_whole_weeks(example: str) -> None:
    told = answer(example, "--calendar", "4-5-4", "--as-of", "2024-12-28")
    assert (told["calendar"], told["year_start"], told["week_start"]) == ("4-5-4", 2, "sunday")
    assert [period["start"] for period in told["periods"]][:3] == ["2023-12-31", "2024-02-04", "2024-03-03"]
    assert [period["period"] for period in told["periods"]][:3] == ["2024-01", "2024-02", "2024-03"]
    assert "Feb 2024" in run(example, "--calendar", "4-5-4").stdout
    own = answer(example, "--calendar", "4-4-5", "--year-start", "7", "--week-start", "saturday", "--grain", "year")
    assert [period["start"] for period in own["periods"]] == ["2023-07-01", "2024-06-29"]
    assert [period["period"] for period in own["periods"]] == ["2023/24", "2024/25"]


def test_weeks_may_begin_on_sunday(example: str) -> None:
    weeks = answer(example, "--grain", "week", "--week-start", "sunday")["periods"]
    assert weeks[0]["period"] == weeks[0]["start"] == "2024-01-07"
    assert "Jan 7, 2024" not in run(example, "--grain", "week").stdout
