#!/usr/bin/env python3
"""Random templates over the whole language, answered by Jinja2 and by hokora.

    python3 fuzz/grammar.py --cmd 'build/release/hokora batch' --seed 1 --jobs 5000

Names are few, so that the same one is set, looped over, a macro's parameter, imported and a block's content all at once. Builtins are
the business of differential.py; here they only stand where the language needs one.
"""

import sys

from compare_jinja import hunt

NAMES = "a b c d x".split()
MACROS = "m n a".split()
BLOCKS = "p q r".split()
FILES = ["base.html", "mid.html", "inc.html", "lib.txt"]

CONTEXTS = [
    {"a": 1, "b": [1, 2, 3], "c": {"a": "<i>", "b": [4, 5]}, "d": "x&y", "t": True},
    {"a": "A", "b": "bcd", "c": {"x": {"a": [1, [2]]}}, "x": 7},
    {"b": [[1, "u"], [2, "v"]], "c": {"a": 1, "b": 2}, "d": None, "x": 2.5},
    {"b": [{"a": 1, "b": [{"a": 2, "b": []}]}, {"a": 3}], "c": {}, "x": [], "a": False},
    {},
]

DELIMITERS = [
    {"block_start_string": "<%", "block_end_string": "%>", "variable_start_string": "${", "variable_end_string": "}",
     "comment_start_string": "<%#", "comment_end_string": "%>"},
    {"block_start_string": "[[", "block_end_string": "]]", "variable_start_string": "[", "variable_end_string": "]",
     "comment_start_string": "[#", "comment_end_string": "#]"},
    {"variable_start_string": "{%=", "variable_end_string": "=%}"},
    {"block_start_string": "<!--{", "block_end_string": "}-->", "comment_start_string": "<!--#", "comment_end_string": "-->"},
]
PREFIXES = ["#", "%", "##", "%%", "//", "@"]

BINARY = "+ - * / // % ~ == != < <= > >= and or".split() + ["in", "not in", "**"]
TESTS = ["defined", "undefined", "none", "number", "string", "mapping", "iterable", "sequence", "odd", "even", "true", "callable", "escaped",
         "boolean", "in b", "eq(1)", "divisibleby 2", "sameas none", "nosuchtest", "lower", "filter", "test"]
FILTERS = ["upper", "default('D')", "default('D', true)", "e", "safe", "string", "length", "list", "first", "last", "join(',')", "join", "trim",
           "escape", "forceescape", "sort", "reverse|list", "map('upper')|list", "select('odd')|list", "int", "title", "nosuchfilter",
           "replace('a', '<')", "tojson", "batch(2)|list", "attr('a')", "map(attribute='a')|join", "d", "striptags", "indent", "format"]
LOOP = ["index", "index0", "first", "last", "length", "depth", "depth0", "revindex", "revindex0", "previtem", "nextitem", "cycle(1, 2)",
        "changed(a)", "nosuch", "cycle()"]


