"""How often one reader may ask what is dear to answer: a bounded count for session and address in each process."""

from __future__ import annotations

import time
from collections import OrderedDict

from django.conf import settings
from django.http import HttpRequest

from accounts.address import client_address
from archive.robots import is_robot

WINDOW = 60
"""Seconds in which requests are counted."""
# An address may be a whole university behind one gateway.
OF_ADDRESS = 10
OF_ROBOT = 4
MOST_KEPT = 20_000


class Rates:
    """Counts requests by key in the running window; the oldest keys are forgotten first."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._counts: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def add(self, key: str, now: float) -> int:
        """Count one more request under a key and give how many there were in this window."""
        window = int(now // WINDOW)
        begun, count = self._counts.pop(key, (window, 0))
        count = count + 1 if begun == window else 1
        self._counts[key] = (window, count)
        while len(self._counts) > MOST_KEPT:
            self._counts.popitem(last=False)
        return count

    def clear(self) -> None:
        """Forget everything."""
        self._counts.clear()


rates = Rates()


def seconds_to_wait(request: HttpRequest) -> int:
    """Count a request and give how long its reader must wait before the next, 0 when it may be answered.

    A session has SEARCH_RATE requests a minute, an address ten times as many, a machine a quarter of a session's.
    """
    now = time.time()
    limit: int = settings.SEARCH_RATE
    peer, hops = request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", "")
    address = client_address(peer, hops, tuple(settings.TRUSTED_PROXIES))
    if is_robot(request.headers.get("User-Agent", "")):
        allowed = [(f"robot {address}", max(1, limit // OF_ROBOT))]
    else:
        allowed = [(f"address {address}", limit * OF_ADDRESS)]
        if request.session.session_key:
            allowed.append((f"session {request.session.session_key}", limit))
    counted = [rates.add(key, now) > most for key, most in allowed]
    return WINDOW - int(now % WINDOW) if any(counted) else 0
