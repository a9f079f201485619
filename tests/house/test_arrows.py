"""Which room may use which, and which step may use which; read from the imports. See docs/architecture.md."""

from tests.tools import ROOMS, ROOT, RULE, imported, matches, pure_modules, sources, strict_patterns, tree

WORDS, MODELS, VERBS, DOORS, TABLE = range(5)
DOOR_NAMES = {
    "adapters",
    "admin",
    "api",
    "forms",
    "management",
    "middleware",
    "sitemaps",
    "tasks",
    "templatetags",
    "views",
}
PURE = pure_modules()
IN_ROOMS = {name: path for name, path in sources().items() if not name.startswith("config")}


def _room(name: str) -> str:
    return name.partition(".")[0]


def _step(name: str) -> int:
    """A module's step is told by its place: a folder or file with a door's name is a door, and so on."""
    place = name.split(".")[1] if "." in name else ""
    if place in {"urls", "apps"}:
        return TABLE
    if place in DOOR_NAMES:
        return DOORS
    if place in {"models", "fields"}:
        return MODELS
    return WORDS if name in PURE else VERBS


def _inner_arrows() -> list[tuple[str, str]]:
    """Pairs of our modules in one room, the first importing the second."""
    arrows = [(name, target) for name, path in IN_ROOMS.items() for target in imported(path) & sources().keys()]
    return [(name, target) for name, target in arrows if _room(name) == _room(target)]


def test_rooms_are_used_only_from_above() -> None:
    upwards = [
        f"{name} imports {target}"
        for name, path in sources().items()
        for target in imported(path)
        if _room(target) in ROOMS and ROOMS.index(_room(target)) > ROOMS.index(_room(name))
    ]

    assert upwards == []


def test_steps_are_used_only_from_above() -> None:
    upwards = [f"{name} imports {target}" for name, target in _inner_arrows() if _step(target) > _step(name)]

    assert upwards == []


def test_doors_import_no_door_but_forms_and_their_own_folder() -> None:
    through_doors = [
        f"{name} imports {target}"
        for name, target in _inner_arrows()
        if _step(name) == _step(target) == DOORS and target.split(".")[1] not in {"forms", name.split(".")[1]}
    ]

    assert through_doors == []


def test_files_form_no_ring() -> None:
    arrows = {name: (imported(path) & sources().keys()) - {name} for name, path in sources().items()}
    while free := {name for name, targets in arrows.items() if not targets & arrows.keys()}:
        arrows = {name: targets for name, targets in arrows.items() if name not in free}
    ring = {name for name in arrows if any(name in targets for targets in arrows.values())}

    assert ring == set()


def test_pure_modules_are_the_strict_ones() -> None:
    """Add to the strict list in pyproject.toml what is named here; what is on it already has to stay pure."""
    pure = {name for name in PURE & IN_ROOMS.keys() if tree(sources()[name]).body[1:]}
    strict = {name for name in IN_ROOMS if matches(name, strict_patterns())} - RULE

    assert sorted(pure - strict) == []
    assert sorted(strict - PURE) == []


def test_every_strict_pattern_names_a_module() -> None:
    idle = [pattern for pattern in strict_patterns() if not any(matches(name, [pattern]) for name in sources())]

    assert idle == []


def test_own_logic_hangs_on_no_signal() -> None:
    listeners = [
        name
        for name, path in sources().items()
        if any(target.startswith("django.dispatch") or target.endswith(".signals") for target in imported(path))
    ]

    assert listeners == []


def test_names_say_what_is_inside() -> None:
    vague = {"utils", "helpers", "common", "core", "misc", "manager"}
    found = [name for name in sources() if vague & set(name.split("."))]

    assert found == []


def test_top_level_holds_what_the_plan_names() -> None:
    planned = {"accounts", "annotations", "archive", "config", "docs", "locale", "static", "templates", "tests"}
    packages = {path.parent.relative_to(ROOT).parts[0] for path in ROOT.glob("*/*.py")}

    assert packages <= planned
