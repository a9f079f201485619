import json

import pytest

from archive.record_data import all_from_data, from_data, to_data
from archive.records import BlockRecord, MarkRecord, ZoneRecord


@pytest.mark.parametrize(
    "record",
    [
        BlockRecord("paragraph", 0, 9),
        BlockRecord("table_cell", 3, 9, container=2, key="p1", corresp=("t1", "t2"), columns=2),
        MarkRecord("ref", 1, 5, "#d1"),
        ZoneRecord("line", ((0, 0), (5, 0), (5, 5)), "words"),
    ],
)
def test_records_come_back_from_json_as_they_were(record: BlockRecord | MarkRecord | ZoneRecord) -> None:
    data = json.loads(json.dumps(to_data(record)))

    assert from_data(type(record), data) == record


def test_defaults_are_left_out() -> None:
    assert to_data(BlockRecord("paragraph", 0, 9)) == {"kind": "paragraph", "start": 0, "end": 9}


def test_many() -> None:
    rows = [{"kind": "line", "start": 1, "end": 1}, {"kind": "del", "start": 2, "end": 3}]

    assert all_from_data(MarkRecord, rows) == (MarkRecord("line", 1, 1), MarkRecord("del", 2, 3))


def test_a_field_nobody_knows_is_refused() -> None:
    with pytest.raises(TypeError):
        from_data(MarkRecord, {"kind": "del", "start": 2, "end": 3, "colour": "red"})
