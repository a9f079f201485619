"""Which files make which volume: one per file that holds many documents, else one per folder, or the one named."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, Literal

from archive.formats import read_file
from archive.ingest.trees import SourceFile, Tree
from archive.naming import address_of
from archive.records import FileRecord, NameRecord, Refused

Content = Literal["volume", "documents", "names", "zones"]
Files = list[SourceFile]
MAX_SLUG = 80


@dataclass(frozen=True, slots=True)
class NameList:
    """Names that documents of several folders point at; `scheme` says whose list it is."""

    scheme: str
    names: tuple[NameRecord, ...]
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class VolumeSource:
    """The files of one volume. `is_whole` says that a document which is not among them has been removed.

    `folders` are its folders in order, more than one when they were put together under one name;
    `base` is the part of the tree that is the volume's alone; `about` is what its volume.json says;
    `record` spares reading its only file again.
    """

    slug: str
    path: str
    files: tuple[SourceFile, ...]
    base: str = ""
    folders: tuple[str, ...] = ("",)
    is_whole: bool = True
    lists: tuple[NameList, ...] = ()
    zones: tuple[SourceFile, ...] = ()
    about: Mapping[str, Any] = field(default_factory=dict)
    record: FileRecord | None = None


def split(tree: Tree, named: str = "") -> list[VolumeSource]:
    """Tell the volumes of a tree; `named` is the one slug the caller wants for all of it.

    Raise Refused when there is no document in it, or when a name was given for more than one volume file.
    """
    texts = tree.of_kind("text")
    if not texts:
        message = "there is no text (TEI, Markdown) in it; images come in with the texts they belong to"
        raise Refused(tree.path, 0, "no-text", message)
    folders = _by_folder(texts)
    contents = {folder: _content(files) for folder, files in folders.items()}
    kept = {folder: files for folder, files in folders.items() if contents[folder] in {"volume", "documents"}}
    if not kept:
        message = "there are lists of names or regions of pages in it, but no document; load them with the documents"
        raise Refused(tree.path, 0, "no-document", message)
    lists = tuple(_read_list(tree, folder, folders[folder]) for folder in folders if contents[folder] == "names")
    zones = tuple(file for folder, files in folders.items() if contents[folder] == "zones" for file in files)
    sources = [*_sources(tree, kept, contents)]
    sources = [_named(tree, sources, named)] if named else _with_own_slugs(sources)
    return [replace(source, lists=lists, zones=zones) for source in sources]


def _by_folder(files: Iterable[SourceFile]) -> dict[str, Files]:
    folders: dict[str, Files] = {}
    for file in files:
        folders.setdefault(file.folder, []).append(file)
    return folders


def _content(files: Sequence[SourceFile]) -> Content:
    """Tell what a folder holds by its first file that is more than a list of names or the regions of a page."""
    found: Content = "documents"
    for file in files:
        found = _content_of(_read(file))
        if found in {"volume", "documents"}:
            break
    return found


def _read(file: SourceFile) -> FileRecord | None:
    """Read a file to tell what it is; one that is refused is refused again, and reported, when it is loaded."""
    try:
        return read_file(file.read(), file.name)
    except Refused:
        return None


def _content_of(record: FileRecord | None) -> Content:
    if record is None or record.documents or record.is_volume:
        return "volume" if record and record.is_volume else "documents"
    if record.names:
        return "names"
    return "zones" if record.pages else "documents"


def _read_list(tree: Tree, folder: str, files: Files) -> NameList:
    records = [record for record in map(_read, files) if record]
    scheme = address_of(tree.name) or address_of(PurePosixPath(folder).name) or "names"
    names = tuple(name for record in records for name in record.names)
    return NameList(scheme, names, frozenset().union(*(record.ids for record in records)))


def _sources(tree: Tree, folders: Mapping[str, Files], contents: Mapping[str, Content]) -> Iterator[VolumeSource]:
    abouts = {file.folder: _read_about(file) for file in tree.of_kind("volume")}
    for folder, files in folders.items():
        about = abouts.get(folder) or abouts.get(_parent(folder)) or {}
        base = _territory(folder, folders)
        if contents[folder] == "volume":
            yield from _volume_files(tree, folder, files)
            continue
        name = str(about.get("id") or PurePosixPath(folder).name or tree.name)
        slug = _slug(name) or "volume"
        yield VolumeSource(slug, tree.path, tuple(files), base, (folder,), not tree.is_single, about=about)


def _volume_files(tree: Tree, folder: str, files: Files) -> Iterator[VolumeSource]:
    """Give a volume for each file of a folder that is one; what else lies beside them makes one more."""
    others: Files = []
    for file in files:
        record = _read(file)
        if record is None or not record.is_volume:
            others.append(file)
            continue
        slug = _slug(PurePosixPath(file.name).stem) or "volume"
        path = tree.path if tree.is_single else f"{tree.path}/{file.name}"
        yield VolumeSource(slug, path, (file,), folder, (folder,), record=record if tree.is_single else None)
    if others:
        slug = _slug(PurePosixPath(folder).name or tree.name) or "volume"
        yield VolumeSource(slug, tree.path, tuple(others), folder, (folder,))


def _named(tree: Tree, sources: Sequence[VolumeSource], named: str) -> VolumeSource:
    """Put everything together under the name that was given."""
    slug = _slug(named)
    if slug != named:
        message = f"{named!r} cannot be the short name of a volume; use letters without accents, digits and hyphens"
        raise Refused(tree.path, 0, "bad-slug", message)
    if len(sources) == 1:
        return replace(sources[0], slug=slug)
    if any(source.path != tree.path for source in sources):
        message = f"there are {len(sources)} volumes in it; load them one by one, or without a name for them all"
        raise Refused(tree.path, 0, "several-volumes", message)
    return replace(
        sources[0],
        slug=slug,
        files=tuple(file for source in sources for file in source.files),
        folders=tuple(folder for source in sources for folder in source.folders),
        base="",
        about={},
    )


def _with_own_slugs(sources: Sequence[VolumeSource]) -> list[VolumeSource]:
    """Let folders of one name be told apart by the folders they lie in."""
    counts = Counter(source.slug for source in sources)
    return [
        source if counts[source.slug] == 1 else replace(source, slug=_slug(source.folders[0].replace("/", "-")))
        for source in sources
    ]


def _slug(name: str) -> str:
    return address_of(name, MAX_SLUG).strip("._-")


def _parent(folder: str) -> str:
    parent = str(PurePosixPath(folder).parent)
    return "" if parent == "." else parent


def _territory(folder: str, folders: Iterable[str]) -> str:
    """Climb from a folder as long as no other volume lies below."""
    others = [other for other in folders if other != folder]
    while folder and not any(f"{other}/".startswith(f"{_parent(folder)}/".lstrip("/")) for other in others):
        folder = _parent(folder)
    return folder


def _read_about(file: SourceFile) -> Mapping[str, Any]:
    try:
        about = json.loads(file.read())
    except (ValueError, RecursionError) as error:
        raise Refused(
            file.name, 0, "bad-volume-file", f"it is no JSON ({error}); correct it or take it away"
        ) from error
    if not isinstance(about, dict):
        raise Refused(file.name, 0, "bad-volume-file", "it must be one object: id, title, language, year, editors")
    return about
