"""Files that a learner opens: read once, and then kept by nobody."""

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile


def opened(key: str) -> bytes | None:
    """Return the content of the file that a widget has just got, and let the server forget it.

    Streamlit itself keeps every file until the session ends. One that was forgotten is news to it
    at the next run, and it asks again with a mark in the place of the file.
    """
    upload = st.session_state.get(key)
    if not isinstance(upload, UploadedFile):
        return None
    content = upload.getvalue()
    context = get_script_run_ctx()
    if context and isinstance(files := context.uploaded_file_mgr, MemoryUploadedFileManager):
        files.remove_file(context.session_id, upload.file_id)
    return content
