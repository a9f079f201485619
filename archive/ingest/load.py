"""Loads what lies under some paths, volume by volume, and tells what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.bulk import enter_waiting_words
from archive.frequent_words import newest
from archive.index_terms import Indexer
from archive.ingest.image_loading import Offer
from archive.ingest.prepare import Preparer
from archive.ingest.report import Report, SourceReport
from archive.ingest.terms import TermReader
from archive.ingest.trees import Tree, read_tree
from archive.ingest.volume_load import Options, Progress, VolumeLoad
from archive.ingest.volumes import split
from archive.masters import check
from archive.records import Notice, Refused

# Bytes of texts from which on a second process is worth its start.
LARGE = 8_000_000


def ingest(paths: Iterable[Path], options: Options, progress: Progress = lambda _volume, _done, _total: None) -> Report:
    """Load every volume found under the paths; a volume that is refused leaves the others and the database alone."""
    report = Report()
    preparer = Preparer(TermReader(Indexer(newest())))
    try:
        offered = _offer(read_tree(options.images)) if options.images else Offer()
    except Refused as refusal:
        report.sources.append(_refused(str(options.images), options, refusal))
        return report
    try:
        for path in paths:
            report.sources += _load_tree(path, options, preparer, offered, progress)
    finally:
        preparer.terms.close()
    enter_waiting_words()
    if report.sources:
        report.sources[-1].warn(offered.surplus())
    return report


def _refused(path: str, options: Options, refusal: Refused) -> SourceReport:
    source = SourceReport(path, volume=options.volume)
    source.refuse([refusal.notice])
    return source


def _offer(tree: Tree) -> Offer:
    zones = (file for file in tree.of_kind("text") if file.name.lower().endswith(".xml"))
    return Offer(tuple(tree.of_kind("image")), tuple(zones))


def _load_tree(
    path: Path, options: Options, preparer: Preparer, offered: Offer, progress: Progress
) -> list[SourceReport]:
    try:
        tree = read_tree(path)
        _check_lone_image(tree)
        sources = split(tree, options.volume)
    except Refused as refusal:
        return [_refused(str(path), options, refusal)]
    beside = Offer(tuple(tree.of_kind("image")), sources[0].zones)
    if sum(file.size for source in sources for file in source.files) >= LARGE:
        preparer.terms.go_aside()
    reports = []
    for source in sources:
        offers = [beside.within(source.base, source.zones), offered]
        reports.append(VolumeLoad(source, options, preparer, offers, progress).run())
    last = reports[-1]
    last.warn([*tree.notices, *_unread(tree), *beside.surplus()])
    return reports


def _check_lone_image(tree: Tree) -> None:
    """Whoever loads an image alone is told first what is wrong with it."""
    for file in tree.of_kind("image") if tree.is_single else ():
        with file.open() as stream:
            check(stream, file.name, file.size)


def _unread(tree: Tree) -> Iterator[Notice]:
    for file in tree.of_kind("other") if not tree.is_single else ():
        message = "the file is neither a text nor an image and was not read"
        yield Notice(file.name, 0, "not-read", message)
