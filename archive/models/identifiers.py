"""What may stand in a permanent address."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

SLUG = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z",
    _("Use letters without accents, digits, dots, hyphens and underscores, beginning with a letter or digit."),
)
