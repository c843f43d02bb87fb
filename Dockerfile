# The service as it runs in production: only what it runs with, under a user without rights, on a root file system that may be read-only.
#
#   docker build -t challenge-api .
#   docker run --read-only --cap-drop ALL -p 8000:8000 -v challenge-api:/var/lib/challenge-api \
#     -e CHALLENGE_API_DATABASE_URL=postgresql://… -e CHALLENGE_API_ISSUER=https://… -e CHALLENGE_API_JWKS_URL=https://… challenge-api

FROM python:3.11-slim-bookworm AS build
WORKDIR /build
COPY requirements/uv.txt requirements/build.txt requirements/run.txt requirements/
RUN python -m venv /tools \
    && /tools/bin/pip install --no-cache-dir --no-deps --only-binary :all: --require-hashes -r requirements/uv.txt \
    && /tools/bin/uv pip install --no-cache --python /tools/bin/python --require-hashes -r requirements/build.txt \
    && /tools/bin/uv venv /service \
    && /tools/bin/uv pip sync --no-cache --python /service/bin/python --compile-bytecode --require-hashes requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY migrations migrations
COPY src src
RUN /tools/bin/python -m hatchling build -t wheel \
    && /tools/bin/uv pip install --no-cache --python /service/bin/python --compile-bytecode --no-deps dist/*.whl

FROM python:3.11-slim-bookworm
RUN install -d -o 10001 -g 10001 -m 0700 /var/lib/challenge-api
COPY --from=build /service /service
ENV PATH=/service/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    CHALLENGE_API_ENVIRONMENT=production \
    CHALLENGE_API_HOST=0.0.0.0 \
    CHALLENGE_API_PORT=8000 \
    CHALLENGE_API_DATA_DIR=/var/lib/challenge-api
USER 10001:10001
WORKDIR /var/lib/challenge-api
VOLUME /var/lib/challenge-api
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"CHALLENGE_API_PORT\"]}/health/live', timeout=2)"]
ENTRYPOINT ["challenge-api"]
CMD ["serve"]
