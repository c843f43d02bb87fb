"""The town of the stories: its people, each with a token, and a service that answers them."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from challenge_api.app import SystemClock, local_issuer
from challenge_api.demo_authority import AUTHORITY
from challenge_api.settings import Settings


@contextmanager
def served() -> Iterator[tuple[str, Path]]:
    """Run a service with a database of its own; give its address and its folder."""
    with tempfile.TemporaryDirectory() as folder:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = os.environ | {"CHALLENGE_API_DATA_DIR": folder, "CHALLENGE_API_LOG_REQUESTS": "false"}
        command = [sys.executable, "-m", "challenge_api", "serve", "--port", str(port)]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address, server)
            yield address, Path(folder)
        finally:
            server.terminate()
            server.wait(10)


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit("the service did not start")
        try:
            httpx.get(f"{address}/health/ready").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the service does not answer")


class Refused(Exception):
    """The service said no."""

    def __init__(self, problem: dict[str, Any]) -> None:
        """Keep the problem details."""
        super().__init__(problem["detail"])
        self.problem = problem


@dataclass
class Person:
    """Somebody with a role, who talks to the service over HTTP and nothing else."""

    name: str
    role: str
    client: httpx.Client

    def get(self, path: str) -> Any:
        """Read."""
        answer = self.client.get(path)
        answer.raise_for_status()
        return answer.json()

    def post(self, path: str, body: dict[str, Any], etag: str | None = None) -> Any:
        """Do something. Raises Refused with what the service says."""
        answer = self.client.post(path, json=body, headers={} if etag is None else {"If-Match": etag})
        if answer.is_error:
            raise Refused(answer.json())
        return answer.json()

    def does(self, case: str, noun: str, body: dict[str, Any]) -> Any:
        """Make a move on the case as it is now: read its ETag, and say that the move is about that version."""
        etag = self.client.get(f"/v1/challenges/{case}").headers["ETag"]
        return self.post(f"/v1/challenges/{case}/{noun}", body, etag)


class Town:
    """People of one authority, made when they are first asked for."""

    def __init__(self, address: str, folder: Path, authority: str = AUTHORITY) -> None:
        """Prepare; tokens come from the local issuer of the service."""
        self.address, self.authority = address, authority
        settings = Settings(data_dir=folder)
        issuer = local_issuer(settings, SystemClock.of(settings))
        assert issuer is not None, "the demo needs the local issuer"
        self._issuer = issuer

    def person(self, name: str, *roles: str) -> Person:
        """Give a person with roles."""
        token = self._issuer.mint_roles({self.authority: roles}, subject=name, client="demo")
        client = httpx.Client(base_url=self.address, headers={"Authorization": f"Bearer {token}"}, timeout=30)
        return Person(name, roles[0], client)
