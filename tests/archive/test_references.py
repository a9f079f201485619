import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.references import (
    Folio,
    FolioRange,
    ShelfMark,
    find_repository,
    format_folio,
    format_folios,
    name_repository,
    normalise,
    parse,
    parse_folio,
    parse_folios,
)


@pytest.mark.parametrize(
    "text",
    [
        "ф. 558, оп. 11, д. 1082",
        "Ф. 558. Оп. 11. Д. 1082.",
        "ф558оп11д1082",
        "ф. № 558, оп. № 11, д. № 1082",
        "фонд 558 опись 11 дело 1082",
        "Ф. 558. Оп. 11. Ед. хр. 1082",
        "ф. 558, оп. 11, спр. 1082",
        "F.558 Op.11 D.1082",
        "f. 558, op. 11, d. 1082",
        "f.558/op.11/d.1082",
        "F. 0558, op. 011, d. 01082",
        "f. 558 op. 11 ed. khr. 1082",
        "fond 558, opis' 11, delo 1082",
        "fond 558, opis 11, file 1082",
        "558/11/1082",
        "558 / 11 / 1082",
        "РГАСПИ. Ф. 558. Оп. 11. Д. 1082. Л. 5",
        "RGASPI, f. 558, op. 11, d. 1082, ll. 5–7 ob.",
        "(РГАСПИ, ф. 558, оп. 11, д. 1082)",
        "RGASPI 558/11/1082",
        "РГАСПИ 558-11-1082",
        "558/11/1082/5",
        "558/11/1082, л. 5",
    ],
)
def test_parse_any_common_spelling_gives_one_key(text: str) -> None:
    mark = parse(text)

    assert mark is not None
    assert normalise(mark) == "558/11/1082"


@pytest.mark.parametrize(
    ("text", "english", "russian"),
    [
        (
            "ф. 558, оп. 11, д. 167, лл. 5–7 об.",
            "f. 558, op. 11, d. 167, ll. 5–7 ob.",
            "Ф. 558. Оп. 11. Д. 167. Л. 5–7 об.",
        ),
        (
            "RGASPI f. 558 op. 11 d. 167 ll. 5-7v",
            "RGASPI, f. 558, op. 11, d. 167, ll. 5–7 ob.",
            "РГАСПИ. Ф. 558. Оп. 11. Д. 167. Л. 5–7 об.",
        ),
        ("ГАРФ, ф. Р-5446, оп. 22А, д. 5", "GARF, f. R-5446, op. 22a, d. 5", "ГАРФ. Ф. Р-5446. Оп. 22а. Д. 5"),
        ("R5446/22a/5", "f. R-5446, op. 22a, d. 5", "Ф. Р-5446. Оп. 22а. Д. 5"),
        (
            "АП РФ. Ф. 3. Оп. 24. Д. 1. Л. 12 и об., 15, 17 об.",
            "APRF, f. 3, op. 24, d. 1, ll. 12–12 ob., 15, 17 ob.",
            "АПРФ. Ф. 3. Оп. 24. Д. 1. Л. 12–12 об., 15, 17 об.",
        ),
        (
            "Hoover Institution Archives, f. 89, op. 1, d. 2, l. 3",
            "Hoover Institution Archives, f. 89, op. 1, d. 2, l. 3",
            "Hoover Institution Archives. Ф. 89. Оп. 1. Д. 2. Л. 3",
        ),
        ("RTsKhIDNI, f. 17, op. 3, d. 1", "RGASPI, f. 17, op. 3, d. 1", "РГАСПИ. Ф. 17. Оп. 3. Д. 1"),
        ("RGASPI 17/3", "RGASPI, f. 17, op. 3", "РГАСПИ. Ф. 17. Оп. 3"),
        ("РГАСПИ, ф. 17", "RGASPI, f. 17", "РГАСПИ. Ф. 17"),
        ("фонд 558", "f. 558", "Ф. 558"),
        ("RGASPI 17/3/1920", "RGASPI, f. 17, op. 3, d. 1920", "РГАСПИ. Ф. 17. Оп. 3. Д. 1920"),
        ("15/1/1", "f. 15, op. 1, d. 1", "Ф. 15. Оп. 1. Д. 1"),
    ],
)
def test_format_in_both_languages(text: str, english: str, russian: str) -> None:
    mark = parse(text)

    assert mark is not None
    assert (mark.format(), mark.format("ru")) == (english, russian)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24/12/1939",
        "12/24/1939",
        "1939/12/24",
        "1939-12-24",
        "24.12.1939",
        "24-12-1939",
        "17/3/1920",
        "2020/11/12",
        "1939",
        "1937-1939",
        "1939/1940",
        "558",
        "558-11-1082",
        "558/11",
        "558/11/1082/",
        "1 558/11/1082",
        "tel 558/11/1082",
        "https://example.org/558/11/1082",
        "a/b/c",
        "f. 5",
        "F 16",
        "op. 3",
        "d. 5",
        "стр. 5",
        "see F. 5",
        "If. 558, op. 11, d. 5",
        "what about f. 5, op. 6",
        "f. 558, op. 11, d. 1082, l. seven",
        "f. 558, op. 11, d. 1082, ll. 7-5",
        "фондю 558",
        "Stalin",
        "Приказ № 227",
        "f. 1, op. 2, d. 3 " + "и" * 300,
    ],
)
def test_parse_of_what_is_no_shelf_mark_is_none(text: str) -> None:
    assert parse(text) is None


