"""Runs jobs through Jinja2 and through `hokora batch`, and says where the two differ.

    fuzz/compare_jinja.py --expect tests/conformance/differences.jsonl

checks that each job of the list still differs, and that Jinja2 answers what stands there.

A job is a line of `hokora batch`: {"source" | "template" | "expression": ..., "templates": {...}, "context": {...}, "globals": {...},
"options": {...}}. A generator hands `hunt` a function that makes one from a random number generator; hunt answers the jobs both ways,
sorts the differences into groups, shrinks one or more of each group, and prints them. Needs the Python packages jinja2 3.1.6 and markupsafe
2.1.2 (of a later one Markup's methods differ).
"""

import argparse
import collections
import json
import math
import os
import random
import re
import resource
import select
import signal
import subprocess
import time
import warnings

import jinja2
from jinja2 import sandbox
from jinja2.nativetypes import NativeEnvironment

SECONDS = 2                 # for one job
MEMORY = 1 << 30            # for the process that runs Jinja2
UNDEFINED = {"default": jinja2.Undefined, "strict": jinja2.StrictUndefined, "chainable": jinja2.ChainableUndefined, "debug": jinja2.DebugUndefined}
SANDBOX = {False: jinja2.Environment, True: sandbox.SandboxedEnvironment, "immutable": sandbox.ImmutableSandboxedEnvironment}


# ---------------------------------------------------------------- one job in Jinja2

def install_translations(env, catalogue, newstyle):
    def gettext(message):
        return catalogue.get(message, message)

    def ngettext(singular, plural, n):
        return gettext(singular if n == 1 else plural)

    def pgettext(context, message):
        return catalogue.get(f"{context}\x04{message}", message)

    def npgettext(context, singular, plural, n):
        return pgettext(context, singular if n == 1 else plural)

    for function in (gettext, ngettext, pgettext, npgettext):
        function.__qualname__ = function.__name__       # which messages name
    env.install_gettext_callables(gettext, ngettext, newstyle=newstyle, pgettext=pgettext, npgettext=npgettext)


def huggingface():
    """What the transformers library renders chat templates in, without its tag and its clock."""
    def fail(message):
        raise jinja2.TemplateError(message)

    def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

    tojson.__qualname__ = "tojson"
    env = sandbox.ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"])
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = fail
    return env


def environment(job, files):
    """The environment of a job; `files` is filled with the templates' names by the file names that tracebacks give."""
    options = dict(job.get("options", {}))
    if options.get("preset") == "huggingface":
        return huggingface()
    cls = NativeEnvironment if options.pop("native", False) else SANDBOX[options.pop("sandboxed", False)]
    catalogue, newstyle = options.pop("translations", None), options.pop("newstyle_gettext", False)
    options["extensions"] = ["jinja2.ext." + name for name in options.get("extensions", [])]
    options["undefined"] = UNDEFINED[options.get("undefined", "default")]
    if options.get("autoescape") == "select":
        options["autoescape"] = jinja2.select_autoescape()

    def load(name):
        if name not in job["templates"]:
            return None
        files[f"file {len(files)}"] = name
        return job["templates"][name], f"file {len(files) - 1}", None

    env = cls(loader=jinja2.FunctionLoader(load) if "templates" in job else None, **options)
    if catalogue is not None:
        install_translations(env, catalogue, newstyle)
    env.globals.update(job.get("globals", {}))
    return env


