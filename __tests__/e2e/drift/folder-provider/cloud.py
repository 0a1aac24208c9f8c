"""The stand-in cloud: a folder with a JSON file for each thing, which people may edit as well."""

import json
import os
from pathlib import Path
from threading import Event
from time import sleep

from tf.utils import Diagnostics


class Cloud:
    def __init__(self, path: str, stopped: Event):
        self._folder = Path(path)
        self._stopped = stopped

    def read(self, name: str) -> dict | None:
        return _load(self._file(name))

    def write(self, name: str, thing: dict) -> None:
        # Two applies at once have two processes.
        unfinished = self._folder / f".{name}.{os.getpid()}"
        unfinished.write_text(json.dumps(thing, indent=2) + "\n")
        unfinished.replace(self._file(name))

    def remove(self, name: str) -> None:
        self._file(name).unlink(missing_ok=True)

    def answers(self, name: str, diagnostics: Diagnostics, writes: bool = False) -> bool:
        """Whether a request about a thing is answered, or ends with the error that a test has asked for."""
        behaviour = _load(self._file(".behaviour")) or {}
        if behaviour.get("thing", name) != name:
            return True
        if behaviour.get("writes") and not writes:
            return True
        if behaviour.get("crash"):
            os._exit(2)
        if slow := behaviour.get("slow"):
            # Tests interrupt once they see it.
            self._file(".waiting").touch()
            if slow.get("ignoresStop"):
                sleep(slow["seconds"])
            elif self._stopped.wait(slow["seconds"]):
                # What the AWS provider says once Terraform was interrupted.
                diagnostics.add_error(f"reading {name}", "operation error: request canceled, context canceled")
                return False
        if fail := behaviour.get("fail"):
            diagnostics.add_error(fail["summary"], fail.get("detail", ""))
            return False
        return True

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.json"


def _load(file: Path) -> dict | None:
    try:
        return json.loads(file.read_text())
    except FileNotFoundError:
        return None
