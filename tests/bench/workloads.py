"""The workloads of a folder, as prepare.sh lists them."""
import hashlib
import html
import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))


class Workload:
    def __init__(self, line):
        self.name, self.folder, self.template, self.expected = line.split()
        self.context = os.path.join(self.folder, "context.json")

    def is_right(self, output):
        with open(self.expected, "rb") as file:
            expected = file.read()
        if self.expected.endswith(".sha256"):
            return expected.split()[0].decode() == hashlib.sha256(output).hexdigest()
        return expected == output

    def is_list(self):
        """Whether it is a list of sources, which are compiled one after the other and not rendered."""
        return self.expected == "-"

    def is_for_compiling(self):
        """Whether it is there to be compiled more than to be rendered."""
        return self.is_list() or os.path.getsize(os.path.join(self.folder, self.template)) > 100_000


def same_text(output, other):
    """Whether two outputs differ only in how they spell entities."""
    return html.unescape(output.decode()).strip() == html.unescape(other.decode()).strip()


def sources(workload, found):
    """What a compile of this workload compiles: its template and those that it may load, but no other workload's."""
    if workload.is_list():
        return [workload.template]
    others = {w.template for w in found if w.folder == workload.folder and w is not workload}
    return sorted(name for name in os.listdir(workload.folder)
                  if name not in others and not name.startswith("expected") and not name.endswith(".json"))


def find(folder, hokora, scratch):
    subprocess.run([os.path.join(HERE, "prepare.sh"), hokora, folder, scratch], check=True)
    with open(os.path.join(scratch, "workloads")) as file:
        return [Workload(line) for line in file]
