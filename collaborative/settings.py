"""Settings: one file, everything from the environment, errors that say what to do.

`make demo` and `make test` get theirs from `collaborative.embedded`. In production set the
variables named in `docs/production.md`; a missing one stops the start with a sentence.
"""

import os
from pathlib import Path

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from collaborative import browsers, databases, scanning

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()


def required(name: str, why: str) -> str:
    """Read a variable that has no safe default, or stop and say what it is for."""
    if value := env.str(name, ""):
        return value
    raise ImproperlyConfigured(
        f"The environment variable {name} is not set: {why} `make demo` and `make test` set it "
        "for you; for another command use `python -m collaborative.embedded exec -- COMMAND`."
    )


# Which kind of installation this is ----------------------------------------------------------
MODE = env.str("MODE", "production")
if MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured(f'MODE is "{MODE}"; expected production, demo or test.')
DEMO = MODE == "demo"
PRODUCTION = MODE == "production"
DEBUG = False
SITE_URL = required(
    "SITE_URL", "links in mail start with it, as in https://portal.example.gov."
).rstrip("/")
SITE_NAME = "Common Purpose"

# Core ----------------------------------------------------------------------------------------
SECRET_KEY = required(
    "SECRET_KEY", "it signs sessions and links; use 50 or more random characters."
)
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
if len(SECRET_KEY) < 50:  # noqa: PLR2004 - Django's own check draws the line here
    raise ImproperlyConfigured(
        f"SECRET_KEY has {len(SECRET_KEY)} characters; expected 50 or more random ones."
    )
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])
ROOT_URLCONF = "collaborative.urls"
WSGI_APPLICATION = "collaborative.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "collaborative.forms.Renderer"
INSTALLED_APPS = [
    "collaborative",
    "cities",
    "initiatives",
    "training",
    "agreements",
    "notifications",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "guardian",
    "pghistory",
    "pgtrigger",
    "csp",
    "django_htmx",
    "template_partials",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "notifications.signin.InboxMiddleware",
    "cities.signin.LeaveNothingMiddleware",
    "collaborative.http.RefusalMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "collaborative.dashboard.navigation.navigation",
            ],
        },
    },
]

# Database: one role owns the tables and migrates, the portal works as another ------------------
required(
    "DATABASE_URL",
    "the portal keeps everything in PostgreSQL, as in postgresql://user:password@host/name.",
)
DATABASES = {
    "default": databases.pooled(
        env.dj_db_url("DATABASE_URL"),
        connections=env.int("DATABASE_POOL", 6),
        longest_ms=env.int("STATEMENT_TIMEOUT_MS", 15_000),
    )
}
DATABASE_APPLICATION = {key: DATABASES["default"][key] for key in ("USER", "PASSWORD")}
# Only `migrate` needs it, so it is set only where that runs.
DATABASE_OWNER = env.dj_db_url("DATABASE_OWNER_URL") if env.str("DATABASE_OWNER_URL", "") else None
if DATABASE_OWNER and DATABASE_OWNER["USER"] == DATABASE_APPLICATION["USER"]:
    raise ImproperlyConfigured(
        f'DATABASE_URL and DATABASE_OWNER_URL both name the role "{DATABASE_OWNER["USER"]}". The '
        "portal must not work as the owner of its tables: docs/production.md."
    )
AUTH_USER_MODEL = "collaborative.User"

# Sessions and cache: in the database, so that a broker that is emptied neither signs anybody out
# nor forgets the limits of signing in ---------------------------------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

# Signing in ----------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "cities.signin.InvitationOnlyAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "cities.signin.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Common Purpose] "
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
ANONYMOUS_USER_NAME = None  # guardian would otherwise make an account for nobody
GUARDIAN_MONKEY_PATCH_USER = False
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},  # NIST SP 800-63B-4: 15 where the password stands alone
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
if MODE == "test":  # strong hashes are slow on purpose, and sample passwords are no secret
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SESSION_COOKIE_AGE = 12 * 60 * 60

