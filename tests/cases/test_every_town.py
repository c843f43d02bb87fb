"""Every ordinance file that we hold has a case of its own: one file of tests a town."""

import re
from pathlib import Path

from tests.cases import towns


def test_every_ordinance_file_drives_a_case_in_a_file_of_its_town():
    driven: dict[str, str] = {}
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        named = re.findall(r'^(?:NAME|OWN) = "([a-z0-9-]+)"$', text, flags=re.MULTILINE)
        assert len(named) <= 1, f"{path.name}: one town a file"
        for name in named:
            assert "towns.completed(" in text or "handed_back" in text, f"{path.name}: a case that goes to its end"
            assert name not in driven, f"{name} is told in {driven[name]} already"
            driven[name] = path.name
    assert set(driven) == {path.stem for path in towns.FILES.glob("*.yaml")}