class Generator:
    """The text of one template. `inside` counts what is open around: loops, macros, blocks, …"""

    def __init__(self, rng, options, files, depth):
        self.rng, self.options, self.files, self.depth = rng, options, files, depth
        self.open = {"for": 0, "recursive": 0, "macro": 0, "block": 0, "call": 0}
        self.blocks = []
        self.start = options.get("block_start_string", "{%")
        self.end = options.get("block_end_string", "%}")

    # ---- help

    def pick(self, *of):
        return self.rng.choice(of)

    def chance(self, of_hundred):
        return self.rng.random() * 100 < of_hundred

    def some(self, what, least, most, between=", "):
        return between.join(what() for _ in range(self.rng.randint(least, most)))

    def name(self):
        return self.rng.choice(NAMES)

    def file(self):
        return self.rng.choice(self.files) if self.files and not self.chance(5) else "nosuch.html"

    # ---- tags, text, space

    def sign(self):
        return self.pick("-", "+") if self.chance(12) else ""

    def tag(self, content):
        prefix = self.options.get("line_statement_prefix")
        if prefix and self.chance(40) and "\n" not in content:
            return self.pick("\n", "\n  ", "") + prefix + self.pick(" ", "", "-") + content + self.pick("", "", "  ") + "\n"
        space = self.pick(" ", " ", " ", "", "\n ")
        return self.start + self.sign() + space + content + self.pick(" ", " ", "\n") + self.sign() + self.end

    def print(self, content):
        start, end = self.options.get("variable_start_string", "{{"), self.options.get("variable_end_string", "}}")
        return f"{start}{self.sign()} {content} {'-' if self.chance(8) else ''}{end}"

    def comment(self):
        start, end = self.options.get("comment_start_string", "{#"), self.options.get("comment_end_string", "#}")
        return f"{start}{self.sign()}{self.pick(' c ', '', 'a', ' {{ a }} ', chr(10))}{self.sign()}{end}"

    def text(self):
        prefix = self.options.get("line_comment_prefix")
        if prefix and self.chance(20):
            return self.pick("", " ", "\n") + prefix + " note {{ a }}\n"
        return self.pick("-", "T", " ", "\n", "  \n", "<b>", "é", "\n\n", "\t", "}", "{ ", "x: 1\n", "\r\n", "\r", ".", "# ", "% ", " \n ", ";", ",")

    # ---- expressions

    def number(self):
        return self.pick("0", "1", "2", "3", "-1", "1.5", "10", "1_0", "0x1f", "1e3", "2.0", "0b11")

    def string(self):
        return self.pick("''", "'a'", '"b"', "'<u>'", '"x y"', "'é'", r"'\n'", "'%s'", '"&amp;"', "'a' 'b'", r'"\x41\u00e9"', '"\\""')

    def sequence(self, depth):
        inner = lambda: self.expression(depth - 1)
        return self.pick(
            lambda: f"[{self.some(inner, 0, 3)}]", lambda: f"({self.some(inner, 2, 3)})", lambda: f"({inner()},)", lambda: "()",
            lambda: "{" + self.some(lambda: f"{self.pick(self.string(), self.number())}: {inner()}", 0, 2) + "}",
            lambda: f"range({self.pick('3', '0', '1, 4', 'a')})", lambda: "b", lambda: "c", lambda: "[[1, 2], [3, 4]]", lambda: "[1, 2, 3]",
            lambda: "c.items()", lambda: "[{'a': 1, 'b': [{'a': 2}]}]", lambda: "[1, 1, 2]|map('string')", lambda: "'xyz'")()

    def arguments(self, depth):
        plain = lambda: self.expression(depth - 1)
        parts = [plain() for _ in range(self.rng.choice((0, 0, 1, 1, 2, 3)))]
        if self.chance(25):
            parts.append(f"{self.name()}={plain()}")
        if self.chance(5):
            parts.append("*" + self.pick("b", "[1, 2]", "a", "varargs"))
        if self.chance(5):
            parts.append("**" + self.pick("c", "{'a': 1}", "kwargs"))
        if self.chance(2):
            self.rng.shuffle(parts)
        return ", ".join(parts)

    def special(self):
        """Names that mean something in some places."""
        if self.chance(15):
            return self.pick("ns.a", "ns.b", "ns")
        if self.open["for"] and self.chance(50):
            return self.pick("loop." + self.rng.choice(LOOP), "loop." + self.rng.choice(LOOP), "loop", "loop.index", "loop is defined")
        if self.open["recursive"] and self.chance(40):
            return self.pick("loop(x)", "loop(b)", "loop(a.b)", "loop(x.b)", "loop([])", "loop('z')")
        if self.open["macro"] and self.chance(60):
            return self.pick("caller()", "caller(1)", "varargs", "kwargs", "caller", "caller is defined", "varargs|length", "caller(a, b)",
                             "kwargs|length", "caller(a=1)")
        if self.open["block"] and self.chance(60):
            return self.pick("super()", "super()", "super.super()", "super", "self." + self.rng.choice(BLOCKS) + "() is string", "super() ~ a")
        return self.pick("loop", "self", "self." + self.rng.choice(BLOCKS), "caller", "self.nosuch()", "super()", "namespace(a=1)", "namespace(a=1).a",
                         "m", "m.a", "m.name", "m.arguments", "dict(a=1)", "cycler(1, 2)", "joiner()", "_('a')", "x.y.z", "ns.a", "ns")

    def atom(self, depth):
        return self.rng.choices([
            lambda: self.name(), lambda: self.number(), lambda: self.string(), lambda: self.pick("true", "False", "none", "None", "True"),
            lambda: self.sequence(depth), lambda: self.special(), lambda: f"{self.rng.choice(MACROS)}({self.arguments(depth)})",
        ], [8, 4, 4, 1, 3, 3, 2])[0]()

    def postfix(self, depth):
        inner = lambda: self.expression(depth - 1)
        return self.atom(depth) + self.rng.choices([
            lambda: "." + self.pick(*NAMES, "0", "items()", "upper()", "nosuch"), lambda: f"[{self.pick('0', '-1', inner(), repr(self.name()))}]",
            lambda: f"[{self.pick('', '1', '-1')}:{self.pick('', '2', 'a')}{self.pick('', ':', ':-1', ':2')}]",
            lambda: f"({self.arguments(depth)})", lambda: "|" + self.rng.choice(FILTERS), lambda: " | " + self.rng.choice(FILTERS) + "|" + self.rng.choice(FILTERS),
            lambda: f" is {self.pick('', 'not ')}{self.rng.choice(TESTS)}", lambda: "",
        ], [3, 2, 1, 1, 5, 2, 3, 2])[0]()

    def power(self, depth):
        return f"{self.expression(0)} ** {self.pick('2', '0', '1', '-1', '3')}"

    def wild(self, depth):
        inner = lambda: self.expression(depth - 1)
        operator = self.rng.choice(BINARY)
        return self.pick(
            lambda: self.power(0) if operator == "**" else f"{inner()} {operator} {inner()}", lambda: f"({inner()})", lambda: f"not {inner()}",
            lambda: f"-{inner()}", lambda: f"{inner()} if {inner()} else {inner()}", lambda: f"{inner()} if {inner()}", lambda: f"+{inner()}",
            lambda: f"{inner()} {self.pick('<', '==', 'in')} {inner()} {self.pick('>', '!=', 'not in')} {inner()}", lambda: self.postfix(depth),
            lambda: f"{inner()}, {inner()}", lambda: f"({inner()})|{self.rng.choice(FILTERS)}")()

    def expression(self, depth=2):
        if depth <= 0:
            return self.pick(self.name(), self.name(), self.number(), self.string(), "1")
        kind = self.rng.random()
        if kind < 0.35:
            return self.name()
        if kind < 0.5:
            return self.atom(depth - 1)
        if kind < 0.6:
            return f"{self.name()} ~ {self.string()} ~ {self.name()}"
        if kind < 0.85:
            return self.postfix(depth - 1)
        return self.wild(depth)

    def condition(self):
        return self.pick(self.name(), f"{self.name()} is defined", "true", "false", "t", self.expression(1), "not " + self.name(),
                         f"{self.name()} == {self.number()}", "loop.first" if self.open["for"] else "1", "x and y", f"{self.name()} or {self.name()}")

    def target(self):
        return self.rng.choices([self.name(), "a, b", "a, (b, c)", "ns.a", "x, a", "(a)", "a.b", "loop", "(a, b)", "ns.a, b", "a, ns.b", "ns.b"],
                                [80, 4, 1, 3, 1, 1, .3, .3, 1, .5, .5, 1])[0]

    # ---- statements

    def body(self, **inside):
        self.depth -= 1
        for what in inside:
            self.open[what] += 1
        parts = [self.statement() for _ in range(self.rng.choice((0, 1, 1, 2, 2, 3, 4)))]
        for what in inside:
            self.open[what] -= 1
        self.depth += 1
        return "".join(parts)

    def between(self, start, end, **inside):
        return self.tag(start) + self.body(**inside) + self.tag(end)

    def for_(self):
        recursive = self.chance(12)
        target = self.target() if self.chance(8) else self.name()
        head = f"for {target} in {self.pick(self.sequence(1), self.expression(1), 'b', '[1, 2]')}"
        if self.chance(20):
            head += f" if {self.condition()}"
        inside = {"for": 1, "recursive": 1} if recursive else {"for": 1}
        if self.chance(8):
            head = "for " + self.pick("a, b", "x, c", "b, (b)") + " in " + self.pick("c.items()", "[[1, 2], [3, 4]]", "{'a': 1}|dictsort", "['xy', (3, 4)]")
        text = self.tag(head + (" recursive" if recursive else "")) + self.body(**inside)
        if self.chance(25):
            text += self.tag("else") + self.body()
        return text + self.tag("endfor")

    def if_(self):
        text = self.tag("if " + self.condition()) + self.body()
        while self.chance(25):
            text += self.tag("elif " + self.condition()) + self.body()
        if self.chance(40):
            text += self.tag("else") + self.body()
        return text + self.tag("endif")

    def set_(self):
        if self.chance(15):
            return self.tag("set ns = namespace(" + self.pick("", "a=1", "a=b", "{'a': 2}", "c") + ")")
        return self.tag(f"set {self.target()} = {self.expression()}")

    def set_block(self):
        filters = "".join("|" + self.rng.choice(FILTERS) for _ in range(self.rng.choice((0, 0, 0, 1, 2))))
        return self.between(f"set {self.pick(self.name(), self.target())}{filters}", "endset")

    def with_(self):
        return self.between("with " + self.some(lambda: f"{self.target() if self.chance(20) else self.name()} = {self.expression(1)}", 0, 3), "endwith")

    def parameters(self):
        names = self.rng.sample(NAMES, self.rng.choice((0, 1, 1, 2, 3)))
        if self.chance(2):
            names += [self.name()]
        if self.chance(3):
            names += ["caller"]
        first = self.rng.randint(0, len(names)) if self.chance(60) else len(names)
        return ", ".join(name if i < first else f"{name}={self.expression(1)}" for i, name in enumerate(names))

    def macro(self):
        return self.between(f"macro {self.rng.choice(MACROS)}({self.parameters()})", "endmacro " if self.chance(10) else "endmacro", macro=1)

    def use_macro(self):
        name = self.rng.choice(MACROS)
        use = self.print(f"{name}({self.arguments(1)})")
        return use if self.chance(30) else self.tag(f"if {name} is callable") + use + self.tag("endif")

    def call(self):
        parameters = f"({self.parameters()})" if self.chance(40) else ""
        callee = self.rng.choice(MACROS + ["x.m", "m.n", "caller"])
        return self.between(f"call{parameters} {callee}({self.arguments(1)})", "endcall", call=1)

    def filter_(self):
        return self.between("filter " + self.rng.choice(FILTERS) + ("|" + self.rng.choice(FILTERS) if self.chance(20) else ""), "endfilter")

    def autoescape(self):
        return self.between("autoescape " + self.pick("true", "false", "a", "t", "not a", "none", self.expression(1)), "endautoescape")

    def block(self):
        name = self.rng.choice(BLOCKS)
        if name in self.blocks and not self.chance(3):
            return self.print(f"self.{name}()") if self.chance(20) and not self.open["block"] else self.text()
        self.blocks.append(name)
        flags = self.pick("", "", " scoped", " required", " scoped required") if self.chance(50) else ""
        if "required" in flags and self.chance(80):
            return self.tag(f"block {name}{flags}") + self.tag("endblock")
        return self.between(f"block {name}{flags}", "endblock" + self.pick("", "", " " + name), block=1)

    def include(self):
        what = self.pick(repr(self.file()), repr(self.file()), f"[{self.file()!r}, {self.file()!r}]", "a", f"'{self.file()}' if a else '{self.file()}'")
        return self.tag(f"include {what}{self.pick('', '', ' ignore missing')}{self.pick('', '', ' with context', ' without context')}")

    def import_(self):
        context = self.pick("", "", " with context", " without context")
        if self.chance(50):
            return self.tag(f"import {self.file()!r} as {self.pick('m', self.name())}{context}")
        names = self.some(lambda: self.pick(*MACROS, *NAMES, "nosuch" if self.chance(85) else "_p") + self.pick("", "", " as " + self.name(), " as m"), 1, 3)
        return self.tag(f"from {self.file()!r} import {names}{context}")

    def extends(self):
        return self.tag("extends " + self.pick(repr(self.file()), repr(self.file()), "a", f"'{self.file()}' if a else '{self.file()}'"))

    def trans(self):
        head = "trans" + self.pick("", "", " trimmed", " a", " a=1", " count=b|length", " x=a", " 'ctx'", " a, b=2", " notrimmed")
        text = lambda: self.pick("hello", "A {{ a }}", "\n {{ a }}\n  {{ b }} ", "%", "{{ count }} items", "{{ x }}<b>", "", "{{ loop }}", "100 %s")
        plural = self.tag("pluralize" + self.pick("", " a", " count", " nosuch")) + text() if self.chance(30) else ""
        return self.tag(head) + text() + plural + self.tag("endtrans")

    def raw(self):
        return self.tag("raw") + self.pick("{{ a }}", "\n{% if %}\n", "", " x ", "{#") + self.tag("endraw")

    def debug(self):
        return self.tag("set z") + self.tag("debug") + self.tag("endset") + self.print("'filters' in z, 'xmlattr' in z")

    def statement(self):
        simple = [(self.text, 12), (lambda: self.print(self.name()), 10), (lambda: self.print(self.expression()), 14), (self.comment, 1), (self.set_, 8),
                  (lambda: self.tag("do " + self.pick(self.expression(), "b.append(a)", "c.update(a=1)")), 1.5), (self.include, 2), (self.import_, 2),
                  (self.use_macro, 4), (self.raw, .5), (self.trans, 1), (self.debug, .2),
                  (lambda: self.tag("print " + self.expression()), .2), (lambda: self.tag(self.pick("break", "continue")), 3 if self.open["for"] else .2),
                  (self.extends, .3), (lambda: self.print(self.special()), 3)]
        nested = [(self.for_, 8), (self.if_, 8), (self.set_block, 4), (self.with_, 4), (self.macro, 5), (self.call, 3), (self.filter_, 2),
                  (self.autoescape, 2), (self.block, 4)]
        choices = simple + nested if self.depth > 0 else simple
        return self.rng.choices([c[0] for c in choices], [c[1] for c in choices])[0]()

    def template(self, parent):
        text = self.tag("set ns = namespace(a=0, b='n')") if self.chance(60) else ""
        if self.chance(30):
            text += self.macro()
        if parent:
            kind = self.rng.random()
            extends = self.tag(f"extends {parent!r}")
            text += extends if kind < 0.7 else self.tag("if " + self.condition()) + extends + self.tag("endif") if kind < 0.9 else self.extends()
            text = self.statement() + text if self.chance(20) else text
        return text + "".join(self.statement() for _ in range(self.rng.randint(1, 6)))


