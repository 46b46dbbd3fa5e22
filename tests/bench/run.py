#!/usr/bin/env python3
"""Measures hokora beside its peers and prints what came out; results.json and pictures go to the folder --out.

Every engine is a process of its own, pinned to the same core. They take turns: a round is one batch of about 20 ms of each, and a ratio
is the median of the ratios within a round, which holds still while the machine's speed drifts."""
import argparse
import json
import os
import statistics
import subprocess
import sys

import counts
import engines
import report
import workloads

BATCH = 20e6            # nanoseconds of a batch
WARM_UP = 0.4e9
SLOW = 0.5e9            # where one render takes so long, SLOW_ROUNDS are enough
SLOW_ROUNDS = 5
COMPILE_ROUNDS = 9
STARTS = 20             # processes started for one figure of a cold start


def warm_up(worker, order, names):
    """How many times the work makes a batch, and nanoseconds of one."""
    spent, n = 0, 1
    while True:
        took = worker.time(order, n, names)
        spent += took
        if spent >= WARM_UP:
            return max(1, round(n * BATCH / took)), took / n
        if took < BATCH / 2:
            n *= 2


def in_turns(running, order, names, rounds):
    """{engine: [nanoseconds of one, by round]} of the workers in `running`."""
    warm = {name: warm_up(worker, order, names) for name, worker in running.items()}
    if max(each for _, each in warm.values()) > SLOW:
        rounds = min(rounds, SLOW_ROUNDS)
    figures = {name: [] for name in running}
    turn = list(running)
    for _ in range(rounds):
        for name in turn:
            batch = warm[name][0]
            figures[name].append(running[name].time(order, batch, names) / batch)
        turn = turn[1:] + turn[:1]
    return figures


def start_all(found, workload, scratch):
    """Workers by engine, and remarks about those that fail or give another text than Jinja2. hokora must give the same."""
    running, remarks, right = {}, {}, None
    for engine in found:
        if engine.only and workload.name not in engine.only:
            continue
        worker = engine.start(workload)
        try:
            output = worker.time("compile", 1, [workload.template]) if workload.is_list() else worker.render(scratch)
        except engines.Failed as failed:
            remarks[engine.name] = str(failed)
            worker.stop()
            continue
        if workload.is_list() or workload.is_right(output):
            right = output
        elif right is not None and workloads.same_text(output, right):
            remarks[engine.name] = "spells entities or the end in another way"
        else:
            remarks[engine.name] = "gives another text"
        running[engine.name] = worker
    return running, remarks


def measure(found, workload, names, options):
    """All figures of one workload. Memory is read before the compiling, which would add to it."""
    running, remarks = start_all(found, workload, os.path.join(options.out, "output"))
    result = {"workload": workload.name, "remarks": remarks}
    if not workload.is_for_compiling():
        result["render"] = in_turns(running, "time", (), options.rounds)
        result["memory"] = {name: worker.memory() for name, worker in running.items()}
    compiling = {engine.name: running[engine.name] for engine in found if engine.name in running and not engine.only}
    result["compile"] = in_turns(compiling, "compile", names, min(options.rounds, COMPILE_ROUNDS))
    for worker in running.values():
        worker.stop()
    result["instructions"] = counts.of(found, workload, names)
    return result


def cold_start(found, workload, rounds, starter):
    """Wall nanoseconds of a whole process: start, read, compile, render, print, end. Started by a small program, from the core it runs on."""
    commands = {engine.name: engine.once(workload) for engine in found if engine.once}
    figures = {name: [] for name in commands}
    turn = list(commands)
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, [engines.CORE])
    for _ in range(rounds):
        for name in turn:
            starts = subprocess.run([starter, str(STARTS)] + commands[name], stdout=subprocess.PIPE, text=True, check=True)
            figures[name].append(statistics.median(map(int, starts.stdout.split())))
        turn = turn[1:] + turn[:1]
    os.sched_setaffinity(0, cores)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="the workloads: a folder each, see prepare.sh")
    parser.add_argument("--programs", required=True, help="where bench_hokora, bench_limit and bench_start were built")
    parser.add_argument("--hokora", required=True, help="the command")
    parser.add_argument("--out", default="build/bench", help="where results.json and the pictures go")
    parser.add_argument("--python", default=sys.executable, help="the interpreter that has Jinja2")
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--only", help="workloads, with commas between")
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    if not os.access(options.python, os.X_OK):
        parser.error("%s is no program" % options.python)

    listed = workloads.find(options.folder, options.hokora, os.path.join(options.out, "workloads"))
    found = engines.find(options.programs, os.path.abspath(options.out), options.python, options.hokora, options.folder)
    results = {"engines": {engine.name: engine.version for engine in found}, "workloads": []}
    for workload in listed:
        if options.only and workload.name not in options.only.split(","):
            continue
        print(workload.name, file=sys.stderr)
        results["workloads"].append(measure(found, workload, workloads.sources(workload, listed), options))
        if workload.name == "coldstart":
            results["coldstart"] = cold_start(found, workload, min(options.rounds, COMPILE_ROUNDS),
                                              os.path.join(options.programs, "bench_start"))
    with open(os.path.join(options.out, "results.json"), "w") as file:
        json.dump(results, file, indent=1)
    report.write(results, options.out)
    if any("hokora" in each["remarks"] for each in results["workloads"]):
        sys.exit("hokora failed a workload")


main()
