"""The engines: how each is started, and the orders (see orders.h) that a started one obeys."""
import json
import os
import re
import shutil
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
CORE = max(os.sched_getaffinity(0))
COMPILED = ("table", "escape", "small")         # the workloads that peers/askama has
LIMITED = COMPILED + ("tree", "tree-loop")      # the workloads that were written by hand too


class Failed(Exception):
    """An engine cannot do what it was told."""


class Engine:
    """`command FOLDER TEMPLATE` starts it for orders; `once(workload)` is the command that renders to standard output and ends.
    Those with `only` some workloads have these built in: they compile nothing."""

    def __init__(self, name, version, command, once=None, only=None):
        self.name, self.version, self.command, self.once, self.only = name, version, command, once, only

    def start(self, workload):
        return Worker(self.command + [workload.folder, workload.template])


class Worker:
    """A running engine, pinned to one core."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        os.sched_setaffinity(self.process.pid, [CORE])

    def ask(self, *words):
        try:
            self.process.stdin.write(" ".join(map(str, words)) + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline().strip()
        except BrokenPipeError:
            answer = ""
        if not answer:
            lines = self.process.stderr.read().strip().splitlines()
            raise Failed(next((line.strip() for line in lines if "rror" in line), lines[-1] if lines else "it ended"))
        return answer

    def render(self, path):
        self.ask("render", path)
        with open(path, "rb") as file:
            return file.read()

    def time(self, order, n, names=()):
        """Nanoseconds of processor time for n times the work."""
        return int(self.ask(order, n, *names))

    def memory(self):
        return int(self.ask("memory"))

    def stop(self):
        self.process.communicate()


def jinja2(python):
    asked = subprocess.run([python, "-c", "import platform as p, importlib.metadata as m; "
                            "print(m.version('jinja2'), 'on', p.python_implementation(), p.python_version())"],
                           capture_output=True, text=True)
    script = [python, os.path.join(HERE, "peers/jinja2_bench.py")]
    if asked.returncode == 0:
        return Engine("Jinja2", asked.stdout.strip(), script, once=lambda w: script + [w.folder, w.template, "once"])
    return None


def crate(name, build):
    """The program of peers/NAME and the version of NAME in it, or nothing."""
    folder, target = os.path.join(HERE, "peers", name), os.path.join(build, name)
    cargo = ["cargo", "build", "--release", "--quiet", "--locked", "--target-dir", target]
    if not shutil.which("cargo") or subprocess.run(cargo, cwd=folder).returncode != 0:
        return None, None
    with open(os.path.join(folder, "Cargo.lock")) as file:
        version = re.search(r'name = "%s"\nversion = "(.*)"' % name, file.read()).group(1)
    return [os.path.join(target, "release/%s-bench" % name)], version


def installed(program, folder):
    """A copy, as installing makes one. A file that the linker wrote piece by piece lies in small pieces in the page cache, too, and starts
    15 % slower."""
    copy = os.path.join(folder, "installed-" + os.path.basename(program))
    shutil.copy(program, copy)
    return copy


def minijinja(build):
    program, version = crate("minijinja", build)
    if not program:
        return None
    once = [installed(program[0], build)]
    return Engine("MiniJinja", version, program, once=lambda w: once + [w.folder, w.template, "once"])


def askama(build):
    program, version = crate("askama", build)
    return program and Engine("Askama", version + ", compiled in", program, only=COMPILED)


def nunjucks(build):
    modules, script = os.path.join(build, "nunjucks"), os.path.join(HERE, "peers/nunjucks")
    if not shutil.which("npm") or not shutil.which("node"):
        return None
    os.makedirs(modules, exist_ok=True)
    for file in ("package.json", "package-lock.json"):
        shutil.copy(os.path.join(script, file), modules)
    if subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=modules, stderr=subprocess.DEVNULL).returncode != 0:
        return None
    with open(os.path.join(modules, "node_modules/nunjucks/package.json")) as file:
        version = json.load(file)["version"]
    command = ["env", "NODE_PATH=" + os.path.join(modules, "node_modules"), "node", os.path.join(script, "bench.js")]
    return Engine("nunjucks", version, command, once=lambda w: command + [w.folder, w.template, "once"])


def find(programs, build, python, hokora, folder):
    """hokora first. A peer whose tools are missing is left out, and so is, for another folder than the tree's, what was written for these."""
    version = subprocess.run([hokora, "--version"], capture_output=True, text=True).stdout.split()[-1]
    command = installed(hokora, build)
    found = [Engine("hokora", version, [os.path.join(programs, "bench_hokora")],
                    once=lambda w: [command, os.path.join(w.folder, w.template), w.context])]
    found += filter(None, (jinja2(python), minijinja(build), nunjucks(build)))
    if not os.path.samefile(folder, os.path.join(HERE, "workloads")):
        return found
    found += filter(None, [askama(build)])
    limit = os.path.join(programs, "bench_limit")
    if os.path.exists(limit):
        found.append(Engine("limit", "by hand, in C", [limit], only=LIMITED))
    return found
