# syntax=docker/dockerfile:1
# One file, small targets: `worker` has the OCR programs, `watcher` (and `review`, which shows pages) only what looks a
# scan over, `scheduler` (and with it indexer and portal) neither.
# Python packages come by hash from the lock files; Debian's from the base image's own sources.
# tests/cluster/test_dockerfile.py holds every package here to setup/debian-packages.txt.

ARG BASE=python:3.11.14-slim-bookworm

FROM ${BASE} AS builder
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/build && python -m venv /opt/kho
COPY setup/requirements-build.lock setup/requirements.lock /src/setup/
RUN /opt/build/bin/pip install -q --require-hashes -r /src/setup/requirements-build.lock \
 && /opt/kho/bin/pip install -q --require-hashes -r /src/setup/requirements.lock
COPY . /src
RUN /opt/build/bin/pip wheel -q --no-deps --no-build-isolation --no-index -w /src/wheel /src \
 && /opt/kho/bin/pip install -q --no-deps --no-index /src/wheel/*.whl \
 && /opt/kho/bin/pip uninstall -q -y pip setuptools

# The user has no shell and owns nothing but its home; /srv/empty is where processes start, and nobody can write there.
FROM ${BASE} AS scheduler
RUN groupadd --gid 10001 kho \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/kho --shell /usr/sbin/nologin kho \
 && install -d -o 10001 -g 10001 -m 0700 /var/lib/kho \
 && install -d -m 0555 /srv/empty \
 && install -d -o 10001 -g 10001 /srv/inbox
COPY --from=builder /opt/kho /opt/kho
ENV PATH=/opt/kho/bin:/usr/local/bin:/usr/bin:/bin \
    LANG=C.UTF-8 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 OMP_THREAD_LIMIT=1
WORKDIR /srv/empty
USER 10001:10001
CMD ["kho", "schedule"]

FROM scheduler AS watcher
USER root
RUN apt-get update -q \
 && apt-get install -y -q --no-install-recommends poppler-utils \
 && rm -rf /var/lib/apt/lists/*
USER 10001:10001
CMD ["kho", "watch"]

FROM watcher AS review
USER 10001:10001
CMD ["kho", "review"]

FROM watcher AS worker
USER root
RUN apt-get update -q \
 && apt-get install -y -q --no-install-recommends tesseract-ocr tesseract-ocr-vie \
 && rm -rf /var/lib/apt/lists/*
USER 10001:10001
CMD ["kho", "work"]