_numbers = st.from_regex(r"(?:[RPMA]-)?[1-9][0-9]{0,4}[abv]?", fullmatch=True)
_folios = st.builds(Folio, st.integers(1, 900), st.sampled_from(["", "a", "b"]), st.booleans())
_ranges = st.builds(lambda one, other: FolioRange(*sorted((one, other))), _folios, _folios)


@given(
    st.sampled_from([None, "RGASPI", "GARF", "TsA FSB", "Hoover Institution"]),
    _numbers,
    _numbers,
    _numbers,
    st.lists(_ranges, max_size=3).map(tuple),
    st.sampled_from(["en", "ru"]),
)
def test_parse_reads_back_what_format_writes(
    repository: str | None,
    fond: str,
    opis: str,
    delo: str,
    folios: tuple[FolioRange, ...],
    language: str,
) -> None:
    mark = ShelfMark(repository, fond, opis, delo, folios)

    assert parse(mark.format(language)) == mark  # type: ignore[arg-type]


@given(st.text(max_size=60) | st.text(alphabet="ФОДЛфодл.0123456789/- ,РГАСПИ", max_size=40))
def test_parse_never_raises(text: str) -> None:
    mark = parse(text)

    assert mark is None or mark.fond


@pytest.mark.parametrize(
    ("text", "folio"),
    [
        ("5", Folio(5)),
        ("5 об.", Folio(5, is_verso=True)),
        ("5об", Folio(5, is_verso=True)),
        ("л. 12а об.", Folio(12, "a", is_verso=True)),
        ("12А", Folio(12, "a")),
        ("5 ob.", Folio(5, is_verso=True)),
        ("5v", Folio(5, is_verso=True)),
        ("fol. 5 verso", Folio(5, is_verso=True)),
        ("5r", Folio(5)),
        ("5 recto", Folio(5)),
        ("арк. 4 зв.", Folio(4, is_verso=True)),
        ("v", None),
        ("", None),
        ("5–7", None),
        ("the fifth", None),
    ],
)
def test_parse_folio(text: str, folio: Folio | None) -> None:
    assert parse_folio(text) == folio


def test_parse_folios_both_sides_of_one_leaf() -> None:
    both = (FolioRange(Folio(12), Folio(12, is_verso=True)),)

    assert parse_folios("12 и об.") == parse_folios("12–об.") == parse_folios("ll. 12–12 ob.") == both


@pytest.mark.parametrize("text", ["", "7–5", "5 об.–5", "5, x", "5–7–9"])
def test_parse_folios_of_nonsense_is_none(text: str) -> None:
    assert parse_folios(text) is None


def test_folios_sort_as_the_leaves_lie() -> None:
    written = ["6", "5a", "5 ob.", "5", "10"]

    folios = sorted(folio for folio in map(parse_folio, written) if folio)

    assert [format_folio(folio) for folio in folios] == ["5", "5 ob.", "5a", "6", "10"]


def test_format_folios_in_russian() -> None:
    assert format_folios((FolioRange(Folio(5, "a"), Folio(7, "", is_verso=True)),), "ru") == "5а–7 об."


def test_find_repository_by_any_name() -> None:
    names = ["РГАСПИ", "R.G.A.S.P.I.", "rgaspi", "РЦХИДНИ", "Russian State Archive of Socio-Political History"]

    assert [find_repository(name) for name in names] == ["RGASPI"] * 5
    assert find_repository("British Library") is None
    assert find_repository("") is None


def test_name_repository_in_the_script_of_the_language() -> None:
    assert (name_repository("TsAMO"), name_repository("TsAMO", "ru")) == ("TsAMO", "ЦАМО")
    assert name_repository("Hoover Institution", "ru") == "Hoover Institution"
