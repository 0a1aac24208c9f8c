"""Runs a program on a terminal of its own, answers what it asks, and says as JSON what was to be seen.

Standard input is {"argv": [...], "steps": [{"until": "a text", "send": "keys"}, ...]}; a step may have
"signal": "SIGTERM" in place of keys.
"""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import termios


def echoes() -> bool:
    return bool(termios.tcgetattr(terminal)[3] & termios.ECHO)


def read_more() -> bool:
    """Whether there was something, or may be later."""
    global output
    ready, _, _ = select.select([controller], [], [], 0.02)
    if ready:
        output += os.read(controller, 65536)
    return bool(ready) or child.poll() is None


task = json.load(sys.stdin)
controller, terminal = pty.openpty()
child = subprocess.Popen(
    task["argv"], stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True
)
output, position, echo_at_steps, surroundings = b"", 0, [], b""
try:
    for step in task["steps"]:
        wanted = step["until"].encode()
        while output.find(wanted, position) < 0 and read_more():
            pass
        position = max(position, output.find(wanted, position) + len(wanted))
        if child.poll() is not None:
            break
        echo_at_steps.append(echoes())
        for file in ("cmdline", "environ"):
            with open(f"/proc/{child.pid}/{file}", "rb") as kept:
                surroundings += kept.read()
        if "signal" in step:
            child.send_signal(signal.Signals[step["signal"]])
        else:
            os.write(controller, step["send"].encode())
    while read_more():
        pass
finally:
    child.kill()
print(
    json.dumps(
        {
            "status": child.wait(),
            "output": output.decode(),
            "echoAtSteps": echo_at_steps,
            "echoAfter": echoes(),
            "surroundings": surroundings.decode(),
        }
    )
)
