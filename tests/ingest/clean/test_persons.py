"""One person across columns and files: joined by e-mail and phone, unless that contact is nobody's."""

import random

import numpy as np
import pytest

from retention.ingest.clean import clean
from retention.ingest.clean.persons import customers_of_files
from retention.ingest.columns import map_columns
from retention.ingest.rules import Rules
from retention.orders import Orders
from tests.ingest.clean.test_clean import notes, table

HEAD = "Order,Date,Customer ID,Email,Phone,Customer name,Total"


def orders_of(*files: tuple[str, list[str]], **rules: object) -> Orders:
    raws = [table(head, *rows, name=f"{place}.csv") for place, (head, rows) in enumerate(files)]
    return clean([(raw, map_columns(raw)) for raw in raws], rules=Rules(**rules))  # type: ignore[arg-type]


def customers(orders: Orders) -> dict[str, str]:
    return dict(zip(orders.frame["order"], orders.frame["customer"].astype(str), strict=True))


def rows(*told: tuple[str, str, str, str]) -> list[str]:
    """One order per row, a day each: number, e-mail, phone and name of the customer."""
    return [
        f"{place + 1},2025-{place // 28 + 1:02}-{place % 28 + 1:02},{number},{email},{phone},{name},10"
        for place, (number, email, phone, name) in enumerate(told)
    ]


def test_one_email_under_two_numbers_is_one_person() -> None:
    told = rows(("7001", "Dana@x.com", "", "Dana"), ("7002", "dana@x.com ", "", "Dana"), ("9", "ivo@x.com", "", "Ivo"))
    orders = orders_of((HEAD, told))
    assert customers(orders) == {"1": "7001", "2": "7001", "3": "9"}
    assert notes(orders) == {"joined": 1}
    (issue,) = orders.issues
    assert issue.details == {"customers": 2, "persons": 1}
    assert orders.frame["apart"].tolist() == ["7001", "7002", "9"]


def test_customers_can_be_kept_apart() -> None:
    told = rows(("7001", "dana@x.com", "", ""), ("7002", "dana@x.com", "", ""), ("9", "ivo@x.com", "", ""))
    orders = orders_of((HEAD, told), keep_apart=True)
    assert (orders.customers, notes(orders), orders.dimensions) == (3, {}, ())
    assert "apart" not in orders.frame


def test_one_phone_in_two_notations_is_one_person_even_under_two_names() -> None:
    told = rows(("1", "", "+40 722 000 111", "Ana Rusu"), ("2", "", "0722 000 111", "Ion Rusu"), ("3", "", "", "Ana"))
    assert orders_of((HEAD, told)).customers == 2


def test_a_contact_under_three_names_is_nobodys() -> None:
    names = ("Ana Rusu", "Ion Popa", "Vlad Munteanu")
    told = rows(*((str(place), "shop@x.com", "", name) for place, name in enumerate(names, 1)))
    orders = orders_of((HEAD, told))
    assert (orders.customers, notes(orders)) == (3, {"contact_shared": 3})


def test_spellings_of_a_name_are_one_name() -> None:
    names = ("Ann Lee", "LEE, ANN", "A. Lee", "Ann Leee", "Ann")
    told = rows(*((str(place), "ann@x.com", "", name.replace(",", "")) for place, name in enumerate(names, 1)))
    assert orders_of((HEAD, told)).customers == 1


def test_who_is_known_by_an_address_that_is_nobodys_is_known_by_name() -> None:
    head = "Order,Date,Billing Name,Billing Email,Total"
    names = ["Ana Rusu", "Ion Popa", "Vlad Munteanu", "Ana Rusu", "Kim Own", "Kim Own"]
    emails = ["orders@shop.example"] * 4 + ["kim@x.com"] * 2
    told = [
        f"{n},2025-01-{n + 1:02},{name},{email},5" for n, (name, email) in enumerate(zip(names, emails, strict=True))
    ]
    orders = orders_of((head, told))
    assert sorted(customers(orders).values()) == [
        "Ana Rusu",
        "Ana Rusu",
        "Ion Popa",
        "Vlad Munteanu",
        *["kim@x.com"] * 2,
    ]
    assert notes(orders)["contact_shared"] == 4
    assert orders_of((head, told), keep_apart=True).customers == 2


