"""The address of the page: a link to send, and the steps to go back. It holds settings, never data.

It says every setting that is not the usual one, on all pages once its control was drawn. So a step back undoes what was
set last, a page that is changed is one step, and a link opens all of what its sender had before them.
"""

from collections.abc import Mapping

import streamlit as st

from pages.shared.server import sessions

ADDRESS = "address"
Written = dict[str, list[str]]
"""What an address says: texts by name."""


def undone() -> frozenset[str] | None:
    """What the address no longer says as it did, where it tells what to show; None where the session does.

    It tells with a link that opens a session, which undoes nothing, and after a step back or forward. At other times
    the address follows the session: one that is empty because the page was changed is filled again before the browser
    hears of the new page, so that both are one step.
    """
    given, before = _given(), _address() if ADDRESS in st.session_state else {}
    if ADDRESS in st.session_state and not sessions.is_step_in_history():
        if not given:
            write()
        return None
    st.session_state[ADDRESS] = given
    return frozenset(name for name, said in before.items() if said != given.get(name))


def texts() -> dict[str, str]:
    """What the address says, the last text of each name."""
    return {name: found[-1] for name, found in _address().items() if found}


def every(name: str) -> list[str]:
    """All texts the address has under a name."""
    return list(_address().get(name, ()))


def mirror(settings: Mapping[str, str | list[str]]) -> None:
    """Let the address say these settings; an empty text stands for the usual one, which it does not say.

    It is written once the page is drawn (`write`), so that one choice is one step, whatever follows from it. Where only
    a part of the page is drawn, it is written at once.
    """
    address = _address()
    for name, text in settings.items():
        if text:
            address[name] = [text] if isinstance(text, str) else text
        else:
            address.pop(name, None)
    if sessions.draws_a_part():
        write()


def write() -> None:
    """Show the address in the browser, if it has another one."""
    address = _address()
    if address != _given():
        st.query_params.from_dict(address)


def _address() -> Written:
    found: Written = st.session_state.setdefault(ADDRESS, {})
    return found


def _given() -> Written:
    """What the browser's address says."""
    return {name: st.query_params.get_all(name) for name in st.query_params}
