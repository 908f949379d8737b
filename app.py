"""The server: `streamlit run app.py`, which `start.py` does too. What a visitor sees is made by `main.py`."""

from starlette.middleware import Middleware
from streamlit.starlette import App

from pages.shared.server import errors, forgetting, protection, uploads

uploads.keep_in_memory()
app = App(
    "main.py",
    lifespan=forgetting.while_serving,
    middleware=[*protection.middleware(), Middleware(forgetting.NoteUploads)],
    on_script_error=errors.show,
)
