#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds the sandbox's table of rules against Meta's own OpenAPI file.

KHIDKI_META_OPENAPI names that file (business-messaging-api_v*.yaml); without it
the test is skipped, since the file is not part of this project.
"""
import json
import os
import subprocess
import sys

SKIP = 77

# Where the table knowingly says otherwise, and why.
LOOSER = {
    ("needed", "recipient_type"): "optional in Meta's pages, individual by default",
    ("needed", "to"): "may be replaced by recipient",
    ("needed", "type"): "a message without type is a text",
    ("needed", "template.language.policy"): "left out in Meta's own examples",
    ("most", "interactive.body.text"): "4096 in a list by Meta's pages",
    ("choices", "contacts[].phones[].type"): "Meta's pages name more kinds",
    ("choices", "contacts[].addresses[].type"): "any kind is shown",
    ("needed", "interactive.action.parameters"): "optional for a catalogue message",
}


class Walk:
    """Collects what the OpenAPI file says of each path below a message."""

    def __init__(self, schemas):
        self.schemas = schemas
        self.said = []

    def resolve(self, schema):
        while "$ref" in schema:
            schema = self.schemas[schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def visit(self, schema, path):
        schema = self.resolve(schema)
        for part in schema.get("allOf", []) + schema.get("oneOf", []):
            self.visit(part, path)
        self.say("most", path, schema.get("maxLength") or schema.get("maxItems"))
        self.say("least", path, schema.get("minItems"))
        self.say("choices", path, schema.get("enum"))
        for name in schema.get("required", []):
            self.say("needed", f"{path}.{name}" if path else name, True)
        for name, inner in schema.get("properties", {}).items():
            self.visit(inner, f"{path}.{name}" if path else name)
        if "items" in schema:
            self.visit(schema["items"], path + "[]")

    def say(self, what, path, value):
        if value is not None and (what, path, value) not in self.said:
            self.said.append((what, path, value))


def agrees(what, path, value, rows):
    if what == "needed":
        parent, _, name = path.rpartition(".")
        return any(row["needed"] for row in rows.get(path, [])) or any(
            row["one_of"] and name in row["choices"].split("|") for row in rows.get(parent, []))
    if what == "choices":
        known = {choice for row in rows[path] for choice in row["choices"].split("|")}
        return known >= set(value)
    return any(row[what] == value for row in rows[path])


def main():
    source = os.environ.get("KHIDKI_META_OPENAPI")
    if not source:
        print("KHIDKI_META_OPENAPI is not set")
        return SKIP
    try:
        import yaml
    except ImportError:
        print("python3-yaml is not installed")
        return SKIP
    with open(source, encoding="utf-8") as file:
        schemas = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["components"]["schemas"]
    table = json.loads(subprocess.run([sys.argv[1], "--print-rules"], check=True, capture_output=True).stdout)
    rows = {}
    for row in table:
        rows.setdefault(row["path"], []).append(row)
    walk = Walk(schemas)
    for kind, target in schemas["Message"]["discriminator"]["mapping"].items():
        if kind not in rows["type"][0]["choices"].split("|"):
            print(f"not in the table: message type {kind}")
            return 1
        walk.visit({"$ref": target}, "")
    wrong = 0
    checked = 0
    for what, path, value in walk.said:
        # An unlisted path is one the sandbox lets pass; only what is needed must be there.
        if (what != "needed" and path not in rows) or (what, path) in LOOSER:
            continue
        checked += 1
        if not agrees(what, path, value, rows):
            wrong += 1
            print(f"{path}: Meta says {what} {value}, the table {rows.get(path, 'nothing')}")
    print(f"{checked} statements compared, {wrong} differ")
    return 1 if wrong or checked < 40 else 0


if __name__ == "__main__":
    sys.exit(main())
