"""Jinja2 under the orders of ../bench.c: jinja2_bench.py FOLDER TEMPLATE, or with "once" renders to standard output and ends."""
import json
import os
import sys
import time

from jinja2 import Environment, FileSystemLoader


def environment(folder, name):
    return Environment(loader=FileSystemLoader(folder), autoescape=name.endswith((".html", ".json")), auto_reload=False)


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return file.read()


def timed(n, work):
    start = time.process_time_ns()
    for _ in range(n):
        work()
    return time.process_time_ns() - start


def peak_memory():
    with open("/proc/self/status") as file:
        return next(line.split()[1] for line in file if line.startswith("VmHWM:"))


def read_sources(folder, names):
    """Pairs of a name and a source. A name of a list stands for its sources."""
    for name in names:
        text = read(folder, name)
        for source in json.loads(text) if name.endswith(".json") else [text]:
            yield name, source


def compile_all(folder, sources):
    env = None
    for name, source in sources:
        if not env or name.endswith(".json"):
            env = environment(folder, name)
        env.from_string(source)


def main(folder, name, once=None):
    template = None if name.endswith(".json") else environment(folder, name).get_template(name)
    has_context = os.path.exists(os.path.join(folder, "context.json"))
    context = json.loads(read(folder, "context.json")) if has_context else {}
    if once:
        sys.stdout.write(template.render(context))
        return
    for line in sys.stdin:
        order, *words = line.split()
        if order == "render":
            with open(words[0], "w", encoding="utf-8", newline="") as file:
                file.write(template.render(context))
            answer = "ok"
        elif order == "time":
            answer = timed(int(words[0]), lambda: template.render(context))
        elif order == "compile":
            sources = list(read_sources(folder, words[1:]))
            answer = timed(int(words[0]), lambda: compile_all(folder, sources))
        else:
            answer = peak_memory()
        print(answer, flush=True)


main(*sys.argv[1:])
