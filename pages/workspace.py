"""The visitor's workspace as a file: kept, and opened again on any page. Settings and choices, never data."""

from collections.abc import Mapping

import streamlit as st

from pages.data import corrections, intake, rules
from pages.shared import notes, order_filter, session
from pages.shared.settings import SETTINGS as DECLARED
from pages.what_if import question as what_if
from retention.errors import RetentionError
from retention.ingest.lookalikes import merging
from retention.ingest.rules import SETTINGS
from retention.narrate import problems
from retention.narrate import whatif as words
from retention.narrate.texts import Markup, _, fill, plain
from retention.workspace.workspace import Workspace, opened, written

FILE_NAME = "retention-workspace.json"
RESULT, UPLOAD = "workspace-result", "workspace-upload"
MOST_NAMED, LONGEST_SHOWN = 8, 40
"""Settings left out that are named, and letters of a name that is none of ours."""
OWN = ("lang", "demo", "projector")
"""Settings of the person, not of the work."""


def render_workspace() -> None:
    """Keep everything that was set up, or open what was kept before."""
    opened_here = st.expander(_("Workspace"), icon=":material/folder_open:", key="workspace", on_change="rerun")
    if not opened_here.open:
        return
    with opened_here:
        st.caption(
            _(
                "Settings, your target and notes, kept what-if scenarios, your choices about columns, what counts and "
                "the filter with its words, as one file to open again. Never a customer, an order or an amount: bring "
                "those anew."
            )
        )
        _render_download()
        st.file_uploader(_("Open a kept workspace"), key=UPLOAD, on_change=_open)
        result = st.session_state.get(RESULT)
        if isinstance(result, RetentionError):
            st.error(problems.error(result), icon=":material/error:")
        elif result:
            left_out = fill(
                _("Opened. Left out, because there is no such setting or value: {settings}."), settings=_named(result)
            )
            st.warning(left_out, icon=":material/warning:")
        elif result is not None:
            st.success(_("Opened. All settings are as they were kept."), icon=":material/check:")


def _named(left_out: tuple[tuple[str, str], ...]) -> Markup:
    """Settings under the names they have on screen; a name that nothing has, as the file writes it."""
    known: dict[str, Mapping[str, str]] = {
        "settings": {name: setting.label for name, setting in DECLARED.items()},
        "question": words.FIELD_NAMES,
        "scenarios": words.FIELD_NAMES,
        "files": corrections.LABELS,
        "rules": rules.LABELS,
        "notes": {},
    }
    names = [_(known[part][name]) if name in known[part] else _short(name) for part, name in left_out]
    shown = [plain(name) for name in dict.fromkeys(names)]
    return Markup(", ".join([*shown[:MOST_NAMED], "…"] if len(shown) > MOST_NAMED else shown))


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_SHOWN else f"{name[:LONGEST_SHOWN]}…"


def _render_download() -> None:
    """The file is made when asked for, from what the session holds by then: a lever moves without redrawing this."""
    settings, remembered, question = session.settings(), intake.remembered(), what_if.held()
    kept, imported, by, noted = what_if.kept(), session.imported(), order_filter.held(), notes.held()

    def content() -> bytes:
        scenarios = {name: what_if.as_texts(levers) for name, levers in kept.items()}
        return written(
            Workspace(
                settings={name: value for name, value in settings.items() if name not in (*OWN, order_filter.NAME)},
                question=what_if.as_texts(question),
                scenarios=scenarios,
                choices=dict(remembered),
                rules=imported.rules,
                merged={**imported.merged, **merging(imported.accepted)},
                filter=by,
                notes=tuple(noted),
            )
        )

    st.download_button(
        _("Keep as a file"),
        content,
        file_name=FILE_NAME,
        mime="application/json",
        icon=":material/save:",
        on_click="ignore",
        key="workspace-save",
    )


def _open() -> None:
    upload = st.session_state[UPLOAD]
    if upload is None:
        st.session_state.pop(RESULT, None)
        return
    try:
        kinds = {name: setting.kind for name, setting in DECLARED.items()}
        found = opened(upload.getvalue(), settings=kinds, question=what_if.QUESTION)
    except RetentionError as refusal:
        st.session_state[RESULT] = refusal
        return
    own = {name: value for name, value in session.settings().items() if name in OWN}
    st.query_params.clear()
    session.settle({**found.settings, **own})
    session.settings().pop(order_filter.NAME, None)  # by places, which are those of other orders
    order_filter.choose(found.filter)
    notes.bring(found.notes)
    what_if.bring(found.question, found.scenarios)
    intake.recall(found.choices)
    intake.rule(**{name: getattr(found.rules, name) for name in SETTINGS})
    if found.merged != session.imported().merged:
        intake.change(merged=found.merged)
    st.session_state[RESULT] = found.left_out
