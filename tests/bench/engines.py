"""The engines: how each is started, and the orders (see bench.c) that a started one obeys."""
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CORE = max(os.sched_getaffinity(0))


class Failed(Exception):
    """An engine cannot run a workload."""


class Engine:
    """A program that renders one workload: `command FOLDER TEMPLATE`, then orders; `once` is the same for a whole process."""

    def __init__(self, name, command, once=None, only=None):
        self.name, self.command, self.once, self.only = name, command, once, only

    def start(self, workload):
        return Worker(self.command + [workload.folder, workload.template])


class Worker:
    """A running engine, pinned to one core."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True, preexec_fn=pin)

    def ask(self, *words):
        try:
            self.process.stdin.write(" ".join(map(str, words)) + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline().strip()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise Failed(self.process.stderr.read().strip().splitlines()[-1:] or ["no answer"])
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
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


def pin():
    os.sched_setaffinity(0, [CORE])


def jinja2(python):
    script = [python, os.path.join(HERE, "peers/jinja2_bench.py")]
    found = subprocess.run([python, "-c", "import jinja2"], capture_output=True).returncode == 0
    return Engine("Jinja2", script, once=lambda w: script + [w.folder, w.template, "once"]) if found else None


def minijinja(build):
    if not shutil.which("cargo"):
        return None
    target = os.path.join(build, "minijinja")
    done = subprocess.run(["cargo", "build", "--release", "--quiet", "--target-dir", target], cwd=os.path.join(HERE, "peers/minijinja"))
    program = [os.path.join(target, "release/minijinja-bench")]
    return Engine("MiniJinja", program, once=lambda w: program + [w.folder, w.template, "once"]) if done.returncode == 0 else None


def find(programs, build, python, hokora):
    """hokora first; a peer is left out, with a word, when its tools are missing."""
    command = [os.path.join(programs, "bench")]
    engines = [Engine("hokora", command, once=lambda w: [hokora, os.path.join(w.folder, w.template), w.context])]
    for name, peer in (("Jinja2", jinja2(python)), ("MiniJinja", minijinja(build))):
        if peer:
            engines.append(peer)
        else:
            print("%s is not here: left out" % name, file=sys.stderr)
    limit = os.path.join(programs, "limit")
    if os.path.exists(limit):
        engines.append(Engine("limit", [limit], only=("table", "escape")))
    return engines
