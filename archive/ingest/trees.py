"""The files of a path to be loaded: a single file, a folder or a zip archive, with nothing followed out of it."""

from __future__ import annotations

import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal

from archive.ingest import limits
from archive.records import Notice, Refused

Kind = Literal["text", "image", "volume", "other"]

TEXT_SUFFIXES = {".xml", ".tei", ".md"}
IMAGE_SUFFIXES = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".jp2", ".j2k", ".jpx", ".svg", ".gif", ".bmp"}
VOLUME_FILE = "volume.json"
_IGNORED = {"__MACOSX", "Thumbs.db", "desktop.ini"}
# What stands beside a text to explain it to people.
_ABOUT = {"readme", "license", "licence", "changelog", "contributing", "notice"}
# What a damaged archive can raise while an entry is read.
_UNREADABLE = (OSError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error)
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file, in a folder or in an archive; `name` is its path from the root, with slashes."""

    name: str
    size: int
    open: Callable[[], BinaryIO] = field(repr=False, compare=False)

    @property
    def folder(self) -> str:
        """The folder it lies in, "" for the root."""
        parent = str(PurePosixPath(self.name).parent)
        return "" if parent == "." else parent

    @property
    def kind(self) -> Kind:
        """What the name promises; the content is checked by whoever reads it."""
        path = PurePosixPath(self.name)
        if path.name == VOLUME_FILE:
            return "volume"
        suffix = path.suffix.lower()
        if suffix == ".md" and path.stem.lower() in _ABOUT:
            return "other"
        return "text" if suffix in TEXT_SUFFIXES else "image" if suffix in IMAGE_SUFFIXES else "other"

    def read(self) -> bytes:
        """Give the whole of a text file; raise Refused when it is bigger than a text may be."""
        if self.size > limits.MAX_TEXT_FILE:
            raise _too_big(self.name, self.size, limits.MAX_TEXT_FILE)
        try:
            with self.open() as stream:
                data = stream.read(limits.MAX_TEXT_FILE + 1)
        except _UNREADABLE as error:
            raise Refused(self.name, 0, "unreadable", f"the file cannot be read ({error}); copy it again") from error
        if len(data) > limits.MAX_TEXT_FILE:
            raise _too_big(self.name, len(data), limits.MAX_TEXT_FILE)
        return data


@dataclass(frozen=True, slots=True)
class Tree:
    """A path as given, with its files in natural order; `is_single` when the path names one file."""

    path: str
    name: str
    files: tuple[SourceFile, ...]
    is_single: bool = False
    notices: tuple[Notice, ...] = ()

    def of_kind(self, kind: Kind) -> list[SourceFile]:
        """Give the files whose names promise this kind."""
        return [file for file in self.files if file.kind == kind]


def natural(name: str) -> list[tuple[int, int, str]]:
    """Sort key by which page 2 comes before page 10; digits come before letters."""
    parts = (part for part in _DIGITS.split(name) if part)
    return [(0, int(part), part) if part.isdecimal() else (1, 0, part.casefold()) for part in parts]


def read_tree(path: Path) -> Tree:
    """List what a path holds; raise Refused for what is not there, and for an archive that is not safe to unpack."""
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise Refused(str(path), 0, "not-found", "there is no such file or folder; check the path")
    if path.suffix.lower() == ".zip":
        return _archive(path)
    file = SourceFile(path.name, path.stat().st_size, partial(_open, path))
    return Tree(str(path), path.resolve().parent.name, (file,), is_single=True)


def _folder(path: Path) -> Tree:
    files: list[SourceFile] = []
    notices: list[Notice] = []
    for folder, folders, names in os.walk(path, followlinks=False):
        folders[:] = sorted(name for name in folders if not _is_ignored(name))
        for name in names:
            full = Path(folder, name)
            relative = full.relative_to(path).as_posix()
            if _is_ignored(name):
                continue
            if full.is_symlink() and not full.resolve().is_relative_to(path.resolve()):
                message = "a link out of the folder is not followed; copy the file into the folder"
                notices.append(Notice(relative, 0, "link-outside", message))
            elif full.is_file():
                files.append(SourceFile(relative, full.stat().st_size, partial(_open, full)))
        _check_count(str(path), len(files))
    return Tree(str(path), path.resolve().name, _in_order(files), notices=tuple(notices))


def _archive(path: Path) -> Tree:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_archive(path.name, entries)
    except (zipfile.BadZipFile, OSError) as error:
        raise Refused(path.name, 0, "unreadable", f"the archive cannot be read ({error}); pack it again") from error
    files = [
        SourceFile(entry.filename, entry.file_size, partial(_open_entry, path, entry))
        for entry in entries
        if not entry.is_dir() and not any(_is_ignored(part) for part in PurePosixPath(entry.filename).parts)
    ]
    return Tree(str(path), path.stem, _in_order(files))


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _open_entry(path: Path, entry: zipfile.ZipInfo) -> BinaryIO:
    """Open one entry; the archive's own handle closes with it, because zipfile counts its readers."""
    with zipfile.ZipFile(path) as archive:
        return archive.open(entry)  # type: ignore[return-value]


def _check_archive(name: str, entries: list[zipfile.ZipInfo]) -> None:
    _check_count(name, len(entries))
    total = 0
    for entry in entries:
        _check_entry(name, entry)
        total += entry.file_size
    if total > limits.MAX_UNPACKED:
        raise _too_big(name, total, limits.MAX_UNPACKED)


def _check_entry(name: str, entry: zipfile.ZipInfo) -> None:
    reason = _fault(entry)
    if reason:
        raise Refused(name, 0, "unsafe-archive", f"{entry.filename!r} {reason}; pack the folder again without it")


def _fault(entry: zipfile.ZipInfo) -> str:
    path = PurePosixPath(entry.orig_filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0][:2] if path.parts else True:
        return "leads out of the archive"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a link"
    if entry.flag_bits & 1:
        return "is encrypted"
    if entry.file_size > limits.RATIO_FROM and entry.file_size > limits.MAX_RATIO * max(entry.compress_size, 1):
        return f"grows to {entry.file_size:,} bytes when it is unpacked"
    return ""


def _in_order(files: list[SourceFile]) -> tuple[SourceFile, ...]:
    return tuple(sorted(files, key=lambda file: natural(file.name)))


def _is_ignored(name: str) -> bool:
    return name.startswith(".") or name in _IGNORED


def _check_count(name: str, count: int) -> None:
    if count > limits.MAX_ENTRIES:
        message = f"there are more than {limits.MAX_ENTRIES:,} files; load it in parts"
        raise Refused(name, 0, "too-many-files", message)


def _too_big(name: str, size: int, limit: int) -> Refused:
    return Refused(name, 0, "too-big", f"it has {size:,} bytes, more than the {limit:,} allowed; split it into several")
