"""Real documents of every kind the reader has to carry, loaded once for the tests that only read them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.test import override_settings
from lxml import etree
from pytest_django.live_server_helper import LiveServer

from archive.images import derive, waiting
from tests.factories.accounts import make_product
from tests.factories.archive import make_document, make_text, make_volume

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
TESTIMONIES = ("EHRI-ET-JMP001_CS_EN", "EHRI-ET-YV3540561_YI_EN", "EHRI-ET-DEGOB0086_HU_EN")

LETTER = "/documents/early-EHRI-ET-JMP001_CS_EN/"  # three leaves: scans with the places of lines, Czech, English
YIDDISH = "/documents/early-EHRI-ET-YV3540561_YI_EN/"
LONG = "/documents/frus-d73/"  # 29 leaves of one text with notes
SPELLINGS = "/documents/tolstoy-v29_032/"  # 30 leaves in two spellings
TWO = "/documents/v-two/"  # an original and two translations, of unequal length
LOCKED = "/documents/licensed-d/"


@contextmanager
def served(corpora: Path, folder: Path) -> Iterator[str]:
    """Load the documents, start a server, give its address; the database is emptied afterwards."""
    with override_settings(DERIVATIVES_ROOT=folder / "derivatives", MASTERS_ROOT=folder / "masters"):
        _load(corpora, folder)
        server = LiveServer("localhost")
        try:
            yield server.url
        finally:
            server.stop()
            call_command("flush", interactive=False, verbosity=0)


def _load(corpora: Path, folder: Path) -> None:
    texts, scans = folder / "texts", folder / "scans"
    texts.mkdir()
    scans.mkdir()
    for name in TESTIMONIES:
        shutil.copy(corpora / "ehri-editions" / "early_testimonies" / f"{name}.xml", texts)
    for scan in (corpora / "ehri-scans" / "czech").glob("EHRI-ET-JMP001_*"):
        shutil.copy(scan, scans)
    _ingest(texts, "early", images=scans)
    _ingest(corpora / "tolstoy" / "texts" / "v29_032.xml", "tolstoy")
    _ingest(_one_of(corpora / "frus" / "frus1944Quebec.xml", "d73", folder / "frus.xml"), "frus")
    for image in list(waiting()):
        derive(image)
    two = make_document(make_volume("v"), "two", title="A note in three languages", page_count=2)
    make_text(two, ["Первый абзац.\nВторой абзац.", "Третий."], language="ru", script="Cyrl")
    make_text(two, ["The first paragraph.\nThe second one."], slug="translation-en")
    make_text(two, ["Der erste Absatz.", "Der dritte."], slug="translation-de", language="de", order=2)
    licensed = make_volume("licensed", audience="controlled", product=make_product("papers"))
    make_document(licensed, "d", title="A licensed letter", texts=["Planted words"], description="What it is about.")


def _ingest(path: Path, volume: str, images: Path | None = None) -> None:
    more = ["--images", str(images)] if images else []
    call_command("ingest", str(path), "--volume", volume, "--open", *more, verbosity=0)


def _one_of(source: Path, wanted: str, goal: Path) -> Path:
    """Write a volume of one of its documents: a whole one takes longer to load than all the tests to run."""
    tree = etree.parse(source)
    for division in list(tree.iter(f"{TEI}div")):
        if division.get("type") == "document" and division.get(ID) != wanted:
            parent = division.getparent()
            assert parent is not None
            parent.remove(division)
    tree.write(goal, encoding="utf-8", xml_declaration=True)
    return goal
