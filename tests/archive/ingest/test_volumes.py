import json
from pathlib import Path

import pytest

from archive.ingest.trees import read_tree
from archive.ingest.volumes import VolumeSource, split
from archive.records import Refused
from tests.archive.ingest.samples import tei, volume, write

LETTER = tei("<p>Words.</p>")
LIST = tei('<listPerson><person xml:id="p1"><persName>Orlov, Ivan</persName></person></listPerson>')
ALTO = (
    '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page ID="p" WIDTH="10" HEIGHT="10">'
    '<PrintSpace><TextBlock ID="b"/></PrintSpace></Page></Layout></alto>'
)


def sources(path: Path, named: str = "") -> list[VolumeSource]:
    return split(read_tree(path), named)


def shapes(path: Path, named: str = "") -> list[tuple[str, list[str]]]:
    return [(source.slug, [file.name for file in source.files]) for source in sources(path, named)]


def refusal(path: Path, named: str = "") -> str:
    with pytest.raises(Refused) as caught:
        sources(path, named)
    return caught.value.notice.code


def test_each_volume_file_is_a_volume_and_each_folder_of_documents_too(tmp_path: Path) -> None:
    write(tmp_path / "a" / "volumes", one=volume(("d1", "<p>x</p>")), two=volume(("d1", "<p>x</p>")))
    write(tmp_path / "a" / "letters", a=LETTER, b=LETTER)

    assert shapes(tmp_path / "a") == [
        ("letters", ["letters/a.xml", "letters/b.xml"]),
        ("one", ["volumes/one.xml"]),
        ("two", ["volumes/two.xml"]),
    ]
    assert [source.path for source in sources(tmp_path / "a")] == [
        str(tmp_path / "a"),
        f"{tmp_path / 'a'}/volumes/one.xml",
        f"{tmp_path / 'a'}/volumes/two.xml",
    ]


def test_documents_beside_volume_files_make_one_more(tmp_path: Path) -> None:
    write(tmp_path / "all", one=volume(("d1", "<p>x</p>")), other=LETTER)

    assert shapes(tmp_path / "all") == [("one", ["one.xml"]), ("all", ["other.xml"])]


def test_one_document_is_part_of_its_folders_volume_and_not_the_whole(tmp_path: Path) -> None:
    write(tmp_path / "letters", a=LETTER, b=LETTER)

    [source] = sources(tmp_path / "letters" / "a.xml")

    assert (source.slug, source.is_whole, len(source.files)) == ("letters", False, 1)


def test_a_volume_file_is_the_whole(tmp_path: Path) -> None:
    write(tmp_path, one=volume(("d1", "<p>x</p>")))

    [source] = sources(tmp_path / "one.xml")

    assert (source.slug, source.is_whole) == ("one", True)
    assert source.record is not None


def test_lists_and_zones_belong_to_all_volumes_of_the_tree(tmp_path: Path) -> None:
    write(tmp_path / "all" / "one", a=LETTER)
    write(tmp_path / "all" / "two", b=LETTER)
    write(tmp_path / "all" / "indexes", persons=LIST)
    write(tmp_path / "all" / "zones", a_1=ALTO)

    found = sources(tmp_path / "all")

    assert [source.slug for source in found] == ["one", "two"]
    for source in found:
        assert [(it.scheme, [name.name for name in it.names]) for it in source.lists] == [("all", ["Orlov, Ivan"])]
        assert [file.name for file in source.zones] == ["zones/a_1.xml"]


def test_a_list_among_documents_makes_no_folder_of_lists(tmp_path: Path) -> None:
    write(tmp_path / "v", a_list=LIST, letter=LETTER)

    assert shapes(tmp_path / "v") == [("v", ["a_list.xml", "letter.xml"])]


def test_the_name_given_puts_folders_together(tmp_path: Path) -> None:
    write(tmp_path / "all" / "one", a=LETTER)
    write(tmp_path / "all" / "two", b=LETTER)

    [source] = sources(tmp_path / "all", "both")

    assert (source.slug, source.folders) == ("both", ("one", "two"))


def test_a_name_for_several_volume_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "all", one=volume(("d1", "<p>x</p>")), two=volume(("d1", "<p>x</p>")))

    assert refusal(tmp_path / "all", "both") == "several-volumes"


@pytest.mark.parametrize("named", ["письма", "a/b", "-a", "with space"])
def test_a_name_that_is_no_address_is_refused(tmp_path: Path, named: str) -> None:
    write(tmp_path / "v", a=LETTER)

    assert refusal(tmp_path / "v", named) == "bad-slug"


def test_volume_json_names_the_volume_of_its_folder_and_of_those_below(tmp_path: Path) -> None:
    for number in (1, 2):
        write(tmp_path / "all" / f"x{number}" / "documents", a=LETTER)
        about = {"id": f"v00{number}", "title": {"en": f"Volume {number}"}}
        (tmp_path / "all" / f"x{number}" / "volume.json").write_text(json.dumps(about))

    found = sources(tmp_path / "all")

    assert [(source.slug, source.base, source.about["title"]) for source in found] == [
        ("v001", "x1", {"en": "Volume 1"}),
        ("v002", "x2", {"en": "Volume 2"}),
    ]


@pytest.mark.parametrize("words", ["{", "[]", "[" * 100_000])
def test_a_volume_json_that_cannot_be_read_is_refused(tmp_path: Path, words: str) -> None:
    write(tmp_path / "v", a=LETTER)
    (tmp_path / "v" / "volume.json").write_text(words)

    assert refusal(tmp_path / "v") == "bad-volume-file"


def test_folders_of_one_name_are_told_apart_by_those_above(tmp_path: Path) -> None:
    write(tmp_path / "all" / "a" / "texts", a=LETTER)
    write(tmp_path / "all" / "b" / "texts", a=LETTER)

    assert [source.slug for source in sources(tmp_path / "all")] == ["a-texts", "b-texts"]


def test_without_text_or_document_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path / "lists", persons=LIST)

    assert refusal(tmp_path / "empty") == "no-text"
    assert refusal(tmp_path / "lists") == "no-document"
