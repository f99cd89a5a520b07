"""Runs a program on a terminal of 80 columns: python3 terminal.py STEPS PROGRAM [WORD…].

STEPS is JSON: a list of [what to wait for in what is shown, what to type then]; where nothing is to be waited for, a
tenth of a second goes by, so that what is typed is read apart from what was typed before. Prints JSON: what was shown
in all, and the exit status. What does not come within 20 seconds ends it with status 1 and what was shown so far.
"""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

steps = json.loads(sys.argv[1])
child, terminal = pty.fork()
if child == 0:
    os.environ["TERM"] = "xterm"
    os.execvp(sys.argv[2], sys.argv[2:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

shown = b""
end = time.monotonic() + 20


def read():
    """Reads a little; says whether there was something."""
    global shown
    if not select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
        os.kill(child, signal.SIGKILL)
        sys.exit(f"nothing more came; shown so far: {shown!r}")
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        return False
    shown += chunk
    return chunk != b""


at = 0
for awaited, typed in steps:
    if awaited == "":
        time.sleep(0.1)
    while (found := shown.find(awaited.encode(), at)) < 0:
        if not read():
            sys.exit(f"it ended before {awaited!r} came: {shown!r}")
    at = found + len(awaited.encode())
    os.write(terminal, typed.encode())
while read():
    pass
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(json.dumps({"shown": shown.decode(), "status": status}))
