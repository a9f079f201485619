"""Real sets come in with the counts that are known of them, and come in again without a change."""

import csv
from collections import Counter
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from archive.models import Document, Image, NameRole, Page, PageBreak, TextVersion, Zone, ZoneLink
from archive.stretches import words_of_break
from tests.archive.ingest.samples import load

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Of each set: its folder, the name given to it (else one is made), and what its README says.
SETS: dict[str, tuple[str, str, dict[str, int]]] = {
    "frus1944Quebec": (
        "frus/frus1944Quebec.xml",
        "",
        {
            "documents": 304,
            "dated": 226,
            "undated": 78,
            "editorial_notes": 41,
            "page_breaks": 587,
            "footnotes": 1048,
            "source_notes": 265,
            "attachments": 62,
            "persons": 0,
            "words": 198_599,
        },
    ),
    "frus1961-63v06": (
        "frus/frus1961-63v06.xml",
        "",
        {
            "documents": 120,
            "dated": 110,
            "undated": 10,
            "editorial_notes": 3,
            "page_breaks": 342,
            "footnotes": 349,
            "source_notes": 0,
            "attachments": 0,
            "persons": 58,
            "words": 139_423,
        },
    ),
    "tolstoy": (
        "tolstoy/texts",
        "tolstoy",
        {"documents": 302, "dated": 235, "undated": 67, "page_breaks": 2608, "footnotes": 775, "words": 883_738},
    ),
    "pec": (
        "pec-letters/letters",
        "pec",
        {"documents": 136, "dated": 134, "undated": 2, "page_breaks": 701, "footnotes": 25, "words": 143_021},
    ),
    "dafp": ("dafp-markdown/volume-2-1939", "dafp", {"documents": 429, "dated": 429, "undated": 0, "words": 171_528}),
}
# Both layers together, and each edition by itself.
EHRI_ALL = {
    "documents": 187,
    "dated": 164,
    "undated": 23,
    "both_layers": 152,
    "page_breaks": 665 + 608,
    "footnotes": 443,
}
EHRI_WORDS = 231_208 + 221_088
EHRI = {
    "border_1938": {"documents": 61, "both_layers": 49, "undated": 0, "footnotes": 42, "page_breaks": 113 + 101},
    "documentation_campaign": {
        "documents": 34,
        "both_layers": 34,
        "undated": 14,
        "footnotes": 161,
        "page_breaks": 169 + 171,
    },
    "early_testimonies": {
        "documents": 72,
        "both_layers": 69,
        "undated": 9,
        "footnotes": 237,
        "page_breaks": 364 + 336,
    },
    "nisko": {"documents": 20, "both_layers": 0, "undated": 0, "footnotes": 3, "page_breaks": 19},
}

