"""Parses and checks a schema with the front end of QEMU's own generator: the peer of `qapi-ts check`.

    python3 parse.py TREE SCHEMA
"""

import sys

sys.path.insert(0, sys.argv[1] + "/scripts")

from qapi.schema import QAPISchema  # noqa: E402

QAPISchema(sys.argv[2])
