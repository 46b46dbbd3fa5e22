#!/usr/bin/env python3
"""Makes src/base/charnames.inc: the characters that \\N{...} knows by name, as src/base/charname.c reads them.

    python3 grammar/tools/charnames.py > src/base/charnames.inc
"""

import collections
import unicodedata

RANGES = [
    (0x20, 0x6FF),  # Latin, IPA, accents, Greek, Cyrillic, Armenian, Hebrew, Arabic
    (0x900, 0x97F),  # Devanagari
    (0xE00, 0xE7F),  # Thai
    (0x10A0, 0x10FF),  # Georgian
    (0x1E00, 0x2BFF),  # Latin and Greek with accents, punctuation, currency, arrows, mathematics, boxes, symbols
    (0x2C60, 0x2C7F),
    (0x2E00, 0x2E7F),  # punctuation
    (0x3000, 0x33FF),  # kana, enclosed characters
    (0xFB00, 0xFB06),  # ligatures
    (0xFE00, 0xFE6F),  # variation selectors, forms of punctuation
    (0xFEFF, 0xFFFD),  # half and full width forms
    (0x1D400, 0x1D7FF),  # mathematical alphabets
    (0x1F000, 0x1FAFF),  # pictures
]

# Other names of the same characters, and those of control characters, which have no name.
ALIASES = """
    NULL; NUL; START OF HEADING; SOH; START OF TEXT; STX; END OF TEXT; ETX; END OF TRANSMISSION; EOT; ENQUIRY; ENQ; ACKNOWLEDGE;
    ACK; ALERT; BEL; BACKSPACE; BS; CHARACTER TABULATION; HORIZONTAL TABULATION; HT; TAB; LINE FEED; NEW LINE; END OF LINE; EOL; LF;
    NL; LINE TABULATION; VERTICAL TABULATION; VT; FORM FEED; FF; CARRIAGE RETURN; CR; SHIFT OUT; LOCKING-SHIFT ONE; SO; SHIFT IN;
    LOCKING-SHIFT ZERO; SI; DATA LINK ESCAPE; DLE; DEVICE CONTROL ONE; DC1; DEVICE CONTROL TWO; DC2; DEVICE CONTROL THREE; DC3;
    DEVICE CONTROL FOUR; DC4; NEGATIVE ACKNOWLEDGE; NAK; SYNCHRONOUS IDLE; SYN; END OF TRANSMISSION BLOCK; ETB; CANCEL; CAN;
    END OF MEDIUM; EOM; SUBSTITUTE; SUB; ESCAPE; ESC; INFORMATION SEPARATOR FOUR; FILE SEPARATOR; FS; INFORMATION SEPARATOR THREE;
    GROUP SEPARATOR; GS; INFORMATION SEPARATOR TWO; RECORD SEPARATOR; RS; INFORMATION SEPARATOR ONE; UNIT SEPARATOR; US; SP; DELETE;
    DEL; PADDING CHARACTER; PAD; HIGH OCTET PRESET; HOP; BREAK PERMITTED HERE; BPH; NO BREAK HERE; NBH; INDEX; IND; NEXT LINE; NEL;
    START OF SELECTED AREA; SSA; END OF SELECTED AREA; ESA; CHARACTER TABULATION SET; HORIZONTAL TABULATION SET; HTS;
    CHARACTER TABULATION WITH JUSTIFICATION; HORIZONTAL TABULATION WITH JUSTIFICATION; HTJ; LINE TABULATION SET;
    VERTICAL TABULATION SET; VTS; PARTIAL LINE FORWARD; PARTIAL LINE DOWN; PLD; PARTIAL LINE BACKWARD; PARTIAL LINE UP; PLU;
    REVERSE LINE FEED; REVERSE INDEX; RI; SINGLE SHIFT TWO; SINGLE-SHIFT-2; SS2; SINGLE SHIFT THREE; SINGLE-SHIFT-3; SS3;
    DEVICE CONTROL STRING; DCS; PRIVATE USE ONE; PRIVATE USE-1; PU1; PRIVATE USE TWO; PRIVATE USE-2; PU2; SET TRANSMIT STATE; STS;
    CANCEL CHARACTER; CCH; MESSAGE WAITING; MW; START OF GUARDED AREA; START OF PROTECTED AREA; SPA; END OF GUARDED AREA;
    END OF PROTECTED AREA; EPA; START OF STRING; SOS; SINGLE GRAPHIC CHARACTER INTRODUCER; SGC; SINGLE CHARACTER INTRODUCER; SCI;
    CONTROL SEQUENCE INTRODUCER; CSI; STRING TERMINATOR; ST; OPERATING SYSTEM COMMAND; OSC; PRIVACY MESSAGE; PM;
    APPLICATION PROGRAM COMMAND; APC; NBSP; SHY; LATIN CAPITAL LETTER GHA; LATIN SMALL LETTER GHA; CGJ; ZWSP; ZWNJ; ZWJ; LRM; RLM;
    LRE; RLE; PDF; LRO; RLO; NNBSP; MMSP; WJ; LRI; RLI; FSI; PDI; WEIERSTRASS ELLIPTIC FUNCTION; MICR ON US SYMBOL;
    MICR DASH SYMBOL; LEFTWARDS TRIANGLE-HEADED ARROW WITH DOUBLE VERTICAL STROKE;
    RIGHTWARDS TRIANGLE-HEADED ARROW WITH DOUBLE VERTICAL STROKE; PRESENTATION FORM FOR VERTICAL RIGHT WHITE LENTICULAR BRACKET;
    BYTE ORDER MARK; BOM; ZWNBSP;
"""

