"""The figures for people: tables on standard output, pictures as SVG."""
import math
import os
import statistics
from html import escape

COLOURS = ["#b3262e", "#8a8f98", "#3f6fb5", "#4f9a5b", "#c78a2c", "#2f2f2f"]
LABELS, BAR, GAP, WIDTH = 110, 12, 14, 560      # pixels


def against(figures, base):
    """{engine: how many times faster than `base`}: the median within the rounds."""
    return {name: statistics.median(b / own for b, own in zip(figures[base], times)) for name, times in figures.items()}


def is_unsteady(figures, base, name, ratio):
    """Whether the least times say something else than the median: then the machine was too busy."""
    return abs(min(figures[base]) / min(figures[name]) / ratio - 1) > 0.1


def print_row(first, cells):
    print("%-18s" % first + "".join("%24s" % cell for cell in cells))


def table(title, rows, names, base, instructions):
    """Microseconds, and times faster than `base`; a ~ marks a ratio to be measured again. `instructions`: {workload: of hokora}."""
    print("\n%s: microseconds (times faster than %s)\n" % (title, base))
    print_row("", names + ["instructions"] * bool(instructions))
    for workload, figures in rows:
        cells = []
        ratios = against(figures, base) if base in figures else {}
        for name in names:
            cell = "{:,.2f}".format(statistics.median(figures[name]) / 1e3) if name in figures else "-"
            if name in ratios:
                cell += " (%.2f%s)" % (ratios[name], "~" if is_unsteady(figures, base, name, ratios[name]) else "")
            cells.append(cell)
        if workload in instructions:
            cells.append("{:,}".format(instructions[workload]))
        print_row(workload, cells)


def bars(path, title, rows, names, base):
    """Writes a picture of how many times faster than `base` each engine is, on a logarithmic scale that starts at a tenth."""
    rows = [(workload, against(figures, base)) for workload, figures in rows if base in figures]
    decades = math.ceil(math.log10(max([10] + [ratio for _, ratios in rows for ratio in ratios.values()])))
    height = 60 + sum(BAR * len(ratios) + GAP for _, ratios in rows)
    out = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">' % (
        LABELS + WIDTH + 70, height), '<rect width="100%" height="100%" fill="#fff"/>',
        '<text x="8" y="18" font-size="14">%s: times faster than %s</text>' % (escape(title), base)]
    for i, name in enumerate(names):
        out.append('<rect x="%d" y="28" width="10" height="10" fill="%s"/>' % (8 + i * 100, COLOURS[i]))
        out.append('<text x="%d" y="37">%s</text>' % (22 + i * 100, escape(name)))
    for decade in range(decades + 2):
        x = LABELS + decade * WIDTH / (decades + 1)
        out.append('<path d="M%.1f 46V%d" stroke="#ddd"/>' % (x, height))
    y = 50
    for workload, ratios in rows:
        out.append('<text x="8" y="%d">%s</text>' % (y + 10, escape(workload)))
        for name in filter(ratios.__contains__, names):
            width = max(1.0, (math.log10(ratios[name]) + 1) / (decades + 1) * WIDTH)
            out.append('<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>' % (
                LABELS, y, width, BAR - 2, COLOURS[names.index(name)]))
            out.append('<text x="%.1f" y="%d">%.2f</text>' % (LABELS + width + 4, y + 9, ratios[name]))
            y += BAR
        y += GAP
    out.append("</svg>\n")
    with open(path, "w") as file:
        file.write("\n".join(out))


def write(results, folder):
    names = list(results["engines"])
    base = "Jinja2" if "Jinja2" in names else "hokora"
    print(", ".join("%s %s" % engine for engine in results["engines"].items()))
    for title, key in (("Rendering", "render"), ("Compiling", "compile")):
        rows = [(r["workload"], r[key]) for r in results["workloads"] if key in r]
        counted = {r["workload"]: r["instructions"][key] for r in results["workloads"] if r["instructions"].get(key)}
        table(title, rows, names, base, counted)
        bars(os.path.join(folder, key + ".svg"), title, rows, names, base)
    if "coldstart" in results:
        table("Cold start, wall time", [("coldstart", results["coldstart"])], names, base, {})
    print("\nPeak memory of the process after rendering: KiB\n")
    print_row("", names)
    for r in results["workloads"]:
        if "memory" in r:
            print_row(r["workload"], [r["memory"].get(name, "-") for name in names])
    print()
    for r in results["workloads"]:
        for name, remark in r["remarks"].items():
            print("%s: %s %s" % (r["workload"], name, remark))
