"""Runs a program on a terminal of its own, answers what it asks, and says as JSON what was to be seen.

Standard input is {"argv": [...], "redirected": ["stdout"], "steps": [{"until": "a text", "send": "keys"}, ...]}.
A step may have "signal": "SIGTERM" in place of keys, or "close": true, with which the terminal's window is closed, and
"run": [...], a program that runs to its end before. What is redirected goes to a file.
"""

import fcntl
import json
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import termios


def echoes() -> bool:
    return bool(termios.tcgetattr(terminal)[3] & termios.ECHO)


def read_more() -> bool:
    """Whether there was something, or may be later, as long as the one who wants to know is there."""
    global output
    if os.getppid() != parent:
        raise SystemExit("nobody waits any more")
    ready, _, _ = select.select([] if is_closed else [controller], [], [], 0.02)
    if ready:
        output += os.read(controller, 65536)
    return bool(ready) or child.poll() is None


def take_control() -> None:
    """Makes it the terminal whose end the program is told by SIGHUP."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


parent = os.getppid()
task = json.load(sys.stdin)
controller, terminal = pty.openpty()
is_closed = False
elsewhere = tempfile.TemporaryFile()
outputs = {
    name: elsewhere if name in task.get("redirected", ()) else terminal for name in ("stdout", "stderr")
}
child = subprocess.Popen(
    task["argv"], stdin=terminal, **outputs, start_new_session=True, preexec_fn=take_control
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
        if "run" in step:
            subprocess.run(step["run"], check=True, capture_output=True)
        if "signal" in step:
            child.send_signal(signal.Signals[step["signal"]])
        elif "close" in step:
            os.close(controller)
            is_closed = True
        else:
            os.write(controller, step["send"].encode())
    while read_more():
        pass
finally:
    child.kill()
elsewhere.seek(0)
print(
    json.dumps(
        {
            "status": child.wait(),
            "output": output.decode(),
            "redirected": elsewhere.read().decode(),
            "echoAtSteps": echo_at_steps,
            "echoAfter": not is_closed and echoes(),
            "surroundings": surroundings.decode(),
        }
    )
)
