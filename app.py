"""Customer retention, on screen: `streamlit run app.py`, which `start.py` does too.

Streamlit takes this file in two ways: run as a script, at every change a visitor makes, it draws the sidebar and
then the page; imported, it names the server. Each way imports only what it needs.
"""

if __name__ == "__main__":
    from pathlib import Path

    import streamlit as st
    from altair.utils import schemapi

    from pages import returning, workspace
    from pages.data import intake, questions
    from pages.shared import address, builtin_words, filter_chip, order_filter, session, sidebar
    from pages.shared.server import forgetting
    from pages.what_if import question as what_if
    from retention.narrate.texts import _

    # An icon of our own: Streamlit would fetch a named one from another company's server.
    st.set_page_config(page_icon=str(Path(__file__).parent.joinpath("pages", "shared", "icon.svg")), layout="centered")
    schemapi.disable_debug_mode()  # the parts of a chart are checked by the tests, not at every drawing (see Layers)
    forgetting.note_visit()
    returning.take_up()
    what_if.take_link(session.remember_link())
    with st.sidebar:
        settings = st.container()
        sidebar.render_language()
    builtin_words.speak()
    data = st.Page("pages/data_page.py", title=_("Data"), icon=":material/upload_file:", url_path="data", default=True)
    retention = st.Page("pages/retention_page.py", title=_("Retention"), icon=":material/cycle:", url_path="retention")
    overview = st.Page("pages/overview_page.py", title=_("Overview"), icon=":material/dashboard:", url_path="overview")
    # Before there are orders the first page is the one that takes them.
    first = (data, overview) if session.all_orders() is None else (overview, data)
    page = st.navigation(
        [
            *first,
            retention,
            st.Page("pages/cohorts_page.py", title=_("Cohorts"), icon=":material/grid_on:", url_path="cohorts"),
            st.Page("pages/customers_page.py", title=_("Customers"), icon=":material/group:", url_path="customers"),
            st.Page("pages/what_if_page.py", title=_("What if"), icon=":material/tune:", url_path="what-if"),
        ]
    )
    intake.read_arrivals()
    whole, nothing_left = session.all_orders(), None
    if whole is None:
        session.setting(order_filter.NAME, "")  # a link's filter waits for orders
    else:
        nothing_left = order_filter.settle(whole)
    orders = session.orders()
    asked = bool(session.imported().open_questions)
    if orders is not None:
        with settings:
            sidebar.render_data_card(orders)
            calendar = sidebar.render_calendar(orders)
            session.keep_calendar(calendar)
            if page in (overview, retention) or (page is data and not asked):  # the others speak of all periods
                session.keep_view(sidebar.render_view(orders, calendar))
            sidebar.render_demo_switch()
    with st.sidebar:
        workspace.render_workspace()
        returning.render_forget_now()
    leads_on = page is data and session.first_seen()
    returning.note()
    if leads_on:
        st.switch_page(overview)
    forgotten = returning.just_forgotten()
    if forgotten is not None:
        returning.render_forgotten(forgotten)
    elif orders is None:
        returning.render_gone()
    # No page where the filter leaves no order, nor where there is none yet and files are read or asked about.
    nothing_yet = orders is None and (asked or intake.reading())
    shown = forgotten is None and (page is data or not (nothing_left or nothing_yet))
    if not shown and forgotten is None:
        st.title(page.title, anchor=False)
    if asked and page is not data:
        questions.render_waiting(orders)
    if whole is not None and not (asked and page is data):
        filter_chip.render_chip(whole, nothing_left)
    if shown:
        page.run()
    address.write()

else:
    from starlette.middleware import Middleware
    from streamlit.starlette import App

    from pages.shared.server import browsers, forgetting, protection

    protection.keep_in_memory()
    app = App(
        "app.py",
        lifespan=forgetting.while_serving,
        middleware=[
            *protection.middleware(),
            Middleware(browsers.NameBrowsers),
            Middleware(forgetting.NoteUploads),
            Middleware(forgetting.DrawAgain),
        ],
        on_script_error=protection.render_error,
    )