CHANGES = ("created", "updated", "unchanged", "removed")
NOTHING = dict.fromkeys(CHANGES, 0)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def totals(data: dict[str, Any]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for source in data["sources"]:
        sums.update({name: value for name, value in source.items() if isinstance(value, int)})
    return sums


@pytest.mark.parametrize("name", SETS)
def test_a_set_comes_in_with_its_counts_and_again_without_a_change(corpora: Path, name: str) -> None:
    path, volume, known = SETS[name]
    expected = dict(known)
    first = load(corpora / path, volume=volume, is_open=True).as_data()

    assert first["status"] == "success"
    counted = totals(first)
    words = expected.pop("words")
    assert {key: counted[key] for key in expected} == expected
    assert counted["words"] == pytest.approx(words, rel=0.02)
    assert counted["created"] == expected["documents"]
    texts = dict(TextVersion.objects.values_list("pk", "canonical"))
    cut = PageBreak.objects.annotate(words=words_of_break()).values_list("version", "start", "end", "words")
    assert [row[:3] for row in cut.iterator() if row[3] != texts[row[0]][row[1] : row[2]]] == []
    again = totals(load(corpora / path, volume=volume, is_open=True).as_data())
    assert {name: again[name] for name in CHANGES} == {**NOTHING, "unchanged": expected["documents"]}


def test_the_documents_of_frus_have_their_dates_and_correspondents(corpora: Path) -> None:
    load(corpora / "frus")

    for volume in ("frus1944Quebec", "frus1961-63v06"):
        known = {row["id"]: row for row in rows(corpora / "frus" / f"{volume}.documents.csv")}
        found = Document.objects.proper().filter(volume__slug=volume).order_by("order")
        assert [document.key for document in found] == list(known)
        dates = {document.key: document.earliest.isoformat() if document.earliest else "" for document in found}
        assert dates == {key: row["date"][:10] for key, row in known.items()}
        for role, column in (("author", "sender"), ("recipient", "recipient")):
            named = NameRole.objects.filter(document__volume__slug=volume, role=role, name__kind="person")
            assert set(named.values_list("document__key", flat=True)) == {
                key for key, row in known.items() if row[column]
            }


def test_the_documents_of_dafp_stand_in_their_real_order(corpora: Path) -> None:
    load(corpora / "dafp-markdown" / "volume-2-1939")

    known = sorted(rows(corpora / "dafp-markdown" / "documents.csv"), key=lambda row: int(row["doc_order"]))
    found = Document.objects.order_by("order").values_list("source_file", "number", "date_edtf")
    assert list(found) == [(row["file"], row["doc_num"], row["doc_date"]) for row in known]


def test_the_letters_have_their_dates_and_correspondents(corpora: Path) -> None:
    load(corpora / "pec-letters" / "letters", volume="pec")

    known = {row["file"]: row for row in rows(corpora / "pec-letters" / "documents.csv")}
    dates = dict(Document.objects.values_list("source_file", "earliest"))
    assert {file: day.isoformat() if day else "" for file, day in dates.items()} == {
        file: row["date"][:10] for file, row in known.items()
    }
    for role, column in (("author", "sender"), ("recipient", "recipient")):
        named = dict(NameRole.objects.filter(role=role).values_list("document__source_file", "name__name"))
        assert named == {file: row[column] for file, row in known.items()}


def test_the_editions_of_ehri_come_in_with_their_lists_and_their_scans(
    corpora: Path, tmp_path: Path, settings: Any
) -> None:
    settings.MASTERS_ROOT = tmp_path / "masters"
    known = rows(corpora / "ehri-scans" / "pages.csv")

    data = load(corpora / "ehri-editions", images=corpora / "ehri-scans").as_data()

    counted = totals(data)
    assert {name: counted[name] for name in EHRI_ALL} == EHRI_ALL
    assert counted["words"] == pytest.approx(EHRI_WORDS, rel=0.02)
    for source in data["sources"]:
        expected = EHRI[source["volume"]]
        assert {name: source[name] for name in expected} == expected
    linked = [row for row in known if row["tei_document"]]
    with_image = {f"{row['page'].rpartition('/')[2]}.jpg": row["tei_document"] for row in linked if row["image"]}
    pages = Page.objects.filter(image__isnull=False)
    assert dict(pages.values_list("image__name", "document__key")) == with_image
    assert counted["images_matched"] == len(with_image) == Image.objects.count() == 32
    for row in linked:
        page = Page.objects.get(document__key=row["tei_document"], label=str(int(row["page"][-2:])))
        assert page.zones.filter(level="line").count() == int(row["lines"]), row["page"]
    surplus = [it["file"] for source in data["sources"] for it in source["warnings"] if it["code"] == "image-surplus"]
    unlinked = [f"{row['page']}.{ending}" for row in known if not row["tei_document"] for ending in ("jpg", "xml")]
    assert sorted(surplus) == sorted(unlinked)
    lines = Zone.objects.filter(level="line", page__document__key="EHRI-ET-JMP001_CS_EN")
    tied = ZoneLink.objects.filter(zone__in=lines, version__text__slug="transcription").count()
    assert tied >= 0.8 * lines.count()


def test_the_editions_of_ehri_again_change_nothing(corpora: Path, tmp_path: Path, settings: Any) -> None:
    settings.MASTERS_ROOT = tmp_path / "masters"
    paths = corpora / "ehri-editions", corpora / "ehri-scans" / "czech"
    load(paths[0] / "early_testimonies", images=paths[1])

    again = totals(load(paths[0] / "early_testimonies", images=paths[1]).as_data())

    assert {name: again[name] for name in CHANGES} == {**NOTHING, "unchanged": 72}
    assert again["images_matched"] == Image.objects.count() == 7


def test_byte_identical_files_stay_documents_of_their_own(corpora: Path, tmp_path: Path) -> None:
    texts = tmp_path / "tolstoy"
    texts.mkdir()
    for name in ("v90_046.xml", "v90_047.xml"):
        copyfile(corpora / "tolstoy" / "texts" / name, texts / name)

    load(texts)

    twins = Document.objects.order_by("key")
    assert list(twins.values_list("identifier", flat=True)) == ["tolstoy-v90_046", "tolstoy-v90_047"]
    first, second = (document.texts.first().current.digest for document in twins)
    assert first == second
