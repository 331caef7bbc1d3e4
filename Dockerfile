# Everything that builds is left behind in the first stage.
FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements.lock .
RUN python -m venv --without-pip /opt/venv \
 && python -m pip --python /opt/venv/bin/python install --quiet --no-cache-dir --no-compile \
        --disable-pip-version-check --require-hashes -r requirements.lock
# What no request ever touches: tests, translations of the names of countries, what builds packages.
RUN site=$(echo /opt/venv/lib/python3*/site-packages) \
 && find "$site"/numpy "$site"/nltk "$site"/lxml "$site"/sqlalchemy -type d -name tests -prune -exec rm -rf {} + \
 && find "$site"/babel/locale-data -name '*.dat' ! -name 'en*' ! -name 'root*' -delete \
 && rm -rf "$site"/pycountry/locales "$site"/setuptools "$site"/setuptools-* "$site"/_distutils_hack \
        "$site"/pkg_resources "$site"/distutils-precedence.pth
COPY service /opt/standfirst/service
COPY config /opt/standfirst/config
RUN /opt/venv/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/venv/lib /opt/standfirst \
 && mkdir /seed && mkdir -m 1777 /seed/data

# One port before several replicas, for `docker compose --profile scale`; not built otherwise.
FROM debian:trixie-slim AS balancer
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends haproxy \
 && rm -rf /var/lib/apt/lists/*
COPY config/haproxy.cfg /etc/haproxy/haproxy.cfg
USER 10001:10001
EXPOSE 8000
# Lets the connections that it has end.
STOPSIGNAL SIGUSR1
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8000 && printf 'GET /health/live HTTP/1.0\r\n\r\n' >&3 && head -n 1 <&3 | grep -q 200"]
CMD ["haproxy", "-W", "-db", "-f", "/etc/haproxy/haproxy.cfg"]

FROM python:3.13-slim
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="standfirst" \
      org.opencontainers.image.description="Summarises articles in their own sentences" \
      org.opencontainers.image.documentation="README.md" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/standfirst /opt/standfirst
# Brings /data with its mode: any user may write to a volume that is made from it.
COPY --from=build /seed/ /
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STANDFIRST_BIND=0.0.0.0:8000 \
    STANDFIRST_DATABASE_URL=sqlite:////data/standfirst.sqlite3 \
    STANDFIRST_LOG_FORMAT=json
WORKDIR /opt/standfirst
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
CMD ["python", "-m", "gunicorn", "--config", "config/gunicorn.py", "service.wsgi:app"]