def test_a_column_of_products_or_first_names_shares_nothing() -> None:
    head = "Order,Date,Name,Email,Total"
    things = ["Red mug", "Blue mug", "Tea pot", "Tea cup"]
    told = [f"{n},2025-01-{n % 28 + 1:02},{things[n % 4]},c{n % 5}@x.com,5" for n in range(40)]
    assert orders_of((head, told)).customers == 5


def test_a_number_an_email_and_a_phone_tell_together_who_bought() -> None:
    told = rows(
        *(("5", "", "", ""), ("", "ann@x.com", "", ""), ("", "", "+40722000111", ""), ("0", "ann@x.com", "", "")),
        *(("6", "", "0722000111", ""), ("", "", "", ""), ("5", "", "", "")),
    )
    orders = orders_of((HEAD, told))
    assert customers(orders) == {"1": "5", "2": "ann@x.com", "3": "6", "4": "ann@x.com", "5": "6", "7": "5"}
    assert orders.unidentified.rows == 1
    assert notes(orders)["known_by_contact"] == 3


def test_an_order_without_a_customer_on_its_first_line_is_one_order() -> None:
    head = "Order,Date,Customer ID,Email,Product,Total"
    told = ["1,2025-01-05,,ann@x.com,Tea,10", "1,2025-01-05,,,Mug,5", "2,2025-02-05,7,ann@x.com,Tea,4"]
    orders = orders_of((head, told))
    assert (orders.customers, len(orders.purchases), orders.rows_used) == (1, 2, 3)


def test_till_and_web_shop_are_one_shop() -> None:
    web = ("Order,Date,Email,Total", [f"w{n},2025-01-{n + 1:02},p{n}@x.com,10" for n in range(10)])
    till_rows = [f"t{n},2025-02-{n + 1:02},0722 000 1{n:02},{f'p{n}@x.com' if n % 2 else ''},10" for n in range(5, 15)]
    till = ("Receipt,Date,Phone,Email,Total", till_rows)
    for files in ((web, till), (till, web)):
        orders = orders_of(*files)
        assert orders.customers == 17  # 10 and 10, of whom 5, 7 and 9 are known by their e-mail in both
        assert orders.rows_used == 20


def test_phones_of_a_file_without_country_are_those_of_the_other_file() -> None:
    abroad = ("Order,Date,Phone,Total", [f"a{n},2025-01-{n + 1:02},+44 161 496 01{n:02},10" for n in range(5)])
    at_home = ("Order,Date,Phone,Total", [f"b{n},2025-02-{n + 1:02},0161 496 01{n:02},10" for n in range(5)])
    for files in ((abroad, at_home), (at_home, abroad)):
        assert orders_of(*files).customers == 5


def test_many_addresses_behind_one_phone_without_names_stay_apart() -> None:
    told = rows(*(("", f"c{n}@x.com", "+40722000111", "") for n in range(6)))
    orders = orders_of((HEAD, told))
    assert (orders.customers, notes(orders)["contact_shared"]) == (6, 6)


def test_a_family_is_not_chained_together() -> None:
    told = rows(
        ("1", "ann@x.com", "+40722000111", "Ann Lee"),
        ("2", "bob@x.com", "+40722000111", "Bob Lee"),
        ("3", "bob@x.com", "+40722000222", "Cid Moss"),
        ("4", "dee@x.com", "+40722000222", "Dee Moss"),
        ("5", "ann@x.com", "", "Ann Lee"),
    )
    orders = orders_of((HEAD, told))
    assert customers(orders) == {"1": "1", "2": "2", "3": "3", "4": "4", "5": "1"}


