"""What tests of every room share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says how busy the machine is, and nothing about the code.
settings.register_profile("fonds", deadline=None)
settings.load_profile("fonds")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real documents, which live outside the project."""
    folder = os.environ.get("ARCHIVE_CORPORA")
    if not folder:
        pytest.skip("ARCHIVE_CORPORA names no folder of real documents")
    return Path(folder)
