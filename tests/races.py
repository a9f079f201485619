"""Acts that come at one instant, each on a connection of its own."""

import os
import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection


def rounds(few: int) -> range:
    """Give so many rounds; RACE_ROUNDS=200 shows what a lock is worth, a few keep it from being lost."""
    return range(int(os.environ.get("RACE_ROUNDS", few)))


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run the acts together; gives what each returned or raised, in order."""
    barrier = threading.Barrier(len(acts), timeout=60)
    results: list[Any] = [None] * len(acts)

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            results[number] = acts[number]()
        except Exception as error:  # noqa: BLE001 what was raised is the result
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