def test_whom_somebody_called_nobody_or_one_stays_so() -> None:
    told = rows(("1", "ann@x.com", "", ""), ("2", "ann@x.com", "", ""), ("3", "a.nn@x.com", "", ""), ("4", "", "", ""))
    assert orders_of((HEAD, told), merged={"3": "2"}).customers == 2
    for name in "12":
        orders = orders_of((HEAD, told), nobody=(name,))
        assert customers(orders) == {"3": "3", "4": "4"}
        assert orders.unidentified.rows == 2


def test_nobody_occurs_twice_is_said() -> None:
    told = rows(*((str(n), f"r{n}@relay.example", "", f"Ann Lee {n}") for n in range(25)))
    assert notes(orders_of((HEAD, told))) == {"each_once": 25}
    assert notes(orders_of((HEAD, [*told, told[0].replace("1,", "99,", 1)]))) == {}


def truth(random_: random.Random) -> tuple[list[tuple[int, str, str, str]], int]:
    """Orders of persons with a number, e-mails and phones of their own, each order telling at least one of them."""
    told, persons = [], random_.randrange(2, 25)
    for person in range(persons):
        known = [f"{1000 + person}", f"p{person}@x.com", f"+4072200{person:04}"]
        said = [[True, True, True]] + [[random_.random() < 0.5 for _ in known] for _ in range(random_.randrange(6))]
        for says in said:
            cells = [cell if yes else "" for cell, yes in zip(known, says, strict=True)]
            told.append((person, *(cells if any(cells) else known)))
    random_.shuffle(told)
    return told, persons


@pytest.mark.few(5)
@pytest.mark.parametrize("seed", range(30))
def test_any_mixture_of_what_is_known_gives_the_true_persons(seed: int) -> None:
    told, persons = truth(random.Random(seed))
    lines = rows(*((number, email, phone, "") for _, number, email, phone in told))
    parts = np.array_split(np.array(lines, dtype=object), 1 + seed % 3)
    orders = orders_of(*((HEAD, list(part)) for part in parts if len(part)))
    found = customers(orders)
    assert len({(person, found[str(place + 1)]) for place, (person, *_) in enumerate(told)}) == persons
    assert (orders.customers, orders.rows_used) == (persons, len(told))


def test_lists_know_the_same_customers_as_orders() -> None:
    told, _ = truth(random.Random(5))
    raw = table(HEAD, *rows(*((number, email, phone, "") for _, number, email, phone in told)))
    mapping = map_columns(raw)
    (found,) = customers_of_files([(raw, mapping)])
    assert (
        found.astype(str).tolist() == clean([(raw, mapping)]).frame.sort_values("date")["customer"].astype(str).tolist()
    )


APART = [
    ("", "ana@x.com", "", ""),
    ("", "ana@x.com", "", ""),
    ("", "", "+40722000111", ""),
    ("", "", "+40722000111", ""),
]
BOTH = ("", "ana@x.com", "+40722000111", "")


def test_a_single_row_joins_nobody_who_otherwise_buys_apart() -> None:
    orders = orders_of((HEAD, rows(*APART, BOTH)))
    assert orders.customers == 2
    assert notes(orders)["tied_once"] == 1


def test_rows_that_tie_customers_again_and_again_join_them() -> None:
    others = [
        ("", "ivo@x.com", "", ""),
        ("", "ivo@x.com", "", ""),
        ("", "", "+40722000222", ""),
        ("", "", "+40722000222", ""),
    ]
    orders = orders_of((HEAD, rows(*APART, BOTH, *others, ("", "ivo@x.com", "+40722000222", ""))))
    assert orders.customers == 2
    assert "tied_once" not in notes(orders)


def test_a_single_row_of_the_till_joins_the_customer_of_the_web_shop() -> None:
    web, till = rows(*APART[:2]), rows(*APART[2:], BOTH)
    assert orders_of((HEAD, web), (HEAD, till)).customers == 1
