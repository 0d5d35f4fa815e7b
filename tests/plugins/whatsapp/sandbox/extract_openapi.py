#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""extract_openapi.py FILE: writes meta-facts.json beside itself.

FILE is Meta's OpenAPI file (github.com/facebook/openapi,
business-messaging-api_v*.yaml). Of it only facts are kept: what a message must
have, how long and how many it may be, which words are allowed, each by its path
below the body of a send. Needs python3-yaml.
"""
import json
import os
import sys

FACTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "meta-facts.json")


class Walk:
    """Collects what the OpenAPI file says of each path below a message."""

    def __init__(self, schemas):
        self.schemas = schemas
        self.paths = {}

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
        if value is None:
            return
        said = self.paths.setdefault(path, {}).setdefault(what, [])
        if value not in said:
            said.append(value)


def extract(source):
    """The facts; a path may say several things where messages differ by type."""
    import yaml
    with open(source, encoding="utf-8") as file:
        whole = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    schemas = whole["components"]["schemas"]
    walk = Walk(schemas)
    kinds = schemas["Message"]["discriminator"]["mapping"]
    for target in kinds.values():
        walk.visit({"$ref": target}, "")
    return {"version": whole["info"]["version"], "kinds": sorted(kinds),
            "paths": walk.paths}


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with open(FACTS, "w", encoding="utf-8") as file:
        json.dump(extract(sys.argv[1]), file, indent=1, ensure_ascii=False, sort_keys=True)
        file.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
