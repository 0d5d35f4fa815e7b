#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds the sandbox's table of rules against what Meta's own OpenAPI file says.

What it says is in meta-facts.json. KHIDKI_META_OPENAPI may name that file
(business-messaging-api_v*.yaml): then the facts are held against it too.
"""
import json
import os
import subprocess
import sys

import extract_openapi

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
LEAST_COMPARED = 100


def read_table(sandbox):
    table = json.loads(subprocess.run([sandbox, "--print-rules"], check=True,
                                      capture_output=True).stdout)
    rows = {}
    for row in table:
        rows.setdefault(row["path"], []).append(row)
    return rows


def agrees(what, path, value, rows):
    if what == "needed":
        parent, _, name = path.rpartition(".")
        return any(row["needed"] for row in rows.get(path, [])) or any(
            row["one_of"] and name in row["choices"].split("|") for row in rows.get(parent, []))
    if what == "choices":
        known = {choice for row in rows[path] for choice in row["choices"].split("|")}
        return known >= set(value)
    return any(row[what] == value for row in rows[path])


def compare_kinds(facts, rows):
    known = rows["type"][0]["choices"].split("|")
    missing = [kind for kind in facts["kinds"] if kind not in known]
    return [f"not in the table: message type {kind}" for kind in missing]


def compare(facts, rows):
    wrong = compare_kinds(facts, rows)
    compared = 0
    for path, said in facts["paths"].items():
        for what, values in said.items():
            # An unlisted path is one the sandbox lets pass; only what is needed must be there.
            if (what != "needed" and path not in rows) or (what, path) in LOOSER:
                continue
            for value in values:
                compared += 1
                if not agrees(what, path, value, rows):
                    wrong.append(f"{path}: Meta says {what} {value}, the table "
                                 f"{rows.get(path, 'nothing')}")
    return compared, wrong


def main():
    with open(extract_openapi.FACTS, encoding="utf-8") as file:
        facts = json.load(file)
    compared, wrong = compare(facts, read_table(sys.argv[1]))
    source = os.environ.get("KHIDKI_META_OPENAPI")
    if source and extract_openapi.extract(source) != facts:
        wrong.append(f"meta-facts.json is not what {source} says; see extract_openapi.py")
    for line in wrong:
        print(line)
    print(f"{compared} statements compared, {len(wrong)} differ"
          + (f", facts as in {source}" if source else ""))
    return 1 if wrong or compared < LEAST_COMPARED else 0


if __name__ == "__main__":
    sys.exit(main())
