#!/usr/bin/env python3
"""Looks for differences between hokora and Jinja2 in what is built in: filters, tests, globals, methods, operators, formatting.

Makes small expressions at random over values of every type, area by area, and compares the answers (compare_jinja.py). What there is to
call (names, parameters) is asked of Jinja2 and Python themselves, so nothing new can be forgotten. Neither the build nor the tests need it.

    fuzz/differential.py --cmd 'build/release/hokora batch' --jobs 20000 --area filters --seed 7
"""

import inspect
import sys

try:
    from jinja2.defaults import DEFAULT_FILTERS, DEFAULT_TESTS
    from markupsafe import Markup
except ImportError:
    sys.exit("differential.py: the Python package jinja2 is missing (pip install jinja2==3.1.6)")

import compare_jinja

CONTEXT = {
    "n": None, "t": True, "f": False, "i": 5, "z": 0, "neg": -3, "big": 12345678901234567890123, "x": 2.5, "tiny": 1e-7, "huge": 1.5e300,
    "s": "hello World", "e": "", "h": "<a href=\"x\">it's & </a>", "u": "Straße ǆ İi ﬁ 中文 e\u0301", "num": " 42 ", "hexa": "0x1F", "pct": "%s|%5.2f|%(a)s",
    "fmt": "{0}|{a}|{:>8}", "lines": "one\ntwo\r\n\nthree four\tfive  ", "url": "see http://example.com/a?b=c&d, (www.foo.org) or me@x.org!",
    "l": [3, 1, 2], "le": [], "ls": ["b", "A", "c", "a"], "mixed": [1, "a", None, 2.5, True, [1]], "ll": [[1, 2], [3, 4]], "pairs": [["a", 1], ["b", 2]],
    "d": {"a": 1, "b": "<x>", "c": None}, "de": {}, "dd": {"k": {"x": 1, "y": [1, 2]}, "B": 2, "a b": 3},
    "rows": [{"name": "Zoe", "age": 30, "tag": {"v": 1}}, {"name": "adam", "age": 25, "tag": {"v": 2}}, {"name": "Bob", "age": 30}],
}
LITERALS = [
    "0", "1", "-1", "2", "3", "10", "255", "-7", "1.0", "0.0", "-0.0", "1.5", "2.675", "1e16", "1e-5", "123456789.125", "'inf'|float", "'-inf'|float", "'nan'|float",
    "2**31", "2**63", "-2**63", "2**64", "10**25", "true", "false", "none", "''", "'a'", "'Abc dEF'", "' pad '", "'12'", "'-1.5e3'", "'é'", "'ß'", "'\\n'", "'a,b,,c'",
    "'<b>&amp;\\'</b>'", "'٣'", "'ǅ'", "'\\x00\\x7f\\u200b'", "'😀'", "'İ'", "'Σας'", "'nan'", "'1_000'", "[]", "[1, 2, 3]", "['b', 'a']", "(1, 2)", "()", "('a',)", "(1, 'a', none)",
    "{}", "{'a': 1}", "{'b': 2, 'a': 1}", "{1: 'x', 2.0: 'y'}", "[[]]", "[none]", "[1, [2, {'a': (3,)}]]", "missing", "d.missing", "('<i>'|safe)", "(h|safe)", "(h|e)",
    "(u|safe)", "range(3)", "range(5, 0, -2)", "range(0)", "'ab'.encode()", "u.encode()", "d.items()", "d.keys()", "dd.values()", "l|map('string')", "ls|map('upper')|list",
    "l|reverse", "namespace(a=1)", "cycler(1, 2)", "joiner()", "range", "dict", "s.upper", "l.append", "rows[0]", "ll[1]", "rows|groupby('age')", "[1, missing]", "dict(a=1)",
]
NAMES = list(CONTEXT)
TYPES = {"STRING": str, "MARKUP": Markup, "LIST": list, "TUPLE": tuple, "DICT": dict, "RANGE": range, "INT": int, "FLOAT": float, "BOOL": bool, "BYTES": bytes}
OF_TYPE = {
    str: ["s", "e", "h", "u", "num", "lines", "url", "pct", "fmt", "'a'", "'Abc dEF'", "'a,b,,c'", "'ß'", "'ǆa'", "'٣'", "'12'", "'Σας'", "'éa'", "'\\x1c a\\u2028b'", "'x\\x00'"],
    Markup: ["(s|safe)", "(h|safe)", "(h|e)", "(u|safe)", "(''|safe)", "(lines|safe)", "('{} {a}'|safe)", "('%s'|safe)"],
    list: ["l", "le", "ls", "mixed", "ll", "rows", "[1, 2, 1]", "[2.0, true, 1]", "[none]"],
    tuple: ["()", "(1, 2, 1)", "('a', none)", "((1,), [2])"],
    dict: ["d", "de", "dd", "{'a': 1, 2: 3}", "dict(a=1, b=2)", "{none: 1, (1, 2): 2}"],
    range: ["range(3)", "range(0)", "range(5, 0, -2)", "range(-3, 9, 4)"],
    int: ["i", "z", "neg", "big", "(2**63)", "(-2**63)", "(255)", "(1)"],
    float: ["x", "tiny", "huge", "(0.0)", "(-0.0)", "('inf'|float)", "(2.0)", "(0.1)"],
    bool: ["t", "f"],
    bytes: ["'ab'.encode()", "u.encode()", "''.encode()", "' A b '.encode()", "s.encode('utf-16')", "'\\x80'.encode('latin-1')"],
}
WORDS = ["a", "name", "age", "tag.v", "0", "k", "upper", "lower", "int", "odd", "even", "string", "missing", "x y", "", ", ", "\\n", "*", "é", "key", "value", "ceil",
         "floor", "common", "utf-8", "ascii", "strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "latin-1", "<br>", "...", "big", "little", "_blank", "nofollow", "tel:"]
OPERATORS = ["+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"]


class Maker:
    """Makes expressions with one random number generator."""

    def __init__(self, rng):
        self.rng = rng

    def pick(self, items):
        return self.rng.choice(items)

    def chance(self, percent):
        return self.rng.randrange(100) < percent

    def word(self):
        return f"'{self.pick(WORDS)}'"

    def value(self):
        return self.pick(NAMES) if self.chance(45) else self.pick(LITERALS)

    def of_type(self, kind):
        return self.pick(OF_TYPE[kind])

    def argument(self):
        """Mostly what arguments are: small numbers and words."""
        roll = self.rng.randrange(100)
        if roll < 30:
            return self.pick(["0", "1", "2", "3", "5", "8", "12", "-1", "-2", "40"])
        if roll < 60:
            return self.word()
        return self.pick(["true", "false", "none"]) if roll < 70 else self.value()

    def arguments(self, names, usual):
        """Positional and keyword arguments: about as many as there are parameters, now and then wrong."""
        count = usual if self.chance(60) else self.rng.randrange(usual + 2)
        out, keywords = [], False
        for at in range(count):
            name = names[at] if at < len(names) else None
            keywords = keywords or self.chance(20)
            if keywords:
                name = name if name and self.chance(90) else self.pick((names or []) + ["bogus"])
                out.append(f"{name}={self.argument()}")
            else:
                out.append(self.argument())
        return ", ".join(out)


# ---------------------------------------------------------------- areas: each gives (what is looked at, expression)

def parameters(function):
    """The names that a caller can give, without those that Jinja passes itself and the value."""
    try:
        names = list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return []
    hidden = 1 if hasattr(function, "jinja_pass_arg") or names[:1] in (["environment"], ["eval_ctx"], ["context"]) else 0
    return [name for name in names[hidden + 1:] if name not in ("args", "kwargs")]


FILTERS = {name: parameters(function) for name, function in DEFAULT_FILTERS.items() if name != "random"}
LAZY = {"map", "select", "reject", "selectattr", "rejectattr", "batch", "slice", "items", "unique", "reverse"}
USES_NAMES = {"map", "select", "reject", "selectattr", "rejectattr", "format", "join", "groupby", "sort", "unique", "min", "max", "sum", "attr"}


def filters(m):
    name = m.pick(list(FILTERS))
    names = FILTERS[name]
    usual = m.rng.randrange(4) if name in USES_NAMES else m.rng.randrange(len(names) + 1)
    call = f"{m.value()}|{name}({m.arguments(names, usual)})" if m.chance(85) else f"{m.value()}|{name}"
    return name, call + ("|list" if name in LAZY and m.chance(80) else "")


def tests(m):
    name = m.pick(list(DEFAULT_TESTS))
    if not name[0].isalpha():
        return name, f"[{m.value()}, {m.value()}]|select('{name}', {m.argument()})|list"
    roll = m.rng.randrange(100)
    if roll < 40:
        return name, f"{m.value()} is {name}"
    if roll < 90:
        return name, f"{m.value()} is {'not ' if m.chance(20) else ''}{name}({m.arguments([], 1)})"
    return name, f"{m.value()} is {name}({m.arguments(['value', 'num', 'other', 'seq'], 2)})"


def globals_(m):
    name = m.pick(["range", "dict", "cycler", "joiner", "namespace", "lipsum", "object"])
    if name == "range":
        call = f"range({m.arguments(['start', 'stop'], m.rng.randrange(4))})"
        return name, call + m.pick(["", "|list", "[1]", "|length", ".index(2)", "[::-1]", "[-1]", ".start", " == range(3)"])
    if name == "lipsum":
        return name, f"lipsum({m.arguments(['n', 'html', 'min', 'max'], m.rng.randrange(4))}) is string"
    if name == "object":
        return name, f"{m.pick(['cycler', 'joiner', 'namespace', 'dict', 'range', 'lipsum'])}{m.pick(['.x', '[0]', '|list', '|length', ' + 1', '|upper', ' == 1', '()', '|string|length > 3', ' is callable', '.name'])}"
    call = f"{name}({m.arguments(['a', 'b', 'sep', 'items'], m.rng.randrange(3))})"
    return name, call + m.pick(["", "()", ".next()", ".current", ".reset()", ".pos", ".a", ".items", "['a']", "|list", "|length", "|string", " == 1", "|tojson", ".next(1)", "|pprint"])


METHODS = {kind: [name for name in dir(kind) if not name.startswith("_")] for kind in OF_TYPE}


def methods(m):
    kind = m.pick(list(METHODS))
    name = m.pick(METHODS[kind] + ["missing"])
    if m.chance(5):
        return f"{kind.__name__}.{name}", f"{m.of_type(kind)}.{name}"
    return f"{kind.__name__}.{name}", f"{m.of_type(kind)}.{name}({m.arguments(['sep', 'maxsplit', 'keepends', 'encoding', 'errors', 'tabsize', 'reverse'], m.pick([0, 1, 1, 2, 3]))})"


def methods_mild(m):
    """Methods with arguments of the receiver's own type."""
    kind = m.pick([str, Markup, bytes])
    name = m.pick(METHODS[kind])
    arguments = [m.of_type(m.pick([kind, str, kind])) for _ in range(m.pick([0, 1, 1, 2]))] + m.pick([[], [], ["1"], ["-2"], ["none"], ["0", "3"]])
    return f"{kind.__name__}.{name}", f"{m.of_type(kind)}.{name}({', '.join(arguments)})"


def percent(m):
    directive = "%" + m.pick(["", "", "(a)", "(b)", "(", "(a"]) + m.pick(["", "-", "+", " ", "0", "#", "-0", "+#", " 0"]) + m.pick(["", "", "5", "12", "*"])
    directive += m.pick(["", "", ".2", ".0", ".10", ".", ".*"]) + m.pick(["", "", "l"]) + m.pick(list("sdrifgGeExXoucaF%z") + [""])
    text = m.pick(["", "x", "<"]) + directive + m.pick(["", " y", "%%", "%s"])
    right = m.pick([m.value(), f"({m.value()},)", f"({m.value()}, {m.value()})", "d", f"{{'a': {m.value()}, 'b': {m.value()}}}"])
    left = f"('{text}'|safe)" if m.chance(30) else f"'{text}'"
    return f"%{directive[-1:]}", f"{left}|format({m.arguments(['a', 'b'], m.rng.randrange(3))})" if m.chance(20) else f"{left} % {right}"


def spec(m):
    return (m.pick(["", "", "", "*", "<", "é", "{"]) + m.pick(["", "<", ">", "^", "="]) if m.chance(60) else "") + m.pick(["", "", "+", "-", " "]) + m.pick(["", "", "z"]) + \
        m.pick(["", "", "#"]) + m.pick(["", "", "0"]) + m.pick(["", "1", "9", "20"]) + m.pick(["", "", ",", "_"]) + m.pick(["", "", ".0", ".3", ".12", "."]) + m.pick(list("sdbcoxXneEfFgG%") + [""] * 4 + ["q", "ss"])


def str_format(m):
    field = m.pick(["", "0", "1", "a", "a.b", "0[0]", "0[a]", "a[k]", "0.real", "0.missing", "a[", "01", "0.__class__", "a.upper"]) + m.pick(["", "", "", "!r", "!s", "!a", "!z", "!"])
    text = "{" + field + m.pick(["", ":" + spec(m), ":" + spec(m), ":{}", ":{0}"]) + "}" + m.pick(["", "", "}}", "{{", "}", "{}", " {a}"])
    left = f"('{text}'|safe)" if m.chance(25) else f"'{text}'"
    values = [m.value() for _ in range(m.pick([0, 1, 1, 2]))] + m.pick([[], [], [f"a={m.value()}"]])
    return f"format {field[-2:]}", f"{left}.format({', '.join(values)})" if m.chance(93) else f"{left}.format_map({m.value()})"


def format_spec(m):
    """A valid field, so that the specification is what is looked at."""
    kind = m.pick([int, float, str, bool, int, float, Markup])
    return f"spec {kind.__name__}", f"'{{:{spec(m)}}}'.format({m.of_type(kind) if m.chance(90) else m.value()})"


def operand(m, depth=1):
    return m.value() if depth == 0 or m.chance(75) else f"({operand(m, 0)} {m.pick(OPERATORS)} {operand(m, 0)})"


def operators(m):
    op = m.pick(OPERATORS)
    if m.chance(10):
        op = m.pick(["-", "+", "not "])
        return f"unary {op}", f"{op}{operand(m)}"
    if m.chance(5):
        return "chain", f"{m.value()} {m.pick(OPERATORS[8:16])} {m.value()} {m.pick(OPERATORS[8:16])} {m.value()}"
    return op, f"{operand(m)} {op} {operand(m)}"


def arithmetic(m):
    """Numbers only, so that most answers are no errors."""
    number = [m.of_type(m.pick([int, int, float, bool])) for _ in range(3)]
    ops = [m.pick(["+", "-", "*", "/", "//", "%", "<", "==", ">="]) for _ in range(2)]
    if m.chance(15):
        return "**", f"{number[0]} ** {m.pick(['0', '1', '2', '3', '-1', '0.5', '-2', '10', 'x', 't', 'neg'])}"
    if m.chance(15):
        return "round", f"{number[0]}|round({m.pick(['', '0', '1', '2', '-1', '5', '-2', '20'])}{m.pick(['', '', ', method=' + m.pick(['ceil', 'floor', 'common', 'x']).join(chr(39) * 2)])})".replace("(, ", "(")
    return ops[0], f"{number[0]} {ops[0]} {number[1]}" + (f" {ops[1]} {number[2]}" if m.chance(40) else "")


def subscripts(m):
    part = lambda: m.pick(["", "", "0", "1", "-1", "2", "-5", "100", "none"]) if m.chance(88) else m.value()
    key = f"{part()}:{part()}" + (f":{part()}" if m.chance(50) else "") if m.chance(50) else m.argument()
    kind = m.pick([str, Markup, list, tuple, dict, range, bytes])
    return f"{kind.__name__}[{':' if ':' in key else ''}]", f"{m.of_type(kind) if m.chance(80) else m.value()}[{key}]" + m.pick(["", "", "", ".x", "|list", " is defined"])


def attributes(m):
    name = m.pick(["a", "x", "missing", "items", "keys", "upper", "real", "imag", "numerator", "start", "stop", "__class__", "__class__.__name__", "_private", "__html__", "__len__", "mro",
                   "__init__", "append", "grouper", "list", "_undefined_name", "format", "count", "__missing__", "x.y", "a.b.c"])
    return f".{name}", f"{m.value()}.{name}" if m.chance(70) else f"{m.value()}|attr('{name.split('.')[0]}')"


def text_of(m):
    """What a value prints as."""
    items = [m.value() for _ in range(m.rng.randrange(1, 4))]
    nested = m.pick(["[%s]", "(%s,)", "{'k': [%s]}", "{(1, 'é'): (%s,)}", "namespace(a=[%s])", "dict(k=(%s,))"]) % ", ".join(items)
    return "text", nested + m.pick(["", "", "|string", "|pprint", "|tojson", "|tojson(2)", "|string|length", "|e", "|urlencode", "|xmlattr", "|join(', ')", "|string|pprint"])


UNICODE = [(0x20, 0x24f), (0x250, 0x5ff), (0x600, 0x1fff), (0x2000, 0x2fff), (0x3000, 0xd7ff), (0xe000, 0xffff), (0x10000, 0x1ffff), (0x20000, 0x10ffff)]


def unicode(m):
    text = "".join(chr(m.rng.randint(*m.pick(UNICODE))) for _ in range(m.rng.randrange(1, 7))) + m.pick(["", "a", "Σ", " ", "ŉ"])
    text = "".join(c for c in text if c not in "'\\{}%#")
    name = m.pick([name for name in METHODS[str] if name[:2] == "is"] + ["upper", "lower", "title", "capitalize", "swapcase", "casefold", "split", "splitlines", "strip"])
    action = m.pick([f".{name}()", f".{name}()", f".{name}()", "|title", "|capitalize", "|upper", "|pprint", "|urlencode", "|tojson", "|wordcount", "|length", "|reverse", "|int", "|float", "|list", "|trim", "|urlize", "|string|e"])
    return action.strip(".|()"), f"'{text}'{action}"


def mixtures(m):
    """Escaped and plain texts together."""
    parts = [m.of_type(m.pick([str, Markup])) for _ in range(3)]
    form = m.pick(["{0} ~ {1}", "{0} + {1}", "{0} % {1}", "[{0}, {1}, {2}]|join({2})", "{0}.join([{1}, {2}])", "{0}|replace({1}, {2})", "{0}.replace({1}, {2})", "{0}|indent", "{0}|center(20)",
                   "{0}|wordwrap(5)", "{0}|truncate(6)", "{0}|striptags", "{0}|urlize", "{0}|forceescape", "{0}|escape|escape", "{0}|format({1})", "({0} ~ {1})|upper|e", "{0} * 2", "2 * {0}",
                   "{0} in {1}", "{0} == {1}", "{0}|default({1})", "[{0}, {1}]", "{0}.split({1})", "{0}|trim({1})", "{{'a': {0}}}|xmlattr", "[{0}]|map('upper')|list", "{0}|tojson", "({0}, {1})|sum(start='')",
                   "{0} ~ missing ~ {1}", "{0}|string ~ 1", "{0}|capitalize", "{0}|title", "[{0}, 1]|join", "{0}.format({1}, a={2})", "{0}.partition({1})", "{0}.strip({1})", "{0}|e ~ {1}", "{0}|first", "{0}[1:3]"])
    return form, form.format(*parts)


def words(m):
    """Long texts through the filters that lay text out."""
    text = m.pick(["lines", "url", "s", "h", "u", "(h|safe)", "'lorem ipsum-dolor sit-amet, consectetur'", "'aaaa-bbbb cccccccccccccc dd'", "'a\\n\\nb c\\n  d'", "'  x  y '"])
    name = m.pick(["wordwrap", "truncate", "indent", "center", "wordcount", "title", "urlize", "batch", "slice", "filesizeformat", "striptags"])
    if name == "filesizeformat":
        return name, f"{m.pick(['999', '1000', '1023', '1024', '10**6', '1.5e9', 'big', '-5', num_text(m)])}|filesizeformat({m.pick(['', 'true', 'binary=true'])})"
    return name, f"{text}|{name}({m.arguments(FILTERS[name], m.rng.randrange(len(FILTERS[name]) + 1))})" + ("|list" if name in LAZY else "")


def num_text(m):
    return m.pick(["'1000'", "'x'", "num", "none", "'inf'|float"])


def json_like(m):
    value = m.pick([m.value(), f"[{m.value()}, {m.value()}]", f"{{'k': {m.value()}, 'a': {m.value()}}}", f"{{{m.value()}: 1}}", "rows", "dd", "mixed"])
    return "tojson", f"{value}|{m.pick(['tojson', 'pprint'])}" + m.pick(["", "", f"({m.arguments(['indent'], 1)})"])


def native(m):
    pieces = [f"{{{{ {m.pick([text_of, arithmetic, operators])(m)[1]} }}}}" for _ in range(m.pick([1, 1, 2]))]
    return "native", m.pick(["", "", " ", "[", "0", "'", "# ", "-"]).join(pieces + ([] if m.chance(70) else [m.pick(["]", "1", "abc", ", 2", "\n"])]))


GETTEXT = ["{% trans %}Hello{% endtrans %}", "{% trans user=s %}Hi {{ user }}{% endtrans %}", "{% trans n=i %}one{% pluralize %}{{ n }} many{% endtrans %}", "{{ _('Hello') }}",
           "{{ gettext(V) }}", "{{ _(V, a=V) }}", "{{ gettext('Hi %(user)s', user=V) }}", "{{ ngettext('one', '%(num)s many', V) }}", "{{ pgettext('ctx', 'Hello') }}", "{{ npgettext('ctx', 'one', 'two', V) }}",
           "{% trans a=V, b=V %}{{ a }}100%{{ b }}{% endtrans %}", "{% trans trimmed %} a\n  b {% endtrans %}", "{% trans 'ctx' %}Hello{% endtrans %}", "{% trans count=V %}{{ count }} x{% pluralize count %}{{ count }} xs{% endtrans %}",
           "{% set gettext = V %}{{ _('x') }}", "{{ _(V) % {'a': V} }}", "{% trans h %}{{ h }}&{% endtrans %}", "{{ ngettext(V, V, V) }}", "{{ _() }}", "{{ gettext('a', 'b') }}", "{{ _ }}"]


def i18n(m):
    source = m.pick(GETTEXT)
    while "V" in source:
        source = source.replace("V", m.value(), 1)
    return source[:14], source


def all_parameters(function):
    """With those that Jinja2 passes itself, which no keyword can give."""
    try:
        return [name for name in inspect.signature(function).parameters if name not in ("args", "kwargs")]
    except (TypeError, ValueError):
        return []


def keywords(m):
    """Keywords in every order, now and then twice, unknown, or out of a dict."""
    table, sign = m.pick([(DEFAULT_FILTERS, "|"), (DEFAULT_FILTERS, "|"), (DEFAULT_TESTS, " is ")])
    name = m.pick([name for name in table if name[0].isalpha() and name not in ("random", "in")])
    names = all_parameters(table[name])
    names = m.rng.sample(names, m.rng.randrange(len(names) + 1)) + [m.pick(["bogus", "self", "context"] + names) for _ in range(m.chance(25))]
    given = [m.argument() for _ in range(m.pick([0, 0, 0, 1, 2]))] + [f"{word}={m.argument()}" for word in names]
    if m.chance(20):
        given.append(m.pick(["*l", "*none", "**d", "**{}", "**none", "**missing", "**{1: 2}", f"**{{'{m.pick(names or ['a'])}': 1}}"]))
    return name, f"{m.value()}{sign}{name}({', '.join(given)})" + ("|list" if name in LAZY and sign == "|" else "")


PIECES = ["1", "-", "+", ".", "e5", "'", '"', "[", "]", "(", ")", "{", "}", ", ", ": ", " ", "\n", "a", "b'", "r'", "None", "True", "0x1F", "1_000", "#c", "\\", "'é'", "'\\x41'", "-(1)", "(1,)", "{1: 2}", "01", "é",
          "{{ 1 }}", "{{ 'a' }}", "{{ '' }}", "{{ '1' }}", "{{ [1, 'a'] }}", "{{ d }}", "{{ n }}", "{{ h }}", "{{ big }}", "{{ missing }}", "{{ (h|safe) }}", "{{ range(3) }}", "{% for q in l %}{{ q }},{% endfor %}",
          "{% macro m(v) %}{{ v }}{% endmacro %}{{ m(1) }}", "{% set q %}{{ 1 }}{% endset %}{{ q }}", "{% set q %}{{ '' }}{% endset %}{{ q }}", "{% filter upper %}a{% endfilter %}", "{% block c %}{{ l }}{% endblock %}{{ self.c() }}",
          "{% raw %}1{% endraw %}", "{% print 1, 2 %}", "{% if t %}{{ n }}{% endif %}"]


def pieces(m):
    """What a native template makes of many pieces."""
    return "native", "".join(m.pick(PIECES) for _ in range(m.rng.randint(1, 6)))


AREAS = {"filters": filters, "tests": tests, "globals": globals_, "methods": methods, "texts": methods_mild, "percent": percent, "format": str_format, "spec": format_spec, "operators": operators,
         "arithmetic": arithmetic, "subscripts": subscripts, "attributes": attributes, "print": text_of, "unicode": unicode, "markup": mixtures, "words": words, "json": json_like,
         "native": native, "pieces": pieces, "keywords": keywords, "i18n": i18n, "sandbox": None, "huggingface": None}
FRAMES = ["{{ E }}", "{{ E }}", "{{ [E] }}", "{% set v = E %}{{ v }}", "{% set v = E %}{{ [v] }}", "\n{{ E }}", "{% if E %}yes{% else %}no{% endif %}", "{% for v in E %}{{ v }};{% endfor %}",
          "{% autoescape t %}{{ E }}{% endautoescape %}", "{% autoescape f %}{{ E }}|{{ h ~ (E) }}{% endautoescape %}", "{% autoescape true %}{{ E }}{{ [E] }}{% endautoescape %}",
          "{% set v %}<{{ E }}>{% endset %}{{ v }}{{ [v] }}", "{% set v|trim %} {{ E }} {% endset %}{{ [v] }}", "{% filter upper|e %}<{{ E }}>{% endfilter %}", "{% filter replace('a', h) %}{{ E }}{% endfilter %}",
          "{% macro m(a, b=E) %}{{ a }}|{{ [b] }}|{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(E) }}", "{% macro m(a) %}<b>{{ a }}</b>{% endmacro %}{{ m(E)|length }}{{ m(E) ~ h }}{{ [m(1)] }}",
          "{% macro m() %}[{{ caller(E) }}]{% endmacro %}{% call(x) m() %}{{ x }}{{ [x] }}{% endcall %}", "{% with v = E, w = h %}{{ v }}{{ w }}{% endwith %}", "{% for v in [E, 1] %}{{ loop.index }}{{ v }}{{ loop.changed(v) }}{% endfor %}",
          "{% for k in l if E %}{{ k }}{% else %}none{% endfor %}", "{{ 1 if E else 2 }}", "{{ (E) or 'x' }}{{ (E) and 'y' }}", "{{ not (E) }}", "{{ (E)|default('D') }}", "{{ (E) ~ h ~ 1 }}", "{{ [E, E]|join(h) }}",
          "{% set ns = namespace(a=E) %}{% set ns.a = ns.a %}{{ ns.a }}{{ ns }}", "{% set a, b = E %}{{ a }}{{ b }}", "{{ dict(x=E) }}", "{{ {h: E} }}", "{{ (E, )|string }}", "{{ [E]|map('string')|list }}",
          "{% for v in [E]|map('e') %}{{ v }}{% endfor %}", "{{ (E)|string|e }}", "{{ [[E]]|map('first')|list }}", "{{ (E) == (E) }}{{ (E) in [E] }}", "{{ '%s' % (E) }}", "{{ '{}'.format(E) }}", "{{ (E)|tojson }}", "{{ {'k': E}|xmlattr }}",
          "{% for v in [E] recursive %}{{ v }}{{ loop.depth }}{% endfor %}", "{% block b scoped %}{{ E }}{% endblock %}", "{% block b %}{{ E }}{% endblock %}{{ self.b() }}", "{{ [E]|first }}", "{{ namespace(x=E).x }}", "{{ (E).x }}", "{{ (E)[0] }}",
          "{{ (E)|pprint }}", "{{ [E]|sum(start=E) }}", "{{ (E) < (E) }}", "{{ -(E) }}", "{{ (E) is defined }}{{ (E) is none }}", "{{ cycler(E, 2).next() }}", "{{ (E)|list }}", "{% print E, 1 %}"]
TRANSLATIONS = {"Hello": "Hallo", "Hi %(user)s": "Hoi %(user)s", "one": "een", "%(n)s many": "%(n)s veel", "ctx\x04Hello": "Dag", "%(a)s100%%%(b)s": "<%(b)s %(a)s>"}


def make(rng, areas):
    """One job; its id says what it looks at."""
    m, area = Maker(rng), rng.choice(areas)
    look = AREAS[area] or m.pick([filters, methods, operators, attributes, str_format, globals_, subscripts, json_like])
    what, text = look(m)
    source = text if area in ("native", "pieces", "i18n") else m.pick(FRAMES).replace("E", text)
    options = {}
    if m.chance(40):
        options["autoescape"] = m.chance(75)
    if m.chance(30):
        options["undefined"] = m.pick(["strict", "chainable", "debug"])
    if area in ("native", "pieces"):
        options["native"] = True
    elif area == "sandbox" or m.chance(3):
        options["sandboxed"] = m.pick([True, "immutable"])
    if area == "i18n":
        options.update(extensions=["i18n"])
        if m.chance(90):
            options.update(translations=TRANSLATIONS, newstyle_gettext=m.chance(50))
    if area == "huggingface":
        options = {"preset": "huggingface"}
    return {"id": f"{area}: {what}", "source": source, "context": CONTEXT, "options": options}


if __name__ == "__main__":
    sys.exit(compare_jinja.hunt(make, __doc__, list(AREAS)))
