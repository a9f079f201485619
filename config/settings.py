"""Every setting, from the environment. FONDS_ENV=production refuses to start with anything missing."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import postgres
from config.environment import (
    boolean,
    data_dir,
    database,
    integer,
    items,
    kept_secret,
    mail,
    networks,
    secret,
    text,
)

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = data_dir()
PRODUCTION = text("FONDS_ENV", "local") == "production"
DEBUG = boolean("DEBUG") and not PRODUCTION

# Who we are
SITE_NAME = text("SITE_NAME", "Fonds")
CONTACT_EMAIL = text("CONTACT_EMAIL", "archive@example.org")
ALLOWED_HOSTS = items("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
# Where links in mails lead; never taken from a request.
HOME = f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION and ALLOWED_HOSTS else "http://localhost:8000"
SITE_URL = text("SITE_URL", HOME).rstrip("/") + "/"
CSRF_TRUSTED_ORIGINS = items("CSRF_TRUSTED_ORIGINS")
SECRET_KEY = secret("SECRET_KEY")

# Whose word on the client's address is believed: CIDR networks, or the word none.
TRUSTED_PROXIES = networks("TRUSTED_PROXIES")

if PRODUCTION:
    missing = [
        sentence
        for value, sentence in (
            (
                SECRET_KEY,
                "SECRET_KEY (or SECRET_KEY_FILE) is not set: give a long random string and keep it.",
            ),
            (
                ALLOWED_HOSTS,
                "ALLOWED_HOSTS is not set: name the hosts the archive answers to, comma-separated.",
            ),
            (
                text("TRUSTED_PROXIES"),
                "TRUSTED_PROXIES is not set: name the networks of your proxies (10.0.0.0/8), or write none.",
            ),
            (
                secret("DATABASE_URL"),
                "DATABASE_URL (or DATABASE_URL_FILE) is not set: write postgresql://user:password@host/name.",
            ),
        )
        if not value
    ]
    if missing:
        raise ImproperlyConfigured("\n".join(missing))
elif not SECRET_KEY:
    SECRET_KEY = kept_secret(DATA_DIR / "secret_key")

# Where things are kept
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
MASTERS_ROOT = DATA_DIR / "masters"  # page images as they came, by SHA-256; never served
DERIVATIVES_ROOT = DATA_DIR / "derivatives"  # what is made from them; served after the rule has said yes
FILE_UPLOAD_PERMISSIONS = 0o640
# With this set, the web server sends image bytes: the name of its internal location.
INTERNAL_REDIRECT = text("INTERNAL_REDIRECT")
TILE_CACHE_MB = integer("TILE_CACHE_MB", 1024)  # tiles that were made are kept up to this size; 0 keeps none
# Another site's viewer, to which documents with images link; empty gives no link.
IIIF_VIEWER = text("IIIF_VIEWER", "https://projectmirador.org/embed/")

DATABASES = {"default": database(secret("DATABASE_URL") or postgres.dsn(DATA_DIR))}
DATABASES["default"] |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "ATOMIC_REQUESTS": False}
DATABASES["default"]["OPTIONS"] |= {
    # The rule joins many tables by their keys, in an order that is good as written: looking for a better one took
    # PostgreSQL 8 ms, twenty times as long as the answer (docs/decisions/0014).
    "options": f"{DATABASES['default']['OPTIONS'].get('options', '')} -c join_collapse_limit=4".strip(),
    "pool": {"min_size": 1, "max_size": integer("DATABASE_POOL", 8), "timeout": 10},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "config",
    "accounts",
    "archive",
    "annotations",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.middleware.EvenMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.view_as.ViewAsMiddleware",
    "accounts.audit.AuditMiddleware",
    "accounts.middleware.VisitorMiddleware",
    "accounts.middleware.StaffMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "django.template.context_processors.i18n",
            ],
        },
    },
]

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {"signup": "accounts.forms.SignupForm"}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True  # also for those whose password somebody else is guessing at the moment
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this device stays; all others are signed out by Django's session hash
EVEN_SECONDS = 0.5  # at least so long takes an answer that must not tell whether an address has an account
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_PASSKEY_LOGIN_ENABLED = True
# Over plain HTTP a browser allows passkeys on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
# Staff set up a second factor before the administration opens.
STAFF_NEEDS_MFA = boolean("STAFF_NEEDS_MFA", default=PRODUCTION)

# Payment by card: off without both keys. STRIPE_API is another address for tests only.
STRIPE_SECRET_KEY = secret("STRIPE_SECRET_KEY")
STRIPE_WEBHOOK_SECRET = secret("STRIPE_WEBHOOK_SECRET")
STRIPE_API = text("STRIPE_API", "https://api.stripe.com")
# How an order is paid without a card, in words for the person: bank account, terms.
INVOICE_TERMS = text("INVOICE_TERMS")

# What a browser may do. No inline script or style anywhere; data: images are the admin's and the browser's icons.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
if PRODUCTION:
    SECURE_SSL_REDIRECT = boolean("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = integer("SECURE_HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = boolean("SECURE_HSTS_INCLUDE_SUBDOMAINS")
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked from inside, without TLS
    # W005, W021: subdomains and preloading bind hosts that are not this archive's to bind.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Static files: as they lie in the folders here, hashed and compressed in production.
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "config.storage.ManifestStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION

# Limits of log-in attempts are counted in the cache, so all processes share one, in the database.
CACHES = {"default": {"BACKEND": "config.cache.SharedCache", "LOCATION": "cache", "OPTIONS": {"MAX_ENTRIES": 10_000}}}

# Usage is noted event by event for this many whole months beside the running one, while reports may still be
# corrected; then only monthly sums remain (manage.py forget_actors, daily).
USAGE_WINDOW_MONTHS = integer("USAGE_WINDOW_MONTHS", 6)

# Milliseconds that one statement of a search may take before it is stopped and the page says so.
SEARCH_TIMEOUT = integer("SEARCH_TIMEOUT", 1000)
# Whether groups may be made public: then everybody sees their page.
PUBLIC_GROUPS = boolean("PUBLIC_GROUPS")
# Searches a minute that one session may make; an address may make ten times as many, a machine a quarter.
SEARCH_RATE = integer("SEARCH_RATE", 60)
# Notes and folders an hour that one account may write, change or delete over the API.
NOTE_RATE = integer("NOTE_RATE", 1000)

# Words and times
LANGUAGE_CODE = text("LANGUAGE_CODE", "en")
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = text("TIME_ZONE", "UTC")

# Mail
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("DEFAULT_FROM_EMAIL", CONTACT_EMAIL)
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if text("EMAIL_URL"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    globals().update(mail(text("EMAIL_URL")))

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": SITE_NAME,
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": text("LOG_LEVEL", "WARNING")},
}
