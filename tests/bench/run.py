#!/usr/bin/env python3
"""Measures hokora beside its peers and prints what came out; JSON and pictures go to the build folder.

Every engine is a process of its own, pinned to the same core. They take turns: a round is one batch of about 20 ms of each, and a ratio
is the median of the ratios within a round, which holds still while the machine's speed drifts."""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

import engines
import picture
import workloads

HERE = os.path.dirname(os.path.abspath(__file__))
BATCH = 20e6            # nanoseconds of a batch
WARM_UP = 0.4e9
SLOW = 0.5e9            # a render this long gets SLOW_ROUNDS rounds
SLOW_ROUNDS = 5
STARTS = 20             # processes started for one figure of a cold start


def batch_size(worker, order, names):
    """Warms the engine up, and says how many renders make a batch."""
    spent, n, took = 0, 1, 0
    while spent < WARM_UP:
        took = worker.time(order, n, names)
        spent += took
        if took < BATCH / 2:
            n *= 2
    return max(1, round(n * BATCH / took)), took / n


def in_turns(running, order, names, rounds):
    """{engine: [nanoseconds of one, by round]} of the workers in `running`."""
    sizes = {name: batch_size(worker, order, names) for name, worker in running.items()}
    if max(each for _, each in sizes.values()) > SLOW:
        rounds = min(rounds, SLOW_ROUNDS)
    figures = {name: [] for name in running}
    turn = list(running)
    for _ in range(rounds):
        for name in turn:
            n = sizes[name][0]
            figures[name].append(running[name].time(order, n, names) / n)
        turn = turn[1:] + turn[:1]
    return figures


def against(figures, base):
    """{engine: how many times faster than `base`}."""
    return {name: statistics.median(b / own for b, own in zip(figures[base], times)) for name, times in figures.items()}


def start_all(all_engines, workload, scratch):
    """The engines that render a workload, with those that got it wrong left out."""
    running, remarks = {}, {}
    for engine in all_engines:
        if engine.only and workload.name not in engine.only:
            continue
        worker = engine.start(workload)
        try:
            if not workload.is_right(worker.render(scratch)):
                remarks[engine.name] = "other output"
            running[engine.name] = worker
        except engines.Failed as failed:
            remarks[engine.name] = str(failed)
            worker.stop()
    return running, remarks


def measure(all_engines, workload, options):
    """All figures of one workload."""
    running, remarks = start_all(all_engines, workload, os.path.join(options.out, "output"))
    result = {"workload": workload.name, "remarks": remarks}
    if not workload.is_large_source():
        result["render"] = in_turns(running, "time", (), options.rounds)
        result["memory"] = {name: worker.memory() for name, worker in running.items()}
    compiling = {name: worker for name, worker in running.items() if name != "limit"}
    result["compile"] = in_turns(compiling, "compile", workload.sources(), min(options.rounds, 9))
    for worker in running.values():
        worker.stop()
    return result


def cold_start(all_engines, workload, rounds):
    """Wall time of a whole process: start, read, compile, render, print, end."""
    figures = {engine.name: [] for engine in all_engines if engine.once}
    for _ in range(rounds):
        for engine in filter(lambda e: e.once, all_engines):
            times = []
            for _ in range(STARTS if not times or times[0] < 5e6 else 3):
                start = time.perf_counter_ns()
                subprocess.run(engine.once(workload), stdout=subprocess.DEVNULL, check=True, preexec_fn=engines.pin)
                times.append(time.perf_counter_ns() - start)
            figures[engine.name].append(statistics.median(times))
    return figures


def table(title, rows, names, base):
    """Prints microseconds, and times faster than `base` where it took part."""
    print("\n%s: microseconds (times faster than %s)\n" % (title, base))
    print("%-18s" % "" + "".join("%22s" % name for name in names))
    for workload, figures in rows:
        ratios = against(figures, base) if base in figures else {}
        cells = []
        for name in names:
            cell = "-"
            if name in figures:
                cell = "{:,.2f}".format(statistics.median(figures[name]) / 1e3)
                cell += " (%.2f)" % ratios[name] if name in ratios else ""
            cells.append("%22s" % cell)
        print("%-18s" % workload + "".join(cells))


def report(results, cold, names, options):
    base = "Jinja2" if "Jinja2" in names else "hokora"
    kinds = [("Rendering", "render", "render"), ("Compiling", "compile", "compile")]
    for title, key, file in kinds:
        rows = [(r["workload"], r[key]) for r in results if key in r]
        table(title, rows, names, base)
        picture.bars(os.path.join(options.out, file + ".svg"), title, [(w, against(f, base)) for w, f in rows if base in f], names, base)
    if cold:
        table("Cold start (wall time)", [("coldstart", cold)], list(cold), base)
    print("\nPeak memory, KiB\n\n%-18s" % "" + "".join("%22s" % name for name in names))
    for r in results:
        if "memory" in r:
            print("%-18s" % r["workload"] + "".join("%22s" % r["memory"].get(name, "-") for name in names))
    for r in results:
        for name, remark in r["remarks"].items():
            print("%s, %s: %s" % (r["workload"], name, remark))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="the workloads: a folder each, see workloads.py")
    parser.add_argument("--programs", required=True, help="where bench and limit were built")
    parser.add_argument("--hokora", required=True, help="the command, for the cold start")
    parser.add_argument("--out", default="build/bench", help="where JSON and pictures go")
    parser.add_argument("--python", default=sys.executable, help="the interpreter that has Jinja2")
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--only", help="workloads, with commas between")
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)

    found = engines.find(options.programs, options.out, options.python, options.hokora)
    names = [engine.name for engine in found]
    results, cold = [], {}
    for workload in workloads.find(options.folder):
        if options.only and workload.name not in options.only.split(","):
            continue
        print(workload.name, file=sys.stderr)
        results.append(measure(found, workload, options))
        if workload.name == "coldstart":
            cold = cold_start(found, workload, min(options.rounds, 9))
    report(results, cold, names, options)
    with open(os.path.join(options.out, "results.json"), "w") as file:
        json.dump({"results": results, "coldstart": cold}, file, indent=1)


main()
