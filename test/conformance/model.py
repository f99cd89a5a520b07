"""Prints what a QEMU source tree's own generator makes of a schema: its dump, a NUL, and its introspection as JSON.

    python3 test/conformance/model.py TREE SCHEMA

The modules are the tree's; all conditions count as true, for conditions are left out of the introspection.
"""

import importlib.util
import json
import sys


def load_script(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def plain(value):
    """A tree of the introspection visitor as JSON values."""
    if hasattr(value, "value") and hasattr(value, "ifcond"):
        return plain(value.value)
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value


def main():
    tree, path = sys.argv[1:3]
    sys.path.insert(0, tree + "/scripts")
    load_script("test_qapi", tree + "/tests/qapi-schema/test-qapi.py").test_frontend(path)
    sys.stdout.write("\0")

    from qapi.introspect import QAPISchemaGenIntrospectVisitor
    from qapi.schema import QAPISchema

    found = []

    class Visitor(QAPISchemaGenIntrospectVisitor):
        def visit_end(self):
            for used in self._used_types:
                used.visit(self)
            found.extend(self._trees)

    QAPISchema(path).visit(Visitor("", False))
    json.dump(plain(found), sys.stdout)


main()
