"""How long publishing a corrected text takes with many notes on it; run once the database is there."""

from __future__ import annotations

import random
import sys
import time

import django

django.setup()

from accounts.visitor import Visitor  # noqa: E402 models need the set-up above
from annotations import anchoring  # noqa: E402
from annotations.models import Anchor, Annotation  # noqa: E402
from tests.bench.samples import RUSSIAN  # noqa: E402
from tests.factories.accounts import make_user  # noqa: E402
from tests.factories.archive import make_document, make_text, make_version, make_volume  # noqa: E402


def publish(notes: int) -> str:
    """Put so many notes on a text of 30,000 words, publish its next version, and say how long that took."""
    chance = random.Random(7)
    lines = [" ".join(chance.choices(RUSSIAN, k=60)) + f" {number}." for number in range(500)]
    text = make_text(make_document(make_volume("bench"), "d"), ["\n".join(lines)])
    old = text.current
    if old is None:
        raise AssertionError
    owner = make_user()
    starts = [chance.randrange(old.length - 60) for _ in range(notes)]
    Annotation.objects.bulk_create(
        Annotation(
            owner=owner,
            audience="owner",
            state="published",
            motivation="highlighting",
            on="words",
            document=text.document,
            text=text,
            version=old,
            start=start,
            end=start + 40,
            exact=old.canonical[start : start + 40],
        )
        for start in starts
    )
    new = make_version(text, ["\n".join(line.replace("река", "речка", 1) for line in lines)])
    start = time.perf_counter()
    said = anchoring.preview(old, new)
    previewed = time.perf_counter() - start
    start = time.perf_counter()
    anchoring.apply(old, new)
    applied = time.perf_counter() - start
    kept = Anchor.objects.filter(version=new).count()
    asked = anchoring.unattached(Visitor(user_id=owner.pk)).count()
    return (
        f"Publishing with {kept:,} notes on one text of {old.words:,} words: {applied:.1f} s (target < 60), "
        f"its preview {previewed:.1f} s; {asked:,} wait for their authors. {said[0]}"
    )


if __name__ == "__main__":
    print(publish(int(sys.argv[1])))
