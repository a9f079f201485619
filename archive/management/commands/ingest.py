"""Loads volumes from files, folders and zip archives."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Product
from archive.images import derive_waiting
from archive.ingest.load import ingest
from archive.ingest.report import Report, SourceReport
from archive.ingest.volume_load import Options
from archive.ingest.volume_rows import Publication

WIDTH = 30
# Sources of this many documents are told one by one; of bigger ones only what is not the same.
FEW = 20


class Command(BaseCommand):
    """Exit status 0: everything came in; 1: a volume or an image was refused beside others; 2: nothing came in."""

    help = "Load volumes from TEI, Markdown, folders and zip archives."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the words of the command line."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, a folder or a zip archive")
        parser.add_argument(
            "--volume", default="", metavar="SLUG", help="short name of the one volume it all belongs to"
        )
        parser.add_argument("--images", type=Path, metavar="DIR", help="folder or zip archive with page images")
        lock = parser.add_mutually_exclusive_group()
        lock.add_argument("--product", default="", metavar="SLUG", help="publish under this product")
        lock.add_argument("--open", action="store_true", dest="is_open", help="publish openly; without either: a draft")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print the report as data, nothing else"
        )
        parser.add_argument("--derive", action="store_true", help="make the sizes of new images at once")

    def handle(self, *_: Any, **options: Any) -> None:
        """Load, report, and end with the status of the report."""
        self.is_quiet = options["as_json"]
        publication = Publication(self._product(options["product"]), options["is_open"])
        wanted = Options(options["volume"], options["images"], publication, options["dry_run"])
        report = ingest(options["paths"], wanted, self._progress)
        if options["derive"] and not options["dry_run"]:
            derive_waiting(lambda done, total: self._progress("images", done, total))
        if self.is_quiet:
            self.stdout.write(json.dumps(report.as_data(), ensure_ascii=False))
        else:
            self._tell(report, is_dry_run=options["dry_run"])
        if report.exit_status:
            sys.exit(report.exit_status)

    def _product(self, slug: str) -> Product | None:
        if not slug:
            return None
        product = Product.objects.filter(slug=slug).first()
        if product is None:
            known = ", ".join(Product.objects.values_list("slug", flat=True)) or "there is none yet"
            raise CommandError(f"There is no product {slug!r} ({known}).", returncode=2)
        return product

    def _progress(self, volume: str, done: int, total: int) -> None:
        """Draw a bar on a terminal; elsewhere write a line at every tenth."""
        if self.is_quiet:
            return
        if self.stdout.isatty():
            filled = WIDTH * done // max(total, 1)
            end = "\n" if done == total else ""
            self.stdout.write(f"\r{volume} [{'#' * filled}{' ' * (WIDTH - filled)}] {done}/{total}{end}", ending="")
            self.stdout.flush()
        elif done == total or done * 10 // total > (done - 1) * 10 // total:
            self.stdout.write(f"{volume}: read {done} of {total}")

    def _tell(self, report: Report, *, is_dry_run: bool) -> None:
        for source in report.sources:
            self._tell_source(source, is_dry_run=is_dry_run)
        self.stdout.write(f"Status: {report.status}")

    def _tell_source(self, source: SourceReport, *, is_dry_run: bool) -> None:
        if source.is_refused:
            self.stdout.write(f"{source.volume or source.path}: refused, nothing was changed")
        else:
            would = "would be " if is_dry_run else ""
            self.stdout.write(
                f"{source.volume}: {source.documents} documents; {would}created {source.created}, "
                f"updated {source.updated}, unchanged {source.unchanged}, removed {source.removed}; "
                f"{source.images_matched} images matched"
            )
        for it in source.changes if is_dry_run else ():
            if it.change != "same" or len(source.changes) <= FEW:
                self.stdout.write(f"  {it.change:8} {it.key}  {it.title}")
                self.stdout.writelines(f"           {detail}" for detail in it.details)
        for notice in source.warnings:
            place = f"{notice.file}:{notice.line}" if notice.line else notice.file
            self.stdout.write(f"  {place}: {notice.message} [{notice.code}]")
