"""Stands in for curl where a machine has none: the options that the pages use, and no other."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import httpx


def asked(words: Sequence[str]) -> argparse.Namespace:
    """Read the command line; an option that is not known ends the program with 2, as curl does."""
    parser = argparse.ArgumentParser(prog="curl", allow_abbrev=False)
    parser.add_argument("-s", action="store_true")
    parser.add_argument("-S", action="store_true")
    parser.add_argument("-f", action="store_true")
    parser.add_argument("-i", action="store_true")
    parser.add_argument("-I", action="store_true")
    parser.add_argument("-G", action="store_true")
    parser.add_argument("-X", metavar="METHOD")
    parser.add_argument("-H", action="append", default=[])
    parser.add_argument("-d", "--data-binary", dest="data", action="append", default=[])
    parser.add_argument("--data-urlencode", dest="query", action="append", default=[])
    parser.add_argument("-o", type=Path)
    parser.add_argument("-D", type=Path)
    parser.add_argument("-w", default="")
    parser.add_argument("url")
    return parser.parse_args(words)


def content(data: Sequence[str]) -> bytes | None:
    """Give the body: each part a text, `@file`, or `@-` for standard input."""
    parts = []
    for part in data:
        if part == "@-":
            parts.append(sys.stdin.buffer.read())
        else:
            parts.append(Path(part[1:]).read_bytes() if part.startswith("@") else part.encode())
    return b"&".join(parts) if parts else None


def main(words: Sequence[str]) -> int:
    """Send the request and show the answer."""
    said = asked(words)
    body = None if said.G else content(said.data)
    method = said.X or ("HEAD" if said.I else "GET" if body is None else "POST")
    headers = [("User-Agent", "curl"), ("Accept", "*/*")]
    if body is not None:
        headers.append(("Content-Type", "application/x-www-form-urlencoded"))
    given = [tuple(part.strip() for part in each.split(":", 1)) for each in said.H]
    names = {name.lower() for name, _ in given}
    headers = [each for each in headers if each[0].lower() not in names] + given
    query = [each.split("=", 1) for each in (*said.query, *(said.data if said.G else ()))]
    url = httpx.URL(said.url)
    for name, value in query:
        url = url.copy_add_param(name, value)
    answer = httpx.request(method, url, headers=headers, content=body, timeout=60, trust_env=False)
    head = f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}\r\n".encode()
    head += b"".join(name + b": " + value + b"\r\n" for name, value in answer.headers.raw) + b"\r\n"
    if said.D:
        said.D.write_bytes(head)
    whole = (head if said.i or said.I else b"") + (b"" if said.f and answer.is_error else answer.content)
    if said.o:
        said.o.write_bytes(whole)
    else:
        sys.stdout.buffer.write(whole)
    sys.stdout.write(said.w.replace("%{http_code}", str(answer.status_code)).replace("\\n", "\n"))
    return 22 if said.f and answer.is_error else 0


def parted(word: str) -> list[str]:
    """Part short options that stand together, as curl lets them: `-sS` is `-s -S`."""
    together = word.startswith("-") and len(word) > 2 and set(word[1:]) <= set("sSfiIG")
    return [f"-{each}" for each in word[1:]] if together else [word]


if __name__ == "__main__":
    sys.exit(main([part for word in sys.argv[1:] for part in parted(word)]))
