import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from archive.ingest import limits
from archive.ingest.trees import SourceFile, natural, read_tree
from archive.records import Refused


def archive(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        read_tree(path)
    return caught.value.notice.code


def test_natural_order_puts_2_before_10() -> None:
    assert sorted(["p10", "p2", "P1", "a"], key=natural) == ["a", "P1", "p2", "p10"]


def test_a_folder_lists_its_files_in_natural_order_by_kind(tmp_path: Path) -> None:
    for name in ("v/b10.xml", "v/b2.xml", "v/scan.JPG", "README.md", "notes.csv", "volume.json", ".hidden", "a.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")

    tree = read_tree(tmp_path)

    assert [file.name for file in tree.of_kind("text")] == ["a.md", "v/b2.xml", "v/b10.xml"]
    assert [file.name for file in tree.of_kind("image")] == ["v/scan.JPG"]
    assert [file.name for file in tree.of_kind("other")] == ["notes.csv", "README.md"]
    assert [file.name for file in tree.of_kind("volume")] == ["volume.json"]
    assert (tree.is_single, tree.name) == (False, tmp_path.name)


def test_a_single_file_is_a_tree_named_after_its_folder(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("words")

    tree = read_tree(tmp_path / "a.xml")

    assert (tree.name, tree.is_single, tree.files[0].read()) == (tmp_path.name, True, b"words")


def test_an_archive_is_read_without_unpacking(tmp_path: Path) -> None:
    path = archive(tmp_path / "vol.zip", {"v/a.xml": b"words", "__MACOSX/v/._a.xml": b"x", "v/.DS_Store": b"x"})

    tree = read_tree(path)

    assert (tree.name, [file.name for file in tree.files]) == ("vol", ["v/a.xml"])
    assert tree.files[0].read() == b"words"
    assert [found.name for found in tmp_path.iterdir()] == ["vol.zip"]


@pytest.mark.parametrize("name", ["../../evil.txt", "/etc/passwd", "a/../../b.xml", "C:\\evil.xml", "..\\evil.xml"])
def test_an_archive_whose_entry_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / "vol.zip", {"ok.xml": b"x", name: b"x"})

    assert refusal(path) == "unsafe-archive"


def test_an_archive_with_a_link_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "vol.zip", "w") as packed:
        entry = zipfile.ZipInfo("a.xml")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(entry, "/etc/passwd")

    assert refusal(tmp_path / "vol.zip") == "unsafe-archive"


def test_an_archive_that_bursts_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "vol.zip", {"a.xml": b"\0" * (limits.RATIO_FROM + 1)})

    assert refusal(path) == "unsafe-archive"


def test_an_archive_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vol.zip").write_bytes(b"PK no archive")

    assert refusal(tmp_path / "vol.zip") == "unreadable"


def test_an_entry_that_does_not_unpack_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "vol.zip", {"a.xml": b"words " * 100})
    data = bytearray(path.read_bytes())
    data[40:60] = b"\xff" * 20
    path.write_bytes(bytes(data))

    with pytest.raises(Refused) as caught:
        read_tree(path).files[0].read()

    assert caught.value.notice.code == "unreadable"


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nothing") == "not-found"


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ENTRIES", 1)
    for name in ("a.xml", "b.xml"):
        (tmp_path / name).write_text("x")

    assert refusal(tmp_path) == "too-many-files"


def test_an_archive_of_too_many_bytes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_UNPACKED", 10)

    assert refusal(archive(tmp_path / "vol.zip", {"a.xml": b"x" * 11})) == "too-big"


def test_a_text_bigger_than_allowed_is_refused_whatever_it_says_of_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_TEXT_FILE", 10)
    path = tmp_path / "a.xml"
    path.write_bytes(b"x" * 11)
    liar = SourceFile("a.xml", 5, lambda: path.open("rb"))

    for file in (read_tree(path).files[0], liar):
        with pytest.raises(Refused) as caught:
            file.read()
        assert caught.value.notice.code == "too-big"


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "b.xml").write_text("x")
    folder = tmp_path / "v"
    folder.mkdir()
    (folder / "a.xml").symlink_to(tmp_path / "secret" / "b.xml")
    (folder / "more").symlink_to(tmp_path / "secret")

    tree = read_tree(folder)

    assert tree.files == ()
    assert [(notice.file, notice.code) for notice in tree.notices] == [("a.xml", "link-outside")]
