"""Names of months and seasons, to read in any language of the archive and to write in two."""

ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
RUSSIAN = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
RUSSIAN_GENITIVE = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_RUSSIAN_LOCATIVE = tuple(name[:-1] + "е" for name in RUSSIAN_GENITIVE)
_ELSEWHERE = (
    "ledna února března dubna května června července srpna září října listopadu prosince",
    "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "januar februar märz april mai juni juli august september oktober november dezember",
)
_OTHERS = {
    "jänner": 1, "feber": 2, "fevrier": 2, "marz": 3, "marta": 3, "aout": 8, "decembre": 12,
    "sept": 9, "сент": 9, "нояб": 11,
}  # fmt: skip
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")

SEASONS_ENGLISH = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
SEASONS_RUSSIAN = {21: ("весна", "весны"), 22: ("лето", "лета"), 23: ("осень", "осени"), 24: ("зима", "зимы")}


def _table() -> dict[str, int]:
    found = dict(_OTHERS)
    full = (*(line.split() for line in _ELSEWHERE), _RUSSIAN_LOCATIVE, RUSSIAN_GENITIVE, RUSSIAN, ENGLISH)
    short = ([name[:3] for name in names] for names in (ENGLISH, RUSSIAN))
    for names in (*full, *short):
        found |= {name.casefold(): number for number, name in enumerate(names, 1)}
    return found


MONTHS = _table()
"""Month number by name, casefolded: English, Russian, German, French, Czech, with the usual short forms."""

ROMAN_MONTHS = {numeral: number for number, numeral in enumerate(_ROMAN, 1)}
