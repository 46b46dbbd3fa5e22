#!/usr/bin/env python3
"""Writes src/base/powers_of_ten.inc: the powers of ten that src/base/shortest.c multiplies by.

Each row is 10**k for k = -292 to 324 as a 128-bit number with its top bit set, rounded up: high word, low word.
Usage: powers_of_ten.py > src/base/powers_of_ten.inc
"""

FIRST, LAST = -292, 324


def row(k):
    if k >= 0:
        number = 10**k
        shift = number.bit_length() - 128
        bits = number << -shift if shift < 0 else -(-number >> shift)
    else:
        divisor = 10**-k
        bits = -(-(1 << 127 + divisor.bit_length()) // divisor)
        if bits >> 128:
            bits = -(-(1 << 126 + divisor.bit_length()) // divisor)
    assert bits.bit_length() == 128
    return f"{{0x{bits >> 64:016x}, 0x{bits & (1 << 64) - 1:016x}}},  /* {k} */"


print("/* Made by grammar/tools/powers_of_ten.py. */")
for k in range(FIRST, LAST + 1):
    print(row(k))
