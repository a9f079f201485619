"""The settings of a server that tests start beside themselves: as in tests, with a pool, and mail to nowhere."""

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 30}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
