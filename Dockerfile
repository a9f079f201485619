# The archive as one image: web server and worker are two commands of it. Static files are made while it is built.
FROM python:3.13-slim-bookworm AS build
WORKDIR /srv/fonds
COPY requirements.txt package.json package-lock.json .npmrc ./
COPY config/install.py config/install.py
RUN python -I config/install.py
COPY . .
RUN FONDS_ENV=production SECRET_KEY=only-while-building ALLOWED_HOSTS=localhost TRUSTED_PROXIES=none \
    DATABASE_URL=postgresql://nowhere/none .venv/bin/python manage.py collectstatic --no-input \
    && rm -rf node_modules

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /srv/fonds fonds && install -d -o fonds -g fonds /srv/data
COPY --from=build /srv/fonds /srv/fonds
WORKDIR /srv/fonds
ENV PATH=/srv/fonds/.venv/bin:$PATH PYTHONUNBUFFERED=1 FONDS_ENV=production DATA_DIR=/srv/data
USER fonds
VOLUME /srv/data
EXPOSE 8000
# A worker that is told to stop while it starts does not hear it; containers are given ten seconds to stop.
CMD ["granian", "--interface=wsgi", "--workers=2", "--blocking-threads=4", "--host=0.0.0.0", "--port=8000", "--no-ws", "--workers-kill-timeout=8", "config.wsgi:application"]
