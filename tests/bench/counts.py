"""Instructions of one render or compile, which are the same on a busy machine: a change of 2 % can be seen in them."""
import os
import re
import shutil
import subprocess

COUNTED = "hokora"
VALGRIND = ["valgrind", "--tool=callgrind", "--callgrind-out-file=" + os.devnull, "--collect-atstart=no", "--toggle-collect=measured"]


def count(engine, workload, order):
    """What one order takes after a first render has loaded all there is to load."""
    command = VALGRIND + engine.command + [workload.folder, workload.template]
    orders = ("" if workload.is_list() else "render %s\n" % os.devnull) + order + "\n"
    ended = subprocess.run(command, input=orders, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    found = re.search(r"Collected : *(\d+)", ended.stderr)
    return int(found.group(1)) if found else None


def of(found, workload, names):
    """{"render": n, "compile": n} of hokora; empty without valgrind."""
    engine = next((each for each in found if each.name == COUNTED), None)
    if not engine or not shutil.which(VALGRIND[0]):
        return {}
    orders = {"compile": " ".join(["compile", "1"] + list(names))}
    if not workload.is_for_compiling():
        orders["render"] = "time 1"
    return {name: count(engine, workload, order) for name, order in orders.items()}
