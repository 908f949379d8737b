"""Coming back after a reload, a dropped connection or a sleeping phone, and forgetting at once, as a visitor sees it.

What is kept is named in `HELD`; for how long, for whom and for which tab says `pages.shared.server.keeping`.
"""

import streamlit as st

from pages.customers import calls
from pages.data import intake, remembering
from pages.shared import notes, order_filter, session
from pages.shared.server import browsers, forgetting, sessions
from pages.shared.server.keeping import KEPT
from pages.what_if import question as what_if
from retention.narrate.texts import _, fill, listed

IN_PLACE = (session.SETTINGS, intake.REMEMBERED, what_if.STORE, what_if.KEPT, calls.OUTCOMES)
"""Under which names a session holds what changes in place: it is kept by being there, also by parts of a page."""
HELD = (
    *(session.ORDERS, session.IMPORTED, session.SEEN, notes.STORE),
    *(intake.IMPORT, remembering.ALLOWED, remembering.DECLINED),
    *(order_filter.CONDITIONS, order_filter.WRITTEN),
    *IN_PLACE,
)
"""Under which names a session holds what a visitor brought, decided and set up; all else follows from it."""
BEGUN, GONE = "returning-begun", "returning-gone"
"""That the session has begun, and which files were forgotten before it did."""
ASKED, FORGOTTEN = "returning-asked", "returning-forgotten"
"""Which files are to be forgotten at the visitor's wish, and which were."""
MOST_NAMED = 3
"""Files that are named; of more, how many."""


def take_up() -> None:
    """Begin a session with what this browser had in hand; or forget it, as was asked for here or in another tab."""
    browser, here = browsers.current(), sessions.current()
    told = None if here is None else KEPT.ending(here)
    asked: tuple[str, ...] | None = st.session_state.get(ASKED, told)
    if asked is not None:
        _clear(here, asked)
    elif browser is not None and here is not None and BEGUN not in st.session_state:
        st.session_state[BEGUN] = True
        held = KEPT.take(browser, here, earlier=session.earlier(), is_connected=sessions.is_connected)
        for name, value in held.items():
            st.session_state[name] = dict(value) if isinstance(value, dict) else value  # each tab has its own
        st.session_state[GONE] = KEPT.gone(browser)


def note() -> None:
    """Keep what is in hand now."""
    browser, here = browsers.current(), sessions.current()
    if browser is None or here is None:
        return
    for name in IN_PLACE:
        st.session_state.setdefault(name, {})
    held = {name: st.session_state[name] for name in HELD if name in st.session_state}
    KEPT.keep(browser, here, held, files=_files(), size=session.imported().size)


def render_forget_now() -> None:
    """The way to forget everything at once, and until when it is kept otherwise."""
    if not (session.all_orders() or session.imported().documents or intake.reading()):
        return
    with st.popover(_("Forget now"), icon=":material/delete:", key="forget"):
        st.markdown(
            _(
                "Your files and all you set up are in the app's memory, for this browser only, until an hour after "
                "your last visit."
            )
        )
        st.button(_("Forget everything, in all tabs"), key="forget-now", on_click=_forget, type="primary")


def just_forgotten() -> tuple[str, ...] | None:
    """The files that were forgotten just now at the visitor's wish; None where nothing was. Told once."""
    found: tuple[str, ...] | None = st.session_state.pop(FORGOTTEN, None)
    return found


def render_forgotten(files: tuple[str, ...]) -> None:
    """What was forgotten, in place of the page: the uploader, which the browser fills, begins empty after it."""
    st.title(_("Forgotten"), anchor=False)
    st.markdown(
        fill(
            _(
                "No longer in the app's memory, in any tab of this browser: {files}, what you decided about it, and "
                "every setting."
            ),
            files=listed(files, at_most=MOST_NAMED),
        )
        if files
        else _("Nothing you brought or set up is in the app's memory any longer, in any tab of this browser.")
    )
    st.page_link("pages/data_page.py", label=_("Bring data or try a sample"), icon=":material/upload_file:")


def render_gone() -> None:
    """Why nothing is in hand any more, for a visitor who had something."""
    files: tuple[str, ...] = st.session_state.get(GONE, ())
    if files:
        told: str = fill(
            _(
                "Forgotten while you were away: {files}, and all that was set up for it. The app keeps this for an "
                "hour after your last visit, less when its memory is full. Please bring it again."
            ),
            files=listed(files, at_most=MOST_NAMED),
        )
    elif session.earlier() is not None:
        told = _(
            "Your orders are no longer here: the app was started again, or this page had no connection for too long. "
            "Nothing is kept longer than that; please bring them again."
        )
    else:
        return
    st.warning(told, icon=":material/history:")


def _files() -> tuple[str, ...]:
    return tuple(document.name for document in session.imported().documents)


def _forget() -> None:
    """Forget what is kept; this session does so when its page is drawn, once no other control has anything to say."""
    browser, here = browsers.current(), sessions.current()
    intake.stop()
    st.session_state[ASKED] = _files()
    if browser is not None:
        forgetting.CLOCK.end_soon(each for each in KEPT.forget(browser) if each != here)


def _clear(here: str | None, files: tuple[str, ...]) -> None:
    """Empty this session, but for the language it is told in."""
    spoken = {name: text for name, text in session.settings().items() if name == "lang"}
    st.session_state.clear()
    if here is not None:
        sessions.empty(here)
    session.settle(spoken)
    st.session_state[BEGUN], st.session_state[FORGOTTEN] = True, files