def mutate(rng, text):
    """Valid no longer, most likely: a few pieces are taken out, doubled, or put elsewhere."""
    import re
    pieces = re.findall(r"\w+|\s+|.", text, re.S)
    for _ in range(rng.randint(1, 3)):
        if not pieces:
            break
        at = rng.randrange(len(pieces))
        kind = rng.randrange(4)
        if kind == 0:
            del pieces[at]
        elif kind == 1:
            pieces.insert(at, rng.choice(pieces))
        elif kind == 2:
            pieces.insert(at, rng.choice(["{%", "%}", "{{", "}}", "{#", "#}", "'", '"', "\\", "end", "else", "(", ")", "[", "]", "}", ",", ":", "|", "is", "\0", "$", "!",
                                          "=", "in", "not", "if", "block", "set", "endfor", "1.", "0x", "1__0", "²", "ª", "é", "\n", "-%}", "{%-", "as", "with", "."]))
        else:
            del pieces[at:at + rng.randint(1, 6)]
    return "".join(pieces)


def make_options(rng):
    options = {"extensions": ["do", "loopcontrols", "debug", "i18n"], "translations": {"hello": "hallo <%s>", "A %(a)s": "%(a)s %% A"}}
    chance = lambda of_hundred: rng.random() * 100 < of_hundred
    for name, rate in (("trim_blocks", 25), ("lstrip_blocks", 25), ("keep_trailing_newline", 20), ("newstyle_gettext", 30)):
        if chance(rate):
            options[name] = True
    if chance(10):
        options["newline_sequence"] = rng.choice(["\r\n", "\r"])
    if chance(50):
        options["autoescape"] = rng.choice([True, True, "select"])
    if chance(35):
        options["undefined"] = rng.choice(["strict", "chainable", "debug"])
    if chance(15):
        options["sandboxed"] = rng.choice([True, "immutable"])
    if chance(12):
        options.update(rng.choice(DELIMITERS))
    if chance(12):
        options["line_statement_prefix"] = rng.choice(PREFIXES)
    if chance(8):
        options["line_comment_prefix"] = rng.choice(PREFIXES)
    if chance(15):
        options["optimized"] = False
    if chance(5):
        options["extensions"] = rng.sample(options["extensions"], rng.randint(0, 3))
        if "i18n" not in options["extensions"]:
            options = {k: v for k, v in options.items() if k not in ("translations", "newstyle_gettext")}
    return options


