"""Starts the app as `streamlit run app.py` does, watched: `python -m tests.server.watched run app.py`.

It says on the terminal each time something outside this machine is asked, and which visitors were forgotten once their
memory is handed back, after seconds instead of a minute. Neither it nor its parsers can write to any file, where the
system lets a process be kept from that. Where a link has `fail` among its settings the page fails, where it has `hold`
the session keeps 100 MB, `sample` takes one of the sample shops, and `later` lets so many seconds pass.
"""

import collections
import ipaddress
import sys
from typing import Any

OUTSIDE, FORGOTTEN = "asked outside:", "forgotten:"


def listen(event: str, args: tuple[Any, ...]) -> None:
    """Say where a packet is about to go that does not stay on this machine."""
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(args[1], tuple):
        host = args[1][0]
    else:
        return
    if not stays_here(host):
        print(OUTSIDE, event, args, file=sys.stderr, flush=True)


def stays_here(host: Any) -> bool:
    try:
        return host in (None, "", "localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return False


def write_no_file() -> None:
    """Let every write to a file fail, in this process and its children."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def say_who_is_forgotten() -> None:
    """Note who is forgotten at one look, and say it when the memory of that look is handed back."""
    from pages.shared.server import forgetting, sessions

    close, hand_back_memory, serve_nobody = sessions.close, forgetting.hand_back_memory, sessions.serve_nobody
    looks: collections.deque[list[str]] = collections.deque()

    def begin() -> str:
        looks.append([])
        return serve_nobody()

    def note(session: str) -> None:
        close(session)
        looks[-1].append(session)

    def say() -> None:
        hand_back_memory()
        print(FORGOTTEN, *looks.popleft(), file=sys.stderr, flush=True)

    sessions.serve_nobody, sessions.close, forgetting.hand_back_memory = begin, note, say
    forgetting.KEPT_SECONDS, forgetting.EVERY_SECONDS = 8, 0.2


def main() -> None:
    """Start the app."""
    write_no_file()
    sys.addaudithook(listen)

    import streamlit as st
    from streamlit.web import cli

    from pages.data import intake
    from pages.shared import session
    from pages.shared.server.keeping import KEPT

    say_who_is_forgotten()
    remember_link = session.remember_link

    def do_as_asked() -> None:
        if "fail" in st.query_params:
            raise RuntimeError("as asked")
        if "hold" in st.query_params:
            st.session_state["held"] = b"x" * 100_000_000
        if "sample" in st.query_params:
            intake.note_sample(st.query_params["sample"])
        if "later" in st.query_params:
            before, seconds = KEPT.clock, float(st.query_params["later"])
            KEPT.clock = lambda: before() + seconds
        remember_link()

    session.remember_link = do_as_asked
    cli.main()


if __name__ == "__main__":
    main()
