# One image for web, worker and beat. Assets come from npm in a first stage, Python in the second.
FROM node:20.18.1-bookworm-slim AS assets
WORKDIR /assets
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts

FROM python:3.11.11-slim-bookworm
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 MODE=production \
    STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/files
RUN useradd --system --uid 10001 --create-home portal && mkdir -p /srv/static /srv/files \
    && chown portal /srv/static /srv/files
WORKDIR /portal
COPY requirements/production.txt requirements/
RUN pip install --no-deps --require-hashes -r requirements/production.txt
COPY --from=assets /assets/node_modules node_modules
COPY manage.py ./
COPY collaborative collaborative
COPY cities cities
COPY initiatives initiatives
COPY training training
COPY agreements agreements
COPY notifications notifications
COPY templates templates
COPY static static
# collectstatic reads the settings but none of their secrets; these values end with this line.
RUN SECRET_KEY=only-while-the-image-is-built-0123456789-0123456789-0123456789 SITE_URL=https://build.invalid \
    DATABASE_URL=postgresql://build.invalid/none BROKER_URL=redis://build.invalid/0 \
    EMAIL_URL=smtp://build.invalid:25 python manage.py collectstatic --no-input
USER portal
EXPOSE 8000
CMD ["gunicorn", "collaborative.wsgi:application", "--bind", "0.0.0.0:8000", \
     "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--max-requests", "2000", \
     "--max-requests-jitter", "200", "--access-logfile", "-", "--no-control-socket"]
