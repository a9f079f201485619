import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from archive.demo import loading
from archive.demo.loading import DemoVolume, is_wanted
from archive.demo.people import PASSWORD, SIGN_INS
from archive.models import Volume
from tests.factories.archive import make_volume

pytestmark = pytest.mark.django_db


def test_sign_ins_are_printed_without_loading() -> None:
    printed = io.StringIO()

    call_command("demo", sign_ins=True, stdout=printed)

    lines = printed.getvalue().splitlines()
    assert PASSWORD in lines[0]
    assert [line.split()[0] for line in lines[1:]] == [sign_in.email for sign_in in SIGN_INS]
    assert User.objects.count() == 0


def test_archive_with_other_volumes_wants_no_demonstration() -> None:
    was_empty = is_wanted()
    make_volume(slug="somebody-elses")

    call_command("demo", if_empty=True)

    assert was_empty
    assert list(Volume.objects.values_list("slug", flat=True)) == ["somebody-elses"]


def test_archive_with_a_part_of_the_demonstration_wants_the_rest() -> None:
    make_volume(slug="kolva-papers")

    assert is_wanted()


def test_command_refuses_in_production(settings: Any) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="in production"):
        call_command("demo")

    assert Volume.objects.count() == 0


def test_command_loads_volumes_but_no_people_in_production_when_told_to(settings: Any) -> None:
    settings.PRODUCTION = True

    call_command("demo", yes_in_production=True, stdout=io.StringIO())

    assert Volume.objects.count() == 3
    assert User.objects.count() == 0


def test_command_says_which_volume_did_not_come_in_and_why(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = DemoVolume("broken", "no-such-file.xml", "9", "", is_open=True, has_images=False)
    monkeypatch.setattr(loading, "VOLUMES", (broken,))

    with pytest.raises(CommandError, match=r"broken did not come in:\n.*there is no such file"):
        call_command("demo", stdout=io.StringIO())
