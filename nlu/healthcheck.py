"""Exit 0 when the server of `serve.py` answers with a model; for the container's health check."""

from __future__ import annotations

import json
import os
import urllib.request

_SECONDS = 4


def main() -> int:
    """Ask ``/status`` on the port of the image."""
    address = f"http://127.0.0.1:5005/status?token={os.environ['RASA_TOKEN']}"
    with urllib.request.urlopen(address, timeout=_SECONDS) as response:
        return 0 if json.load(response).get("model_file") else 1


if __name__ == "__main__":
    raise SystemExit(main())
