"""Puts the built web app into the wheel, so that who installs Praan needs no Node."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = Path("web") / "dist" / "praan" / "browser"
INSIDE = "praan/web"


class WebAppHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the folder `web/dist/praan/browser` as `praan/web` when it has been built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """An editable install reads the app from the checkout, so it gets no copy that would grow old."""
        built = Path(self.root) / BUILT
        if version != "editable" and (built / "index.html").is_file():
            build_data["force_include"][str(built)] = INSIDE
