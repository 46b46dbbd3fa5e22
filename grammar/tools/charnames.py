#!/usr/bin/env python3
"""Makes src/syntax/charnames.inc: the characters that \\N{...} knows by name, in the order of their names.

    python3 grammar/tools/charnames.py > src/syntax/charnames.inc
"""

import unicodedata

RANGES = [
    (0x20, 0x7E),  # ASCII
    (0xA0, 0x17F),  # Latin-1 and Latin Extended-A
    (0x391, 0x3C9),  # Greek
    (0x2002, 0x2046),  # spaces, dashes, quotation marks, bullets
    (0x2060, 0x2060),
    (0x20A0, 0x20C0),  # currency signs
    (0x2116, 0x2122),
    (0x2190, 0x22FF),  # arrows, mathematical operators
    (0x25A0, 0x25A1),
    (0x25CB, 0x25CF),
    (0x2605, 0x2606),
    (0x2713, 0x2718),  # check marks
    (0x2764, 0x2764),
    (0xFEFF, 0xFEFF),
    (0xFFFD, 0xFFFD),
]


def main():
    names = {}
    for first, last in RANGES:
        for point in range(first, last + 1):
            name = unicodedata.name(chr(point), None)
            if name:
                names[name] = point
    print("/* Made by grammar/tools/charnames.py: names in the order of their bytes. */")
    for name, point in sorted(names.items()):
        print(f'{{"{name}", 0x{point:04X}}},')


main()
