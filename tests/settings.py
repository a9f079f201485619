"""The settings, made fast: cheap passwords, mail in memory, no pool, no WhiteNoise."""

import tempfile
from pathlib import Path

from config.settings import *  # noqa: F403
from config.settings import DATABASES, MIDDLEWARE

SECRET_KEY = "only for tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "archive.example.org"]
TRUSTED_PROXIES = []

DATA_DIR = Path(tempfile.gettempdir()) / "fonds-tests"
MEDIA_ROOT = DATA_DIR / "media"
MASTERS_ROOT = DATA_DIR / "masters"
DERIVATIVES_ROOT = DATA_DIR / "derivatives"

# A test's transaction is one connection's, and WhiteNoise looks through all static files for every test client.
DATABASES["default"]["OPTIONS"].pop("pool", None)
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ACCOUNT_RATE_LIMITS = False
EVEN_SECONDS = 0

# One address asks for everything here; what is refused is tested with the setting.
SEARCH_RATE = NOTE_RATE = 1_000_000
# On a busy machine a second is soon over; that searches are stopped is tested with the setting.
SEARCH_TIMEOUT = 20_000
