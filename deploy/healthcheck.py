"""Exit 0 if the server in this container answers: `python -S healthcheck.py`.

A bare socket and -S, because a full start of Python can take seconds on a busy machine.
"""

import os
import socket
import sys

PORT = int(os.environ.get("STREAMLIT_SERVER_PORT") or 8501)
BASE = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")

path = f"/{BASE}/_stcore/health" if BASE else "/_stcore/health"
try:
    with socket.create_connection(("127.0.0.1", PORT), timeout=8) as connection:
        connection.sendall(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
        status = connection.recv(64).split(b"\r\n")[0]
except OSError as error:
    sys.exit(f"no answer on port {PORT}: {error}")
if b" 200 " not in status + b" ":
    sys.exit(f"{path} answered {status.decode(errors='replace')!r}")
