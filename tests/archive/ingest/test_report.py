import json

import pytest

from archive.ingest import report as reports
from archive.ingest.report import Change, DocumentChange, Report, SourceReport
from archive.records import Notice

KEYS = [
    "path",
    "format",
    "volume",
    "documents",
    "dated",
    "undated",
    "editorial_notes",
    "page_breaks",
    "footnotes",
    "source_notes",
    "attachments",
    "persons",
    "both_layers",
    "words",
    "images_matched",
    "created",
    "updated",
    "unchanged",
    "removed",
    "warnings",
]


def test_the_data_has_exactly_the_agreed_shape() -> None:
    source = SourceReport("v", volume="v")
    source.note(DocumentChange(Change.CREATE, "a", "A"))
    source.warn([Notice("a.xml", 3, "undated", "no date")])

    data = json.loads(json.dumps(Report([source]).as_data()))

    assert list(data) == ["status", "sources"]
    assert list(data["sources"][0]) == KEYS
    assert data["sources"][0]["created"] == 1
    assert data["sources"][0]["warnings"] == [{"file": "a.xml", "line": 3, "code": "undated", "message": "no date"}]


def refused() -> SourceReport:
    source = SourceReport("v")
    source.refuse([Notice("v", 0, "x", "y")])
    return source


def bad_image() -> SourceReport:
    return SourceReport("v", has_bad_images=True)


@pytest.mark.parametrize(
    ("sources", "status", "exit_status"),
    [
        ([], "success", 0),
        ([SourceReport("a")], "success", 0),
        ([refused()], "refused", 2),
        ([refused(), refused()], "refused", 2),
        ([SourceReport("a"), refused()], "partial", 1),
        ([bad_image()], "partial", 1),
    ],
)
def test_status_says_how_much_came_in(sources: list[SourceReport], status: str, exit_status: int) -> None:
    report = Report(sources)

    assert (report.status, report.exit_status) == (status, exit_status)


def test_a_refusal_comes_first_and_takes_back_what_was_counted_as_done() -> None:
    source = SourceReport("v", documents=2)
    source.warn([Notice("a", 0, "undated", "")])
    source.note(DocumentChange(Change.CREATE, "a", "A"))

    source.refuse([Notice("b", 1, "not-well-formed", "")])

    assert [notice.code for notice in source.warnings] == ["not-well-formed", "undated"]
    assert (source.created, source.documents, source.changes) == (0, 2, [])


def test_warnings_end_with_a_word_that_there_are_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "MAX_WARNINGS", 2)
    source = SourceReport("v")

    source.warn(Notice("a", number, "undated", "") for number in range(9))

    assert [notice.code for notice in source.warnings] == ["undated", "undated", "more-warnings"]
