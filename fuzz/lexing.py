#!/usr/bin/env python3
"""Random text made of what the lexer and the parser look for, answered by Jinja2 and by hokora: white space control, raw blocks, comments,
line statements, delimiters of all kinds, literals, and above all the errors.

    python3 fuzz/lexing.py --cmd 'build/release/hokora batch' --seed 1 --jobs 5000
"""

import sys

from compare_jinja import hunt

DELIMITERS = [
    ("{%", "%}", "{{", "}}", "{#", "#}"), ("{%", "%}", "{{", "}}", "{#", "#}"), ("{%", "%}", "{{", "}}", "{#", "#}"),
    ("<%", "%>", "<%=", "%>", "<%#", "%>"), ("<?", "?>", "<?=", "?>", "<!--", "-->"), ("%{", "}%", "${", "}", "#{", "}#"),
    ("{", "}", "{{", "}}", "{#", "#}"), ("[%", "%]", "[[", "]]", "[#", "#]"), ("<!--{", "}-->", "${", "}", "<!--#", "-->"), ("((*", "*))", "(((", ")))", "((=", "=))"),
]
TAGS = ["raw", "endraw", "raw", "endraw", "if x", "if 1", "endif", "else", "elif y", "for a in l", "endfor", "set a = 1", "set a", "endset", "print x, y", "block b", "endblock", "endblock b",
        "macro m(a, b=1)", "endmacro", "call m()", "endcall", "filter upper", "endfilter", "with a=1", "endwith", "autoescape true", "endautoescape", "include 'q'", "extends 'q'", "import 'q' as q",
        "from 'q' import a, b as c", "do x", "break", "trans", "endtrans", "pluralize", "nosuch", "", "block", "for", "for a", "for a in", "if", "set", "set a =", "set 1 = 2", "macro", "macro m", "call", "with",
        "include", "import 'q'", "from 'q'", "from 'q' import", "block a-b", "block a required", "block a scoped required", "block a required scoped", "else if x", "endfor x", "if x:", "for a in l:", "endif:"]
WORDS = ["a", "x", "y", "l", "_x", "é", "none", "True", "false", "not", "and", "or", "in", "is", "if", "else", "loop", "self", "0", "1", "12", "1.5", "1.", ".5", "1e3", "1e", "1_0", "1__0", "0x1f", "0b12", "0o7", "012", "1.2.3",
         "'s'", '"t"', "'", '"', "'a\\'b'", r"'\n\x41\u00e9\q'", r"'\x4'", r"'\N{DASH}'", "'a\nb'", "(", ")", "[", "]", "{", "}", "{}", "[]", "()", ",", ":", ".", "|", "~", "+", "-", "*", "/", "//", "**", "%", "==", "!=", "<", ">", "<=", ">=",
         "=", ";", "&", "?", "!", "@", "$", "\\", "|upper", "|nosuch", "is defined", "is nosuch", ".a", "[0]", "(1)", "(a=1)", "(*l)", "(**d)", "(a=1, 2)", "#", "\n", "  ", "\t"]
TEXTS = ["", "t", " ", "  ", "\n", "\n\n", " \n ", "\t", "text", "a b", "\r\n", "\r", "<b>", "{", "}", "%", "#", "{ {", "-", "+", "é", "\x0b", "\x0c", "\u2028", "\xa0", "%%", "##", "//", "\\", "'"]
CONTEXT = {"x": 1, "y": "s", "l": [1, 2], "d": {"k": 1}}


class Soup:
    def __init__(self, rng):
        self.rng, self.options = rng, {}
        self.parts = rng.choice(DELIMITERS)
        names = ["block_start_string", "block_end_string", "variable_start_string", "variable_end_string", "comment_start_string", "comment_end_string"]
        if self.parts is not DELIMITERS[0]:
            self.options = dict(zip(names, self.parts))
        for name in ("trim_blocks", "lstrip_blocks", "keep_trailing_newline"):
            if rng.random() < 0.4:
                self.options[name] = True
        if rng.random() < 0.15:
            self.options["newline_sequence"] = rng.choice(["\r\n", "\r", "\n"])
        if rng.random() < 0.25:
            self.options["line_statement_prefix"] = rng.choice(["#", "%", "%%", "##", "@", "//"])
        if rng.random() < 0.2:
            self.options["line_comment_prefix"] = rng.choice(["##", "#", "//", ";", "--"])
        if rng.random() < 0.4:
            self.options["extensions"] = ["do", "loopcontrols", "i18n", "debug"]

    def sign(self):
        return self.rng.choice(["", "", "", "", "-", "+"])

    def words(self, most):
        return self.rng.choice([" ", " ", ""]).join(self.rng.choice(WORDS) for _ in range(self.rng.randint(1, most)))

    def space(self):
        return self.rng.choice([" ", " ", "", "\n", "  "])

    def piece(self):
        start, end, var, rav, note, eton = self.parts
        kind = self.rng.random()
        if kind < 0.3:
            return self.rng.choice(TEXTS)
        if kind < 0.5:
            inside = self.rng.choice(TAGS) if self.rng.random() < 0.85 else self.words(4)
            return start + self.sign() + self.space() + inside + self.space() + self.sign() + end
        if kind < 0.75:
            inside = self.rng.choice(["x", "y", "l", "x + 1", "y|upper"]) if self.rng.random() < 0.4 else self.words(5)
            return var + self.sign() + self.space() + inside + self.space() + self.rng.choice(["", "", "-"]) + rav
        if kind < 0.82:
            return note + self.sign() + self.rng.choice([" c ", "", "\n", " {{ x }} ", start]) + self.sign() + eton
        if kind < 0.92 and "line_statement_prefix" in self.options:
            prefix = self.options["line_statement_prefix"]
            return self.rng.choice(["\n", "\n ", ""]) + prefix + self.sign() + self.space() + self.rng.choice(TAGS) + self.rng.choice(["\n", "", ":\n", " \n"])
        if kind < 0.95 and "line_comment_prefix" in self.options:
            return self.rng.choice(["\n", " ", ""]) + self.options["line_comment_prefix"] + " note {{ x }}" + self.rng.choice(["\n", ""])
        if kind < 0.97:
            return self.rng.choice(self.parts) + self.sign()
        return start + self.sign() + " raw " + self.sign() + end + self.rng.choice(TEXTS) + var + "x" + rav + start + self.sign() + " endraw " + self.sign() + end


def make(rng):
    soup = Soup(rng)
    source = "".join(soup.piece() for _ in range(rng.choice([1, 1, 2, 2, 3, 3, 4, 5, 7])))
    return {"source": source, "context": CONTEXT, "options": soup.options}


if __name__ == "__main__":
    sys.exit(hunt(make, __doc__))
