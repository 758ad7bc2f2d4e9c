"""Write the bill of materials, build/componentes.json (CycloneDX 1.6), from requirements.lock: `make componentes`.

Every library that is installed, with its version, and the file of the pages that is not ours. The digests of the files
of each library stand in the lock. The same lock gives the same bytes: there is neither hour nor random number in it.
"""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "build" / "componentes.json"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
_FROM_US = "atalaya (pyproject.toml)"


def parts() -> list[dict[str, Any]]:
    """Return the components, in the order of the lock; those that we ask for ourselves say so."""
    found: list[dict[str, Any]] = []
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if pinned := _PINNED.match(line):
            name, version = pinned.groups()
            found.append(
                {
                    "type": "library",
                    "bom-ref": f"pkg:pypi/{name}@{version}",
                    "name": name,
                    "version": version,
                    "purl": f"pkg:pypi/{name}@{version}",
                    "properties": [],
                }
            )
        if _FROM_US in line:
            found[-1]["properties"] = [{"name": "atalaya:directa", "value": "si"}]
    for one in found:
        if not one["properties"]:
            del one["properties"]
    return found


def shipped() -> list[dict[str, Any]]:
    """Return the files of others that are shipped as they are."""
    found = []
    for path in sorted((ROOT / "dashboards" / "static").glob("*-[0-9]*.js")):
        name, version = re.fullmatch(r"([a-z]+)-([0-9.]+)\.min\.js", path.name).groups()  # type: ignore[union-attr]
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        one = {"type": "library", "bom-ref": f"pkg:npm/{name}.org@{version}", "name": name, "version": version}
        found.append(one | {"hashes": [{"alg": "SHA-256", "content": digest}]})
    return found


def written() -> str:
    """Return the bill as text."""
    version = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version is not None
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "atalaya", "version": version[1]}},
        "components": parts() + shipped(),
    }
    return json.dumps(bill, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(written(), encoding="utf-8")