BLOCK = 32  # names
SHORT_WORDS = 128  # numbers of words that take one byte


def all_names():
    names = {}
    for first, last in RANGES:
        for point in range(first, last + 1):
            name = unicodedata.name(chr(point), None)
            if name:
                names[name] = point
    for alias in ALIASES.replace("\n", " ").split(";"):
        if alias.strip():
            names[alias.strip()] = ord(unicodedata.lookup(alias.strip()))
    return names


def step_bytes(step):
    """How far the code point is from the last one: seven bits a byte, lowest first; the lowest of all is the sign."""
    step = -2 * step - 1 if step < 0 else 2 * step
    while step > 127:
        yield step & 127 | 128
        step >>= 7
    yield step


def packed(names, number):
    """The bytes of all names, and where each block begins."""
    out, starts = [], []
    for i, name in enumerate(sorted(names)):
        words = name.split(" ")
        if i % BLOCK == 0:
            starts.append(len(out))
            last, point = [], 0
        shared = 0
        while shared < min(len(words), len(last), 15) and words[shared] == last[shared]:
            shared += 1
        own = words[shared:]
        assert len(own) < 16
        out.append(shared << 4 | len(own))
        for word in own:
            n = number[word]
            out += [n] if n < SHORT_WORDS else [SHORT_WORDS + (n >> 8), n & 255]
        out += step_bytes(names[name] - point)
        last, point = words, names[name]
    return out, starts


def array(kind, name, numbers):
    assert max(numbers) < (256 if kind == "uint8_t" else 65536)
    print(f"static const {kind} {name}[] = {{")
    for at in range(0, len(numbers), 30):
        print("    " + " ".join(f"{n}," for n in numbers[at : at + 30]))
    print("};")


def main():
    names = all_names()
    count = collections.Counter(word for name in names for word in name.split(" "))
    words = sorted(count, key=lambda word: (-count[word], word))
    packed_names, starts = packed(names, {word: i for i, word in enumerate(words)})
    print("/* Made by grammar/tools/charnames.py. */")
    print(f"enum {{ NAMES = {len(names)}, BLOCK = {BLOCK}, SHORT_WORDS = {SHORT_WORDS}, LONGEST = {max(map(len, names))} }};")
    print("static const char word_text[] =")
    text = "".join(words)
    for at in range(0, len(text), 120):
        print(f'    "{text[at : at + 120]}"')
    print("    ;")
    ends = [0]
    for word in words:
        ends.append(ends[-1] + len(word))
    array("uint16_t", "word_at", ends)
    array("uint8_t", "packed_names", packed_names)
    array("uint16_t", "block_at", starts)


main()
