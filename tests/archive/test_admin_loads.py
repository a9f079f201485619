"""Loads in the administration: upload, check, report, load once."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from archive.loads import start_load
from archive.models import (
    Load,
    Volume,
)
from tests.factories import accounts as people
from tests.factories import archive as make
from tests.office import errors, librarian, said, url_of

pytestmark = pytest.mark.django_db


def upload(client: Client, **fields: Any) -> Any:
    file = SimpleUploadedFile("letters.xml", b"<TEI/>", content_type="text/xml")
    return client.post(url_of(Load, "add"), {"file": file, **fields}, follow=True)


def jobs() -> list[tuple[str, dict[str, Any]]]:
    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "args"))


@pytest.fixture
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.usefixtures("_media")
def test_upload_is_kept_and_handed_to_the_check() -> None:
    response = upload(librarian(email="editor@example.org"), volume_slug="letters")

    load = Load.objects.get()
    assert load.by is not None
    assert load.by.user is not None
    assert (load.step, load.volume_slug, load.by.user.email) == ("checking", "letters", "editor@example.org")
    assert jobs() == [("archive.check_load", {"load_id": load.pk})]
    assert "There is no report yet." in response.content.decode()


@pytest.mark.usefixtures("_media")
@pytest.mark.parametrize(
    ("fields", "where"), [({"volume_slug": "../etc"}, "volume_slug"), ({"is_open": "on", "product": True}, "__all__")]
)
def test_upload_s_nonsense_is_refused_and_nothing_is_kept(fields: dict[str, Any], where: str) -> None:
    if "product" in fields:
        fields["product"] = people.make_product().pk

    response = upload(librarian(), **fields)

    assert list(errors(response)) == [where]
    assert (Load.objects.count(), jobs()) == (0, [])


REPORT = {
    "status": "partial",
    "sources": [
        {
            "path": "letters.xml",
            "format": "tei",
            "volume": "letters",
            "documents": 1234,
            "created": 1200,
            "updated": 34,
            "warnings": [
                {"file": "letters.xml", "line": n, "code": "undated", "message": f"<b>no date</b> {n}"}
                for n in range(1, 251)
            ],
        }
    ],
}


def test_report_is_shown_in_words_with_its_first_warnings() -> None:
    volume = make.make_volume("letters")
    load = Load.objects.create(file="loads/letters.xml", step="checked", report=REPORT)

    page = librarian().get(url_of(Load, "change", load.pk)).content.decode()

    assert "Part of it is refused; the rest is in order." in page
    assert "1,234" in page
    assert url_of(Volume, "change", volume.pk) in page
    assert "&lt;b&gt;no date&lt;/b&gt; 200" in page
    assert "no date&lt;/b&gt; 201" not in page
    assert "There are 50 more; correct these first." in page
    assert "Load it" in page


def start(client: Client, load: Load) -> Any:
    return client.post(reverse("admin:archive_load_start", args=[load.pk]), follow=True)


def test_checked_load_is_started_once() -> None:
    load = Load.objects.create(file="loads/letters.xml", step="checked", report=REPORT)
    client = librarian()

    first, second = start(client, load), start(client, load)

    assert Load.objects.get().step == "loading"
    assert jobs() == [("archive.run_load", {"load_id": load.pk})]
    assert said(first) == ["It is being loaded; reload this page to see how it went."]
    assert said(second) == ["This is not waiting to be loaded; perhaps somebody has started it already."]


@pytest.mark.parametrize("step", ["checking", "loading", "loaded", "refused"])
def test_load_in_another_step_is_not_started(step: str) -> None:
    load = Load.objects.create(file="loads/letters.xml", step=step)

    assert not start_load(load)
    assert (Load.objects.get().step, jobs()) == (step, [])
    assert "Load it" not in librarian().get(url_of(Load, "change", load.pk)).content.decode()


def test_load_is_started_only_by_post_and_only_by_those_who_may() -> None:
    load = Load.objects.create(file="loads/letters.xml", step="checked")
    url = reverse("admin:archive_load_start", args=[load.pk])
    clerk = Client()
    clerk.force_login(people.make_staff())

    answers = [librarian().get(url).status_code, clerk.post(url).status_code, Client().post(url).status_code]

    assert answers == [405, 403, 302]
    assert (Load.objects.get().step, jobs()) == ("checked", [])
