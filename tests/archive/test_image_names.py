import pytest

from archive.image_names import Wanted, match


def page(number: int, *names: str, document: str = "letter", pk: int = 0, label: str = "") -> Wanted:
    return Wanted(pk or number, document, names, number, label)


@pytest.mark.parametrize("file", ["EHRI-ET-1_01.jpg", "ehri_et_1_01.JPG", "scans/EHRI ET 1-01.tiff"])
def test_case_hyphens_underscores_and_extension_are_set_aside(file: str) -> None:
    found = match([page(1, "EHRI-ET-1_01.jpg")], [file])

    assert found.by_page == {1: file}
    assert found.missing == []
    assert found.surplus == []


def test_the_folder_decides_between_files_of_one_name() -> None:
    files = ["images/d1/001.jpg", "images/d2/001.jpg"]
    wanted = [
        page(1, "images/d2/001.jpg", document="d2", pk=20),
        page(1, "001.jpg", document="d1", pk=10),
    ]

    found = match(wanted, files)

    assert found.by_page == {20: "images/d2/001.jpg", 10: "images/d1/001.jpg"}


def test_files_of_one_name_in_folders_of_no_document_are_not_guessed() -> None:
    found = match([page(1, "001.jpg")], ["a/001.jpg", "b/001.jpg"])

    assert found.by_page == {}
    assert found.surplus == ["a/001.jpg", "b/001.jpg"]


def test_a_page_takes_the_second_name_its_source_gives() -> None:
    found = match([page(1, "UH-7_1.jpg", "BF-7_1.jpg")], ["BF-7_1.png"])

    assert found.by_page == {1: "BF-7_1.png"}


def test_files_whose_words_stand_in_one_documents_key_match_by_number() -> None:
    wanted = [
        page(number, f"BF-19380509b_{number}.jpg", document="BF-UH-19380509b_EN_CS", pk=number) for number in (1, 2)
    ]

    found = match(wanted, ["BF-19380509b_EN_02.jpg", "DR-19380509b_EN_01.jpg"])

    assert found.by_page == {2: "BF-19380509b_EN_02.jpg"}
    assert found.surplus == ["DR-19380509b_EN_01.jpg"]
    assert [wanted.page for wanted in found.missing] == [1]


def test_a_name_that_fits_two_documents_matches_neither() -> None:
    wanted = [page(1, document="X-1939_EN", pk=1), page(1, document="X-1939_DE", pk=2)]

    found = match(wanted, ["X-1939_01.jpg"])

    assert found.by_page == {}


def test_images_of_a_document_without_pages_become_its_leaves_in_order() -> None:
    found = match([], ["N-1939_DE_10.jpg", "N-1939_DE_2.jpg"], ["N-1939-DE"])

    assert found.leaves == {"N-1939-DE": ["N-1939_DE_2.jpg", "N-1939_DE_10.jpg"]}
    assert found.surplus == []


def test_labels_count_before_places() -> None:
    wanted = [page(1, document="X-1939", pk=1, label="5"), page(2, document="X-1939", pk=2, label="6")]

    found = match(wanted, ["X-1939_06.jpg"])

    assert found.by_page == {2: "X-1939_06.jpg"}


def test_two_pages_that_name_one_spread_share_it() -> None:
    wanted = [page(1, "a.jpg", pk=1), page(2, "a.jpg", pk=2)]

    found = match(wanted, ["a.jpg"])

    assert found.by_page == {1: "a.jpg", 2: "a.jpg"}
    assert found.surplus == []


def test_a_number_gives_a_file_to_one_page_only() -> None:
    wanted = [page(1, document="X-1939", pk=1)]

    found = match(wanted, ["X-1939_1.jpg", "x_1939-01.png"])

    assert found.by_page == {1: "X-1939_1.jpg"}
    assert found.surplus == ["x_1939-01.png"]


def test_a_page_without_a_name_in_the_source_misses_nothing() -> None:
    assert match([page(1)], []).missing == []


def test_of_two_files_of_one_name_the_one_in_the_documents_folder_is_taken() -> None:
    found = match([page(1, "001.jpg", document="d1")], ["d1/001.jpg", "other/001.jpg"])

    assert found.by_page == {1: "d1/001.jpg"}


def test_one_file_is_taken_whatever_folder_the_source_says() -> None:
    assert match([page(1, "scans/001.jpg")], ["images/001.jpg"]).by_page == {1: "images/001.jpg"}


def test_numbered_files_in_a_folder_named_after_the_document_are_its_leaves() -> None:
    found = match([], ["letter_7/002.jpg", "letter_7/001.jpg"], ["Letter-7", "Letter-8"])

    assert found.leaves == {"Letter-7": ["letter_7/001.jpg", "letter_7/002.jpg"]}


def test_a_number_no_page_has_is_surplus() -> None:
    found = match([page(1, document="X-1939")], ["X-1939_9.jpg", "cover.jpg", "plan-12.jpg"])

    assert found.by_page == {}
    assert found.surplus == ["X-1939_9.jpg", "cover.jpg", "plan-12.jpg"]
