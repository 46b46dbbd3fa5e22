#!/usr/bin/env python3
"""Writes src/value/entities.inc: the names of HTML's character references, sorted, with the text each stands for.

    python3 grammar/tools/entities.py > src/value/entities.inc

The names come from html.entities.html5 of Python's library, which is the table of the HTML standard.
"""
from html.entities import html5


def literal(text):
    """The UTF-8 bytes of a text, as C writes them: octal escapes end after three digits."""
    return "".join(f"\\{byte:03o}" for byte in text.encode())


print("/* entities.inc: made by grammar/tools/entities.py; do not edit. {name, text}, in byte order of the names. */")
for name in sorted(html5, key=str.encode):
    assert len(name) < 33 and len(html5[name].encode()) < 8
    print(f'{{"{name}", "{literal(html5[name])}"}},')
