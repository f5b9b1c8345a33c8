"""Holds the pages of a running Praan to Lighthouse's scores: python -m tests.e2e.lighthouse BASE_URL."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.e2e.chromium import find
from tests.e2e.letters import Inbox
from tests.e2e.residents import move_in

from praan.localstack.home import default_home

TOOL = Path(__file__).parents[2] / "web" / "lighthouse" / "run.mjs"


def main(base_url: str) -> int:
    """Measures the door and a day with everything on it; 0 when both reach their goals."""
    household = move_in(base_url)
    household.carer.confirm(Inbox(default_home()))
    cookie = household.carer.cookie
    order = {
        "base": base_url,
        "chromium": find(),
        "cookie": f"{cookie['name']}={cookie['value']}",
        "pages": [
            ["welcome", "/welcome", False],
            ["today", "/m/{full}/today".format(**household.places), True],
        ],
    }
    node = Path(sys.executable).parent / "node"
    return subprocess.run([node, TOOL], input=json.dumps(order).encode(), check=False).returncode


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.e2e.lighthouse BASE_URL")
    sys.exit(main(sys.argv[1].rstrip("/")))