# Language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/Chicago"
USE_TZ = True
USE_I18N = False

# Files ---------------------------------------------------------------------------------------
STATIC_URL = "static/"
# Only production collects its assets; the demo and the tests serve them from where they lie.
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "staticfiles") if PRODUCTION else None
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "collaborative.assets.NpmFinder",
]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_KEEP_ONLY_HASHED_FILES = PRODUCTION
MEDIA_ROOT = Path(
    required("MEDIA_ROOT", "uploaded files are kept in this folder, outside the web root.")
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
ATTACHMENT_MAX_BYTES = 25 * 1024 * 1024
ATTACHMENTS_MAX_BYTES = 100 * 1024 * 1024
CLAMD_SOCKET = env.str("CLAMD_SOCKET", "")
if CLAMD_SOCKET and not scanning.ADDRESS.fullmatch(CLAMD_SOCKET):
    raise ImproperlyConfigured(
        f'CLAMD_SOCKET is "{CLAMD_SOCKET}"; expected a path, as in /run/clamav/clamd.sock, or a '
        "host and port, as in clamav:3310."
    )

# Screening -----------------------------------------------------------------------------------
# Cities that must take part before a proposal is weighed, its lead among them.
PROPOSAL_LEAST_CITIES = env.int("PROPOSAL_LEAST_CITIES", 2)

# Mail ----------------------------------------------------------------------------------------
# Over SMTP, or through a provider's own interface, whose settings are the variables that begin
# with ANYMAIL_ (docs/production.md). With a provider what comes back is reported, by a secret.
EMAIL_PROVIDERS = (
    "brevo", "mailersend", "mailgun", "mailjet", "postmark", "sendgrid", "sparkpost"
)  # fmt: skip
EMAIL_PROVIDER = env.str("EMAIL_PROVIDER", "")
EMAIL_TIMEOUT = 15
ANYMAIL = {
    name.removeprefix("ANYMAIL_"): value
    for name, value in os.environ.items()
    if name.startswith("ANYMAIL_")
} | {"REQUESTS_TIMEOUT": EMAIL_TIMEOUT}
if EMAIL_PROVIDER:
    if EMAIL_PROVIDER not in EMAIL_PROVIDERS:
        raise ImproperlyConfigured(
            f'EMAIL_PROVIDER is "{EMAIL_PROVIDER}"; expected {", ".join(EMAIL_PROVIDERS)}.'
        )
    required(
        "ANYMAIL_WEBHOOK_SECRET",
        "the provider signs its reports of what came back with it, as in name:long-random-words.",
    )
    EMAIL_BACKEND = f"anymail.backends.{EMAIL_PROVIDER}.EmailBackend"
else:
    required(
        "EMAIL_URL",
        "reminders and digests go out over SMTP, as in smtp://user:password@host:587?tls=True.",
    )
    mail = env.dj_email_url("EMAIL_URL")
    if mail["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
        mail["EMAIL_BACKEND"] = "collaborative.smtp.EmailBackend"
    vars().update({**mail, "EMAIL_TIMEOUT": EMAIL_TIMEOUT})
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "Common Purpose <portal@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_FOLDER = env.path("MAIL_FOLDER", None)

# Worker and clock (how they work is in collaborative/celery.py) --------------------------------
CELERY_BROKER_URL = required("BROKER_URL", "Celery's broker, as in redis://host:6379/0.")
CELERY_TIMEZONE = TIME_ZONE
# Seconds after which an export, or a year's plan, whose worker is silent is taken over by another.
LEASE_SECONDS = env.int("LEASE_SECONDS", 60)

# Browser security ----------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {"DIRECTIVES": browsers.POLICY}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "initiatives.views.forged.csrf_failed"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Logs: one line each to standard output ---------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"pikepdf": {"level": "WARNING"}},  # says at every start that it is there
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
