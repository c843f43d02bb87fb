"""Public keys of an issuer from the address where it publishes them."""

import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import jwt
import structlog

from challenge_api.web.keys import KeySet, UnknownKey
from challenge_api.web.problems import Problem, unavailable

_log = structlog.get_logger("challenge_api.keys")


class FetchedKeys:
    """Keys from an address: fetched when first needed, kept, fetched again after an hour or when a token names an unknown key.

    An unknown key fetches at most once in `pause_seconds`, so nobody can make us call the issuer with invented tokens. While the
    issuer does not answer, the keys that we have stay good.
    """

    def __init__(
        self,
        url: str,
        *,
        client: httpx.Client | None = None,
        pause_seconds: float = 60,
        keep_seconds: float = 3600,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare; nothing is fetched yet."""
        self._url = url
        self._client = client or httpx.Client(timeout=5, follow_redirects=False)
        self._pause, self._keep, self._seconds = pause_seconds, keep_seconds, seconds
        self._lock = threading.Lock()
        self._set: KeySet | None = None
        self._fetched_at = 0.0
        self._tried_at: float | None = None

    def find(self, kid: str | None, algorithm: str) -> Any:
        """Give the key, fetching the set where that may help."""
        if self._set is None or self._seconds() - self._fetched_at > self._keep:
            self._fetch()
        if self._set is None:
            raise self._cannot()
        try:
            return self._set.find(kid, algorithm)
        except UnknownKey:
            self._fetch()
            return self._set.find(kid, algorithm)

    @staticmethod
    def _cannot() -> Problem:
        return unavailable("The keys that access tokens are checked with cannot be fetched; please try again.")

    def _fetch(self) -> None:
        with self._lock:
            now = self._seconds()
            if self._tried_at is not None and now - self._tried_at < self._pause:
                return
            self._tried_at = now
            try:
                answer = self._client.get(self._url)
                answer.raise_for_status()
                fetched = KeySet(answer.json())
            except (httpx.HTTPError, ValueError, jwt.PyJWTError, AttributeError) as error:
                _log.warning("keys-not-fetched", url=self._url, error=type(error).__name__)
                return
            if len(fetched):
                self._set, self._fetched_at = fetched, now
