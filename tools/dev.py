"""`make dev`: the server with reload on port 8000 and the web client with hot reload on port 5173, until Ctrl-C."""

import contextlib
import os
import subprocess
import sys

from tools import node
from tools.paths import ROOT, WEB

_SERVER = [sys.executable, "-m", "heliu", "runserver", "127.0.0.1:8000"]
_CLIENT = [sys.executable, "-m", "tools.node", "run", "dev"]


def main() -> int:
    environment = {"HELIU_DEBUG": "1", **os.environ}
    node.install_packages()
    migrated = subprocess.run([sys.executable, "-m", "heliu", "migrate", "--verbosity", "0"], cwd=ROOT, env=environment)
    if migrated.returncode != 0:
        return migrated.returncode
    print(f"server: http://127.0.0.1:8000   client with hot reload: http://127.0.0.1:5173   sources: {WEB / 'src'}")
    with contextlib.ExitStack() as running:
        for command in (_SERVER, _CLIENT):
            process = running.enter_context(subprocess.Popen(command, cwd=ROOT, env=environment))
            running.callback(process.terminate)
        with contextlib.suppress(KeyboardInterrupt):
            process.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
