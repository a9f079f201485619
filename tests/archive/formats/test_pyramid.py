import struct
from pathlib import Path

import pytest
import pyvips

from archive.formats.pyramid import NotAPyramid, read_levels, read_tile


def picture(width: int, height: int) -> pyvips.Image:
    across = pyvips.Image.xyz(width, height)
    return (across[0] % 256).bandjoin([across[1] % 256, 60]).cast("uchar").copy(interpretation="srgb")


def pyramid(path: Path, **options: object) -> Path:
    chosen = {"compression": "jpeg", "Q": 82, "tile_width": 512, "tile_height": 512, **options}
    picture(1300, 1100).tiffsave(str(path), tile=True, pyramid=True, **chosen)
    return path


@pytest.mark.parametrize("bigtiff", [False, True])
def test_levels_are_read(tmp_path: Path, bigtiff: bool) -> None:
    levels = read_levels(pyramid(tmp_path / "p.tif", bigtiff=bigtiff))

    assert [(level.width, level.height, len(level.offsets)) for level in levels] == [
        (1300, 1100, 9),
        (650, 550, 4),
        (325, 275, 1),
    ]


@pytest.mark.parametrize("bigtiff", [False, True])
def test_tile_is_the_stored_picture(tmp_path: Path, bigtiff: bool) -> None:
    path = pyramid(tmp_path / "p.tif", bigtiff=bigtiff)
    level = read_levels(path)[0]
    number = level.place(1, 1)

    assert number is not None
    tile = pyvips.Image.jpegload_buffer(read_tile(path, level, number))
    wanted = pyvips.Image.tiffload(str(path)).crop(512, 512, 512, 512)
    assert (tile.width, tile.height, (tile - wanted).abs().max()) == (512, 512, 0)


def test_tile_of_one_colour_channel_is_read(tmp_path: Path) -> None:
    path = tmp_path / "grey.tif"
    picture(600, 600)[0].tiffsave(
        str(path), tile=True, pyramid=True, compression="jpeg", tile_width=512, tile_height=512
    )
    level = read_levels(path)[0]

    tile = pyvips.Image.jpegload_buffer(read_tile(path, level, 0))

    assert (tile.width, tile.bands) == (512, 1)


def test_tiles_at_the_edge_are_padded_and_not_given(tmp_path: Path) -> None:
    level = read_levels(pyramid(tmp_path / "p.tif"))[0]

    assert [level.place(column, row) for column, row in ((0, 0), (1, 1), (2, 0), (0, 2))] == [0, 4, None, None]


@pytest.mark.parametrize("options", [{"compression": "none"}, {"tile_width": 256}])
def test_other_tiffs_are_refused(tmp_path: Path, options: dict[str, object]) -> None:
    path = pyramid(tmp_path / "p.tif", **options)

    with pytest.raises(NotAPyramid):
        read_levels(path)


@pytest.mark.parametrize("content", [b"not a TIFF, only words", b"II*\0" + struct.pack("<I", 999_999), b"II*\0"])
def test_files_that_are_no_tiff_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p.tif"
    path.write_bytes(content)

    with pytest.raises(NotAPyramid):
        read_levels(path)


def test_tile_of_a_file_cut_off_is_refused(tmp_path: Path) -> None:
    path = pyramid(tmp_path / "p.tif")
    level = read_levels(path)[0]
    path.write_bytes(path.read_bytes()[: level.offsets[0] + 100])

    with pytest.raises(NotAPyramid):
        read_tile(path, level, 0)
