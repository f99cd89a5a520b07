"""Runs commands and measures each as a whole process.

    python3 meter.py

Requests are one JSON list of words a line; the answer is one line of JSON: {"seconds", "cpu", "kilobytes", "status",
"stderr"}, wall clock, processor time and peak resident memory of that process alone, as the system counts them.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

for line in sys.stdin:
    words = json.loads(line)
    with tempfile.TemporaryFile() as stderr:
        start = time.perf_counter()
        child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        stderr.seek(0)
        answer = {
            "seconds": seconds,
            "cpu": usage.ru_utime + usage.ru_stime,
            "kilobytes": usage.ru_maxrss,
            "status": child.returncode,
            "stderr": stderr.read(500).decode("utf8", "replace"),
        }
    print(json.dumps(answer), flush=True)
