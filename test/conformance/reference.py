"""Asks QEMU's own generator for its verdict on schemas: one long-lived process, one JSON text a line in each direction.

    python3 reference.py TREE

TREE is a QEMU source tree; its modules are loaded at run time and nothing of them is kept. A request is
{"files": {path: base64, ...}}, the root first; files are read from there, never from the disk. An answer is one of
{"verdict": "ok", "dump": text}, {"verdict": "crash", "what": text} and
{"verdict": "error", "file", "line", "column", "kind", "name", "message"}, null where the generator says nothing.
"""

import base64
import contextlib
import importlib.util
import io
import json
import os
import signal
import sys

SECONDS = 20


class TooLong(BaseException):
    """The generator did not come to an end."""


def load(tree):
    """The modules of a tree, with their `open` replaced by one that reads from the request."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.join(tree, "scripts"))
    path = os.path.join(tree, "tests", "qapi-schema", "test-qapi.py")
    spec = importlib.util.spec_from_file_location("test_qapi", path)
    frontend = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(frontend)
    import qapi.error
    import qapi.parser

    return frontend, qapi.parser, qapi.error


def reader(files):
    def opened(path, mode="r", encoding=None):
        if path not in files:
            raise FileNotFoundError(2, "No such file or directory")
        return io.TextIOWrapper(io.BytesIO(files[path]), encoding=encoding)

    return opened


def place(error):
    """The first line of what an error would print, taken apart."""
    info = getattr(error, "info", None)
    if info is None:
        return {"file": None, "line": None, "column": None, "kind": None, "name": None}
    return {
        "file": info.fname,
        "line": info.line,
        "column": error.col,
        "kind": info.defn_meta,
        "name": info.defn_name,
    }


def judge(frontend, parser, error, request):
    files = {path: base64.b64decode(text) for path, text in request["files"].items()}
    parser.open = reader(files)
    text = io.StringIO()
    signal.alarm(SECONDS)
    try:
        with contextlib.redirect_stdout(text):
            frontend.test_frontend(next(iter(files)))
        return {"verdict": "ok", "dump": text.getvalue()}
    except error.QAPIError as found:
        message = getattr(found, "msg", None) or str(found)
        return {"verdict": "error", "message": message, **place(found)}
    except (Exception, TooLong) as crash:
        return {"verdict": "crash", "what": f"{type(crash).__name__}: {crash}"[:300]}
    finally:
        signal.alarm(0)


def alarm(_signal, _frame):
    raise TooLong()


def main():
    modules = load(sys.argv[1])
    signal.signal(signal.SIGALRM, alarm)
    for line in sys.stdin:
        answer = judge(*modules, json.loads(line))
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