def place(error, files):
    """Template and line of the innermost frame of template code."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return files.get(error.name, error.name), error.lineno        # an unclosed raw gives the file's name
    where, step = (None, None), error.__traceback__
    while step:
        names = step.tb_frame.f_globals
        if "__jinja_exception__" in names:
            where = files.get(step.tb_frame.f_code.co_filename), step.tb_lineno
        elif "__jinja_template__" in names:
            template = names["__jinja_template__"]
            where = template.name, template.get_corresponding_lineno(step.tb_lineno)
        step = step.tb_next
    return where


def plain(value):
    """Is the value what JSON can say?"""
    if isinstance(value, float):
        return math.isfinite(value)
    if type(value) is list:
        return all(map(plain, value))
    if type(value) is dict:
        return all(type(key) is str and plain(item) for key, item in value.items())
    return value is None or type(value) in (str, bool, int)


def render(job):
    files = {}
    try:
        env = environment(job, files)
        if "expression" in job:
            value = env.compile_expression(job["expression"])(job.get("context", {}))
        else:
            template = env.from_string(job["source"]) if "source" in job else env.get_template(job["template"])
            value = template.render(job.get("context", {}))
    except Exception as error:
        name, line = place(error, files)
        message = error.message if isinstance(error, jinja2.TemplateSyntaxError) else str(error)
        return {"error": {"kind": type(error).__name__, "message": message, "template": name if isinstance(name, str) else None, "line": line}}
    if "expression" in job or job.get("options", {}).get("native"):
        return {"value": value} if plain(value) else {"skip": "not plain JSON"}
    return {"output": str(value)}


class TooLong(BaseException):
    """Not an Exception, so that no template swallows it."""


def ring(*_):
    raise TooLong


def jinja_child(lines, answers):
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, ring)
    for line in lines:
        try:
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
            try:
                answer = render(json.loads(line))
                text = json.dumps(answer)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        except (TooLong, MemoryError, ValueError, RecursionError) as error:
            text = json.dumps({"skip": type(error).__name__})
        answers.write(text + "\n")
        answers.flush()


def fork_jinja():
    """A child that answers lines with Jinja2."""
    job_read, job_write = os.pipe()
    answer_read, answer_write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(job_write)
        os.close(answer_read)
        try:
            jinja_child(os.fdopen(job_read), os.fdopen(answer_write, "w"))
        finally:
            os._exit(0)
    os.close(job_read)
    os.close(answer_write)
    return pid, os.fdopen(job_write, "wb"), os.fdopen(answer_read, "rb")


def start_command(command):
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    return child.pid, child.stdin, child.stdout, child


class Side:
    """Answers jobs one after the other in a process that is started anew when it is lost."""

    def __init__(self, start):
        self.start, self.parts = start, None

    def answer(self, job):
        if self.parts is None:
            self.parts = self.start()
        _, jobs, answers = self.parts[:3]
        try:
            jobs.write(json.dumps(job).encode() + b"\n")
            jobs.flush()
            if not select.select([answers], [], [], SECONDS * 3)[0]:
                self.stop()
                return {"lost": "no answer"}
            line = answers.readline()
        except BrokenPipeError:
            line = b""
        if not line:
            return {"lost": f"died: {self.stop()}"}
        answer = json.loads(line)
        answer.pop("id", None)
        return answer

    def stop(self):
        if self.parts is None:
            return None
        pid, jobs, answers = self.parts[:3]
        answers.close()
        try:
            jobs.close()
        except BrokenPipeError:
            pass
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        status = self.parts[3].wait() if len(self.parts) > 3 else os.waitpid(pid, 0)[1]
        self.parts = None
        return status


# ---------------------------------------------------------------- comparing

OWN_ADDRESS = re.compile(r"0x[0-9a-f]{12}")
OWN = re.compile(r"(?i)(?<=0x)7f[0-9a-f]{10}\b| \((<template>|file \d+), line \d+\)$")      # what Python says of itself


def comparable(text):
    return OWN.sub("", text) if isinstance(text, str) else text


def difference(want, got):
    """What differs between two answers, in a few words that stand for its kind; None: nothing that can be compared."""
    if "skip" in want or "lost" in want or "skip" in got:
        return None
    if "lost" in got:
        return "lost: " + got["lost"]
    if "error" not in want and "error" not in got:
        key = "value" if "value" in want else "output"
        same = comparable(want.get(key)) == comparable(got.get(key)) and type(want.get(key)) is type(got.get(key))
        return None if same else key
    a, b = want.get("error"), got.get("error")
    if not a or not b:
        one = a or b
        return f"{'only Jinja2' if a else 'only hokora'} fails: {one['kind']}: {stem(one['message'])}"
    if a["kind"] != b["kind"]:
        return f"kind: {a['kind']}: {stem(a['message'])} / {b['kind']}: {stem(b['message'])}"
    if a["kind"] != "RecursionError" and comparable(a["message"]) != comparable(b["message"]):
        return f"message: {a['kind']}: {stem(a['message'])} / {stem(b['message'])}"
    if a["kind"] != "SyntaxError" and (a["template"], a["line"]) != (b["template"], b["line"]):
        return f"place: {a['kind']}: {stem(a['message'])}"
    return None


def stem(message):
    """A message without what it says of the one case."""
    return re.sub(r"\d+", "9", re.sub(r"'[^']*'", "'…'", comparable(message) or ""))[:90]


# ---------------------------------------------------------------- shrinking

PIECE = re.compile(r"\{[%{#]-?|-?[%}#]\}|\w+|\s+|.", re.S)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|[^{]+|.", re.S)


def fewer(pieces, holds):
    """As few of the pieces as can be found for which `holds` is still true: halves are left out, then quarters, …"""
    size = max(1, len(pieces) // 2)
    while pieces:
        at = 0
        while at < len(pieces):
            less = pieces[:at] + pieces[at + size:]
            if holds(less):
                pieces = less
            else:
                at += size
        if size == 1:
            break
        size //= 2
    return pieces


def texts_of(job):
    return [(None, field) for field in ("source", "expression") if field in job] + [("templates", name) for name in job.get("templates", {})]


def with_text(job, outer, key, text):
    return {**job, outer: {**job[outer], key: text}} if outer else {**job, key: text}


def shrink(job, holds, seconds=10):
    """A job as small as can be found in the time for which `holds` is still true."""
    end = time.monotonic() + seconds
    in_time = lambda less: time.monotonic() < end and holds(less)
    for field in ("templates", "options", "context", "globals"):
        build = lambda keys: {**job, field: {key: job[field][key] for key in keys}}
        if field in job:
            job = build(fewer(list(job[field]), lambda keys: in_time(build(keys))))
    for pattern in (TAG, PIECE, TAG, PIECE):
        for outer, key in texts_of(job):
            text = job[outer][key] if outer else job[key]
            less = fewer(pattern.findall(text), lambda pieces: in_time(with_text(job, outer, key, "".join(pieces))))
            job = with_text(job, outer, key, "".join(less))
    return job


# ---------------------------------------------------------------- the hunt

class Pair:
    def __init__(self, command):
        self.jinja, self.hokora = Side(fork_jinja), Side(lambda: start_command(command))

    def compare(self, job):
        """(the difference or None, what Jinja2 says, what hokora says)"""
        want, got = self.jinja.answer(job), self.hokora.answer(job)
        return difference(want, got), want, got

    def stop(self):
        self.jinja.stop()
        self.hokora.stop()


def show(what, count, job, want, got):
    print(f"\n==== {what}  ({count} times)")
    for key, value in job.items():
        if key == "templates":
            for name, text in value.items():
                print(f"  [{name}] {json.dumps(text, ensure_ascii=False)}")
        elif value not in ({}, None):
            print(f"  {key}: {json.dumps(value, ensure_ascii=False)}")
    print("  Jinja2:", json.dumps(want, ensure_ascii=False))
    print("  hokora:", json.dumps(got, ensure_ascii=False), flush=True)


def hunt(make, description, areas=None):
    """make(rng) -> job, or with areas to choose from make(rng, areas). The command line's answer: 1 if there are differences."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    if areas:
        parser.add_argument("--area", action="append", choices=areas, help="only these (default all)")
    parser.add_argument("--cmd", default="build/release/hokora batch", help="the command that answers jobs (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="job n is made from seed and n")
    parser.add_argument("--jobs", type=int, default=2000, help="how many (default %(default)d)")
    parser.add_argument("--seconds", type=float, default=math.inf, help="stop after so long")
    parser.add_argument("--each", type=int, default=1, help="how many of each kind of difference are shrunk (default %(default)d)")
    parser.add_argument("--one", type=int, help="only this job, shown in full")
    o = parser.parse_args()
    choice = [o.area or areas] if areas else []
    pair, groups, kinds = Pair(o.cmd.split()), collections.defaultdict(list), collections.Counter()
    end = time.monotonic() + o.seconds
    for n in range(o.jobs) if o.one is None else [o.one]:
        if time.monotonic() > end:
            break
        job = make(random.Random(f"{o.seed}/{n}"), *choice)
        what, want, got = pair.compare(job)
        kinds["skip" if "skip" in want or "lost" in want else want["error"]["kind"] if "error" in want else "ok"] += 1
        if what is not None:
            groups[job.get("id"), what].append(job)
        if o.one is not None:
            show(what, 1, job, want, got)
    print(sum(kinds.values()), "jobs:", ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
    print(sum(map(len, groups.values())), "differ, in", len(groups), "ways", flush=True)
    for (_, what), jobs in sorted(groups.items(), key=lambda item: -len(item[1])):
        for job in sorted(jobs, key=lambda j: len(json.dumps(j)))[:o.each]:
            small = shrink(job, lambda less: pair.compare(less)[0] == what)
            show(what, len(jobs), small, *pair.compare(small)[1:])
    pair.stop()
    return 1 if groups else 0


# ---------------------------------------------------------------- the list of known differences

def without_addresses(answer):
    return OWN_ADDRESS.sub("0x", json.dumps(answer))


def check_list(path, command):
    """The command line's answer: 1 if a difference of the list is none, or Jinja2 says something else."""
    pair, wrong = Pair(command), 0
    with open(path) as lines:
        jobs = [json.loads(line) for line in lines]
    for job in jobs:
        expect = job.pop("expect")
        want, got = pair.compare(job)[1:]
        if without_addresses(want) == without_addresses(expect) and got != want:
            continue
        wrong += 1
        show("no difference" if got == want else "Jinja2 says something else", 1, job, want, got)
    pair.stop()
    print(len(jobs) - wrong, "passed,", wrong, "failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Checks the list of known differences.")
    options.add_argument("--expect", required=True, metavar="FILE", help="jobs with what Jinja2 answers")
    options.add_argument("--cmd", default="build/release/hokora batch", help="the command that answers jobs (default %(default)s)")
    chosen = options.parse_args()
    raise SystemExit(check_list(chosen.expect, chosen.cmd.split()))
