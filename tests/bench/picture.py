"""A picture of a table: a group of bars a workload, on a logarithmic scale."""
import math
from html import escape

COLOURS = ["#b3262e", "#8a8f98", "#3f6fb5", "#2f2f2f", "#c58b1b"]
LEFT, BAR, GAP, WIDTH = 110, 12, 14, 560


def position(value, top):
    """Where a value ends, in pixels right of the axis; a tenth is the axis itself."""
    return max(1.0, (math.log10(value) + 1) / (math.log10(top) + 1) * WIDTH)


def bars(path, title, rows, names, base):
    """Writes how many times faster than `base` each engine is: rows are (workload, {engine: ratio})."""
    top = 10 ** math.ceil(math.log10(max([10] + [r for _, ratios in rows for r in ratios.values()])))
    height = 60 + sum(BAR * len(ratios) + GAP for _, ratios in rows)
    out = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">' % (
        LEFT + WIDTH + 70, height), '<text x="8" y="18" font-size="14">%s: times faster than %s</text>' % (escape(title), base)]
    for i, name in enumerate(names):
        out.append('<rect x="%d" y="28" width="10" height="10" fill="%s"/>' % (8 + i * 100, COLOURS[i]))
        out.append('<text x="%d" y="37">%s</text>' % (22 + i * 100, escape(name)))
    y = 50
    for workload, ratios in rows:
        out.append('<text x="8" y="%d">%s</text>' % (y + 10, escape(workload)))
        for name in filter(ratios.__contains__, names):
            width = position(ratios[name], top)
            out.append('<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>' % (LEFT, y, width, BAR - 2, COLOURS[names.index(name)]))
            out.append('<text x="%.1f" y="%d">%.2f</text>' % (LEFT + width + 4, y + 9, ratios[name]))
            y += BAR
        y += GAP
    out.append("</svg>\n")
    with open(path, "w") as file:
        file.write("\n".join(out))
