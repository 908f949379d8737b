"""What a known platform's description says of its export: columns, dimensions, and what it does differently."""

from collections.abc import Sequence, Set

from retention.ingest.columns.column_profile import Profile
from retention.ingest.columns.customer_column import preferred_customer
from retention.ingest.mapping import DETAILS, ROLES, Choices
from retention.ingest.platforms import Platform, find

# Roles that a platform's description settles by not naming them: they stay empty rather than guessed.
_SETTLED = tuple(role for role in (*ROLES, *DETAILS) if role not in ("customer", "order", "date"))


def preset_roles(platform: Platform, profiles: Sequence[Profile]) -> dict[str, str]:
    """Column of each role by the platform's description: the first preferred one that is filled, "" for none.

    A date or order column that is not there is left to the headers; a customer is so too, unless the
    platform's export is known to have none.
    """
    filled = {column.name: column for column in profiles}
    roles = dict.fromkeys(_SETTLED, "")
    for role in vars(Choices()).keys() & platform.columns.keys():
        columns = [filled[name] for name in find(platform.columns[role], filled)]
        column = preferred_customer(columns) if role == "customer" else next(iter(columns), None)
        if column is not None:
            roles[role] = column.name
    if platform.columns.get("customer") == ():
        roles["customer"] = ""
    return roles


def preset_dimensions(platform: Platform, profiles: Sequence[Profile]) -> dict[str, str]:
    """Column of each dimension the description names and the file has filled."""
    names = [column.name for column in profiles]
    found = {name: find(wanted, names) for name, wanted in platform.dimensions.items()}
    return {name: columns[0] for name, columns in found.items() if columns}


def preset_rules(platform: Platform, names: Sequence[str], *, kept: Set[str]) -> dict[str, object]:
    """The fields of a mapping in which this platform's exports differ from others.

    `kept` are the roles a person left as described: a rule about a column goes with the column.
    """
    rules: dict[str, object] = {
        "platform": platform.name,
        "states": platform.states,
        "fill_down": find(platform.fill_down, names),
    }
    if "customer" in kept:
        rules["customer_before"] = platform.customer_before
    if "amount" in kept:
        rules["totals"] = platform.totals
        for role in ("net", "parcel"):
            rules[role] = next(iter(find(platform.columns.get(role, ()), names)), None)
    return rules
