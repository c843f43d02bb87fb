"""Hold the whole checkout against the house rules."""

import sys
from pathlib import Path

from tools.rules import shape, storage
from tools.rules.rule import findings, read

RULES = (*storage.RULES, *shape.RULES)
FOLDERS = ("src", "migrations", "tools", "tests")


def main(root: Path = Path()) -> int:
    """Print what was found, and why the rule is there; 1 when anything was."""
    sources = list(read(root, FOLDERS))
    found = sorted(findings(sources, RULES))
    reasons = {rule.name: rule.reason for rule in RULES}
    for finding in found:
        print(finding)
    for name in sorted({finding.rule for finding in found}):
        print(f"  {name}: {reasons.get(name, 'no such rule')}")
    print(f"{len(RULES)} rules, {len(sources)} files: {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
