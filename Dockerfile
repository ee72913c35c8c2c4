# Runs without network, without root, on a read-only file system (mount a tmpfs at /tmp).
FROM python:3.11-slim-bookworm AS build
# Pass PyTorch's CPU index here to get the small CPU build of torch; pip reads it from the environment.
ARG PIP_EXTRA_INDEX_URL
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements-base.txt requirements.txt /src/
# Compiled once, afterwards and on all cores: what is thrown away need not be compiled. torch needs
# bin/torch_shm_manager, so only the test programs beside it go.
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-compile -r /src/requirements.txt \
 && cd /opt/venv/lib/python3.11/site-packages \
 && rm -rf torch/test torch/include torch/share pyarrow/include pydeck/nbextension \
 && find torch/bin -type f ! -name torch_shm_manager -delete \
 && find . -type d -name tests -not -path './numpy/*' -not -path './torch/testing/*' -prune -exec rm -rf {} + \
 && (/opt/venv/bin/python -m compileall -q -j0 /opt/venv/lib || true)
COPY app /srv/gatescope/app
COPY lstm_core /srv/gatescope/lstm_core
COPY pages /srv/gatescope/pages
COPY LICENSE NOTICE /srv/gatescope/
RUN /opt/venv/bin/python -m compileall -q /srv/gatescope \
 && /opt/venv/bin/python -c "import streamlit, plotly, numpy, torch"

FROM python:3.11-slim-bookworm
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/gatescope /srv/gatescope
# One thread each: the matrices are small and the cores belong to the learners.
ENV PATH=/opt/venv/bin:$PATH \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OMP_NUM_THREADS=1 \
    OPENBLAS_NUM_THREADS=1 \
    MKL_NUM_THREADS=1
WORKDIR /srv/gatescope
USER 10001:10001
EXPOSE 8501
# A bare socket and -S: a full start of Python can take seconds on a busy machine.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["python", "-S", "-c", "import socket as s, sys; c = s.create_connection(('127.0.0.1', 8501), 8); c.sendall(b'GET /_stcore/health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n'); sys.exit(b' 200 ' not in c.recv(64))"]
CMD ["streamlit", "run", "app/main.py", "--server.address=0.0.0.0", "--server.port=8501", "--server.headless=true"]