def make(rng):
    options = make_options(rng)
    names = FILES[:rng.choice((0, 0, 1, 2, 3, 4, 4))]
    templates = {}
    for i, name in enumerate(names):
        # what a template includes or extends mostly comes before it, so that few never end
        files = names if rng.random() < 0.03 else names[:i]
        parent = names[i - 1] if i in (1, 2) and rng.random() < 0.7 else None
        templates[name] = Generator(rng, options, files, rng.randint(1, 3)).template(parent)
    parent = rng.choice(names) if names and rng.random() < 0.5 else None
    source = Generator(rng, options, names, rng.randint(1, 4)).template(parent)
    context = dict(rng.choice(CONTEXTS))
    if names and rng.random() < 0.15:
        context["a"] = rng.choice(names)
    job = {"context": context, "globals": {"t": rng.choice([0, "g"]), "x": 5} if rng.random() < 0.3 else {}, "options": options}
    if rng.random() < 0.12:
        source = mutate(rng, source)
    if templates or rng.random() < 0.2:
        if templates and rng.random() < 0.05:
            broken = rng.choice(names)
            templates[broken] = mutate(rng, templates[broken])
        main = rng.choice(["main.html", "main.txt"])
        return {**job, "template": main, "templates": {**templates, main: source}} if rng.random() < 0.6 else {**job, "source": source, "templates": templates}
    return {**job, "source": source}


if __name__ == "__main__":
    sys.exit(hunt(make, __doc__))
