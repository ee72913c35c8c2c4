# Two images from one file. They need no network, no root and no writable disk but a tmpfs at /tmp.
#   docker build -t gatescope .                       with PyTorch: the last stage
#   docker build --target lite -t gatescope:lite .    without: a third of the size, every page works
# docs/deployment.md has their figures, and how to build where pip finds its wheels elsewhere.

FROM python:3.11-slim-bookworm AS installed
# pip reads these from the environment. PyTorch's CPU index in the first gives the small build.
ARG PIP_EXTRA_INDEX_URL
ARG PIP_INDEX_URL
ARG PIP_FIND_LINKS
ARG PIP_NO_INDEX
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
COPY requirements-base.txt requirements-cluster.txt /src/
# Without pip itself: nothing is installed later.
RUN python -m venv --without-pip /opt/venv \
 && python -m pip --python /opt/venv/bin/python install --no-compile \
    -r /src/requirements-base.txt -r /src/requirements-cluster.txt
COPY deploy/prune.py /src/

# Compiled on all cores and only now: what is thrown away need not be compiled, and what is not
# compiled here would be at every start.
FROM installed AS packages
RUN python /src/prune.py /opt/venv/lib/python3.11/site-packages \
 && /opt/venv/bin/python -m compileall -q -j0 /opt/venv/lib

# Only what PyTorch adds, so that both images share the layer below it.
FROM installed AS torch
ARG PIP_EXTRA_INDEX_URL
ARG PIP_INDEX_URL
ARG PIP_FIND_LINKS
ARG PIP_NO_INDEX
# For `strip`. Where Debian's servers are out of reach the image is 100 MB larger, and says so.
RUN (apt-get update -qq && apt-get install -y -qq --no-install-recommends binutils) || true
COPY requirements.txt /src/
RUN python -m pip --python /opt/venv/bin/python install --no-compile --prefix /opt/torch \
    -r /src/requirements.txt \
 && python /src/prune.py /opt/torch/lib/python3.11/site-packages \
 && /opt/venv/bin/python -m compileall -q -j0 -x py312 -s /opt/torch -p /opt/venv /opt/torch/lib

FROM packages AS app
WORKDIR /srv/gatescope
COPY LICENSE NOTICE ./
COPY deploy/healthcheck.py deploy/check_container.py deploy/
COPY lstm_core lstm_core
COPY pages pages
COPY app app
RUN /opt/venv/bin/python -m compileall -q -j0 . \
 && /opt/venv/bin/python -c "import distributed, lstm_core, streamlit"

FROM python:3.11-slim-bookworm AS server
LABEL org.opencontainers.image.title="Gatescope" \
      org.opencontainers.image.description="See what really happens inside an LSTM" \
      org.opencontainers.image.licenses="MIT"
COPY --from=packages /opt/venv /opt/venv
# One thread each: the matrices are small and the cores belong to the learners. Two arenas: the C
# library gives every thread one else, and each keeps what it had at its worst (20 MB of 148).
ENV PATH=/opt/venv/bin:$PATH \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OMP_NUM_THREADS=1 \
    OPENBLAS_NUM_THREADS=1 \
    MKL_NUM_THREADS=1 \
    MALLOC_ARENA_MAX=2 \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0 \
    STREAMLIT_SERVER_PORT=8501 \
    STREAMLIT_SERVER_HEADLESS=true
WORKDIR /srv/gatescope
USER 10001:10001
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["python", "-S", "/srv/gatescope/deploy/healthcheck.py"]
CMD ["streamlit", "run", "app/main.py"]

FROM server AS lite
COPY --from=app /srv/gatescope /srv/gatescope

FROM server AS full
COPY --from=torch /opt/torch/lib /opt/venv/lib
COPY --from=app /srv/gatescope /srv/gatescope
