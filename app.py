"""Customer retention, on screen: `streamlit run app.py`, which `start.py` does too.

Streamlit takes this file in two ways: run as a script, at every change a visitor makes, it draws the sidebar and
then the page; imported, it names the server. Each way imports only what it needs.
"""

if __name__ == "__main__":
    import streamlit as st
    from altair.utils import schemapi

    from pages import contents, frame, returning, workspace
    from pages.data import intake
    from pages.shared import address, builtin_words, looks, order_filter, session, sidebar
    from pages.shared.server import forgetting
    from pages.what_if import question as what_if

    looks.name_page()
    schemapi.disable_debug_mode()  # the parts of a chart are checked by the tests, not at every drawing (see Layers)
    forgetting.note_visit()
    returning.take_up()
    what_if.take_link(session.remember_link())
    with st.sidebar:
        data_card = st.container()
        sidebar.render_language()
    builtin_words.speak()
    looks.render()
    page, entry = frame.chosen_page()
    forgotten = returning.just_forgotten()
    if forgotten is None:
        frame.render_title(entry)
    intake.read_arrivals()
    whole, nothing_left = session.all_orders(), None
    if whole is None:
        session.setting(order_filter.NAME, "")  # a link's filter waits for orders
    else:
        nothing_left = order_filter.settle(whole)
    orders = session.orders()
    with st.sidebar:
        if orders is not None:
            with data_card:
                sidebar.render_data_card(orders)
            sidebar.render_demo_switch()
        sidebar.render_projector_switch()
        workspace.render_workspace()
        returning.render_forget_now()
    leads_on = entry is contents.PAGES["data"] and session.first_seen()
    returning.note()
    if leads_on:
        st.switch_page(contents.file("overview"))
    if forgotten is not None:
        returning.render_forgotten(forgotten)
    elif orders is None:
        returning.render_gone()
    if forgotten is None and frame.render_top(entry, whole, nothing_left):
        page.run()
        frame.render_next_step(entry)
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
