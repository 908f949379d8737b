"""What did I bring? Files in, understood and accounted for, and the first answer at once."""

import streamlit as st

from pages.data import currency, intake, lookalikes, quality, questions, remembering, rules, understood
from pages.data.quality import render_totals
from pages.data.samples import SAMPLES
from pages.shared import answer, cached, session
from retention.narrate import problems, retention
from retention.narrate.texts import N_, _, fill, listed
from retention.orders import Orders

STORIES = {
    "roastery": (N_("Coffee roastery"), N_("Excel, line items, three years, pounds")),
    "webshop": (N_("Web shop"), N_("CSV in Russian, semicolons, roubles")),
    "salon": (N_("Beauty salon"), N_("Excel, visits, few customers, lei")),
    "shopify": (N_("Shopify export"), N_("CSV, refunds, dollars")),
}


def render_introduction() -> None:
    """What a visitor gets, in a sentence, before anything is asked."""
    st.markdown(
        _(
            "Bring a list of orders as it is, and read how many of your customers come back, where the others went, "
            "and how sure that is."
        )
    )


def render_uploader() -> None:
    """The way to bring files."""
    st.file_uploader(
        _("Excel or CSV, as your shop, till or book-keeping exports it; several files at once are joined"),
        accept_multiple_files=True,
        key=intake.UPLOADS,
        on_change=intake.note_uploads,
    )


def render_samples() -> None:
    """The way to try a sample."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_("Or try a sample:"), width="content")
        for sample in SAMPLES:
            name, story = STORIES[sample.key]
            st.button(
                _(name),
                help=_(story),
                key=f"sample-{sample.key}",
                on_click=intake.note_sample,
                args=(sample.key,),
                icon=":material/table_view:",
            )


def render_first_steps() -> None:
    """What a visitor without data should know, and the way without a file."""
    st.caption(
        _(
            "Your data stay in the app's memory, for this browser only, until an hour after your last visit or until "
            "you press “Forget now”: nothing is stored or sent anywhere. Columns, dates and amounts are recognised; "
            "you can correct every decision."
        )
    )
    with st.expander(_("I only know three totals"), icon=":material/calculate:"):
        render_totals()


def render_brought() -> None:
    """What was brought as a figure, the rate it gives, what became of the rows, and what to know before any rate."""
    told, imported = session.orders(), session.imported()
    if imported.waiting:
        st.warning(problems.waiting(each.name for each in imported.waiting), icon=":material/pending:")
    if told is None:
        return
    held = cached.overview(told)
    found, whole = session.view().bridge, session.all_orders() or told
    figure = problems.brought(orders=held.orders, customers=held.customers)
    answer.render_answer(figure, retention.headline(found) if found.has_rate else "")
    currency.render_question(told)
    st.markdown(problems.rows(whole, cached.overview(whole).orders))
    for sentence in problems.before_rates(told):
        st.warning(sentence, icon=":material/person_off:")
    rules.render_joined(told)


def render_account(orders: Orders | None) -> None:
    """What was understood and what became of the rows."""
    imported = session.imported()
    if not imported.documents:
        return
    if imported.problem is not None:
        st.error(problems.error(imported.problem), icon=":material/error:")
    if orders is not None and imported.orders is None:
        names = listed(source.name for source in orders.sources)
        st.info(fill(_("Until this is settled, all figures still show your earlier data: {files}."), files=names))
    st.subheader(_("What was understood"), anchor=False)
    for document in imported.documents:
        understood.render_file(document)
    remembering.render_remembering(imported.documents)
    if orders is not None and imported.usable:
        rules.render_rules(imported, orders)
    if imported.orders is not None:
        lookalikes.render_look_alikes(imported, imported.orders)
        quality.render_rows(imported.orders, imported.usable, orders)


def render_other_files() -> None:
    """The ways to bring files, folded away once there are orders."""
    with st.expander(_("Bring more files, others, or a sample"), icon=":material/upload_file:"):
        render_uploader()
        render_samples()


current = session.orders()
if session.imported().open_questions:
    render_uploader()
    questions.render_questions(session.imported())
elif current is None:
    render_introduction()
    render_uploader()
    render_samples()
    render_first_steps()
    render_account(current)
else:
    render_other_files()
    render_brought()
    render_account(current)
