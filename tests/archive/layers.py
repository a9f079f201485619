"""Layers as panes and columns know them, without a database."""

from archive.panes import Layer


def make_layer(number: int, slug: str, language: str = "ru", **fields: object) -> Layer:
    """A text in Russian under a slug; its version has ten times its number."""
    kind = "translation" if slug.startswith("translation") else "transcription"
    values: dict[str, object] = {
        "text_id": number,
        "slug": slug,
        "kind": kind,
        "language": language,
        "script": "Cyrl",
        "spelling": "",
        "translator": "",
        "aligned_with": None,
        "version_id": number * 10,
        "version": 1,
    }
    return Layer(**{**values, **fields})  # type: ignore[arg-type]
