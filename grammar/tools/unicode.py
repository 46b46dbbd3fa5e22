#!/usr/bin/env python3
"""Writes src/base/unicode_tables.inc: what str of this Python says about every code point.

Run it with the Python whose behaviour is followed: 3.11 (Unicode 14).
Usage: unicode.py > src/base/unicode_tables.inc
"""

import unicodedata

END = 0x110000
PAGE = 256              # code points per entry of the index ...
PAGED = 0x20000         # ... which covers what is below this


def case_ignorable(c):
    """Final sigma shows it: a cased letter before, seen through c, makes the sigma final; c alone does not."""
    return ("A" + c + "\u03a3").lower()[-1] == "\u03c2" and (c + "\u03a3").lower()[-1] == "\u03c3"


FLAGS = {
    "ALPHA": str.isalpha,
    "DECIMAL": str.isdecimal,
    "DIGIT": str.isdigit,
    "NUMERIC": str.isnumeric,
    "SPACE": str.isspace,
    "LINEBREAK": lambda c: len(("a" + c + "b").splitlines()) > 1,
    "PRINTABLE": str.isprintable,
    "LOWER": str.islower,
    "UPPER": str.isupper,
    "TITLE": lambda c: unicodedata.category(c) == "Lt",
    "CASE_IGNORABLE": case_ignorable,
    "ID_START": str.isidentifier,
    "ID_CONTINUE": lambda c: ("a" + c).isidentifier(),
    "MAPPED": lambda c: any(s != c for s in mappings(c)),
}


def mappings(c):
    return c.lower(), c.upper(), c.title(), c.casefold()


def class_of(c):
    flags = sum(1 << bit for bit, has in enumerate(FLAGS.values()) if has(c))
    return flags, unicodedata.decimal(c, -1)


def case_of(c, expansions):
    """A difference for each mapping to one code point; END + n for the n-th expansion."""
    record = []
    for text in mappings(c):
        if len(text) == 1:
            record.append(ord(text) - ord(c))
        else:
            points = tuple(map(ord, text.ljust(3, "\0")))
            record.append(END + expansions.setdefault(points, len(expansions)))
    return tuple(record)


def runs(items):
    """(first, item) wherever the item changes."""
    return [(i, item) for i, item in enumerate(items) if i == 0 or items[i - 1] != item]


def case_ranges(case):
    """(first, last, record of first, record of first + 1): ranges of one record, or of two by turns (an upper case letter, then
    its lower case one)."""
    i, nothing = 0, (0, 0, 0, 0)
    while i < END:
        if case[i] == nothing:
            i += 1
            continue
        same = turns = i + 1
        while case[same] == case[i]:
            same += 1
        while case[turns] == case[i + (turns - i) % 2]:
            turns += 1
        end = turns if same == i + 1 and turns - i >= 4 else same
        yield i, end - 1, case[i], case[i + 1] if end > same else case[i]
        i = end


def rows(items, width):
    line = "   "
    for item in items:
        if len(line) + len(item) + 2 > width:
            print(line)
            line = "   "
        line += f" {item},"
    print(line)


def table(comment, declaration, items):
    print(f"\n/* {comment} */\n{declaration} = {{")
    rows(items, 136)
    print("};")


def main():
    characters = [chr(i) for i in range(END)]
    expansions = {}
    classes = [class_of(c) for c in characters]
    case = [case_of(c, expansions) for c in characters]
    kinds = {kind: n for n, kind in enumerate(sorted(set(classes)))}
    class_runs = runs(classes)
    starts = [first for first, _ in class_runs]
    ranges = list(case_ranges(case))
    records = {record: n for n, record in enumerate(sorted({r for row in ranges for r in row[2:]}))}
    pages = [sum(1 for s in starts if s <= page) - 1 for page in range(0, PAGED + PAGE, PAGE)]

    print("/* Made by grammar/tools/unicode.py; Unicode " + unicodedata.unidata_version + ". */\n")
    print("enum {")
    rows([f"{name} = {1 << bit}" for bit, name in enumerate(FLAGS)], 136)
    print("};")
    print(f"enum {{ PAGE = {PAGE}, PAGED = {PAGED}, RUNS = {len(class_runs)}, CASE_RANGES = {len(ranges)}, EXPANDED = 0x{END:x} }};")
    table("What code points have in common: flags, and the value of a decimal digit.",
        "static const struct kind { uint16_t flags; int8_t decimal; } kinds[]", [f"{{{f}, {d}}}" for f, d in kinds])
    table("The kinds of ASCII.", "static const uint8_t ascii_kinds[128]", [str(kinds[k]) for k in classes[:128]])
    table("From a code point on (high 24 bits), a kind (low 8).",
        "static const uint32_t runs[RUNS]", [f"0x{first << 8 | kinds[k]:x}" for first, k in class_runs])
    table("The run that the first code point of each page is in.", "static const uint16_t pages[]", map(str, pages))
    table("Code points with case mappings; records by turns.",
        "static const struct case_range { uint32_t first, last; uint16_t record[2]; } case_ranges[CASE_RANGES]",
        [f"{{0x{a:x}, 0x{b:x}, {{{records[r]}, {records[s]}}}}}" for a, b, r, s in ranges])
    table("For lower, upper, title, fold: a difference, or EXPANDED + an index into expansions.",
        "static const int32_t case_records[][4]", ["{" + ", ".join(map(str, r)) + "}" for r in records])
    table("Mappings to more than one code point.",
        "static const uint32_t expansions[][3]", ["{" + ", ".join(f"0x{p:x}" for p in e) + "}" for e in expansions])


main()
