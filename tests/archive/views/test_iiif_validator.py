"""The public validator of the IIIF Image API, level 2, against a running server."""

from pathlib import Path
from typing import Any

import pytest
from iiif_validator import validator

from tests.factories.archive import make_document, make_page, make_volume
from tests.factories.pictures import keep_squares

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_image_service_passes_the_public_validator_at_level_2(live_server: Any, settings: Any, tmp_path: Path) -> None:
    settings.MASTERS_ROOT, settings.DERIVATIVES_ROOT = tmp_path / "masters", tmp_path / "derivatives"
    letter = make_document(make_volume("v"), "squares")
    make_page(letter, image=keep_squares(validator.ValidationInfo().colorInfo))
    host = live_server.url.removeprefix("http://")
    tests = validator.TestSuite(validator.ValidationInfo()).list_tests("3.0")
    wanted = [name for name, test in tests.items() if test["level"] <= 2]

    failures = {}
    for name in wanted:
        outcome = validator.ImageAPI("1", host, "iiif/image/v-squares", "http", "", "3.0", debug=False)
        validator.TestSuite(validator.ValidationInfo()).run_test(name, outcome)
        if outcome.exception:
            failures[name] = f"{outcome.exception} at {outcome.urls}"

    assert failures == {}
    assert len(wanted) == 33
