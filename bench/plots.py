"""Plots for docs/measurements.md from the latest `./musofir bench search`: `python -m
bench.plots`."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

FOLDER: Final = Path(__file__).parent.parent / "docs" / "pictures"
_OURS, _OTHER = "#0f5c4d", "#b9b4a6"


def draw(found: Mapping[str, Any]) -> None:
    mpl.rcParams.update({"svg.hashsalt": "musofir", "font.family": "DejaVu Sans", "font.size": 9})
    _save("search_engines", _engines(found["runs"][0]))
    _save("search_kinds", _kinds(found["runs"]))
    _save("search_growth", _growth(found))


def _save(name: str, figure: Figure) -> None:
    FOLDER.mkdir(exist_ok=True)
    figure.savefig(FOLDER / f"{name}.svg", metadata={"Date": None})


def _figure(many: int) -> tuple[Figure, Sequence[Axes]]:
    figure = Figure(figsize=(8, 3), layout="constrained")
    axes = list(figure.subplots(1, many, squeeze=False)[0])
    for one in axes:
        one.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _bars(axes: Axes, names: Sequence[str], values: Sequence[float], title: str) -> None:
    bars = axes.barh(
        names[::-1],
        values[::-1],
        color=[_OURS if name == "ours" else _OTHER for name in names[::-1]],
    )
    axes.bar_label(bars, fmt="%.3g", padding=3)
    axes.set_title(title, loc="left", fontsize=9)
    axes.margins(x=0.15)


def _engines(run: Mapping[str, Any]) -> Figure:
    figure, (times, hits) = _figure(2)
    names = list(run["engines"])
    _bars(
        times,
        names,
        [run["engines"][name]["mean_ms"] for name in names],
        "a query on average, ms (logarithmic)",
    )
    times.set_xscale("log")
    times.set_xticks([1, 10, 100], ["1", "10", "100"])
    _bars(
        hits,
        names,
        [run["engines"][name]["hit@10"] for name in names],
        "asked-for trade among the first ten",
    )
    hits.set_xlim(0, 1.15)
    return figure


def _kinds(runs: Sequence[Mapping[str, Any]]) -> Figure:
    """Plot our time as a share of tantivy's, and the hit rates of both."""
    figure, (times, hits) = _figure(2)
    names = [_called(run) for run in runs]
    at = range(len(runs))
    times.bar(
        at,
        [run["ours to"]["tantivy"]["mean"] for run in runs],
        color=_OURS,
        width=0.4,
        label="mean",
    )
    p99 = [run["ours to"]["tantivy"]["p99"] for run in runs]
    times.bar([one + 0.4 for one in at], p99, color="#7fb5a8", width=0.4, label="p99")
    times.axhline(1, color="#a33", linewidth=0.8)
    times.set_title("our time as a share of tantivy's", loc="left", fontsize=9)
    for engine, colour, beside in (("ours", _OURS, 0.0), ("tantivy", _OTHER, 0.4)):
        shares = [run["engines"][engine]["hit@10"] for run in runs]
        hits.bar([one + beside for one in at], shares, color=colour, width=0.4, label=engine)
    hits.set_title("asked-for trade among the first ten", loc="left", fontsize=9)
    for axes in (times, hits):
        axes.set_xticks([one + 0.2 for one in at], names, fontsize=7)
        axes.set_ylim(0, 1.2)
        axes.legend(frameon=False, fontsize=7, loc="upper right", ncols=2)
    return figure


def _called(run: Mapping[str, Any]) -> str:
    more = (
        "\na quarter\nof names\naway"
        if run["unheard"]
        else "\ninvented\nwords"
        if run["invented"]
        else ""
    )
    return f"seed {run['seed']}{more}"


def _growth(found: Mapping[str, Any]) -> Figure:
    figure, (times, memory) = _figure(2)
    runs = sorted([found["runs"][0], *found["growth"]], key=lambda run: run["size"])
    sizes = [run["size"] for run in runs]
    for engine, colour in (("ours", _OURS), ("tantivy", _OTHER)):
        times.plot(
            sizes,
            [run["engines"][engine]["mean_ms"] for run in runs],
            "o-",
            color=colour,
            label=engine,
        )
    times.set_xscale("log")
    times.set_ylim(0)
    times.set_title("a query on average, ms, by vacancies", loc="left", fontsize=9)
    held = [one["size"] for one in found["memory"]]
    memory.plot(held, [one["held_mb"] for one in found["memory"]], "o-", color=_OURS, label="held")
    memory.plot(
        held,
        [one["most_mb"] for one in found["memory"]],
        "o--",
        color="#7fb5a8",
        label="most while building",
    )
    memory.axhline(1000, color="#a33", linewidth=0.8)
    memory.set_xscale("log")
    memory.set_ylim(0)
    memory.set_title("memory of a process, MB, by vacancies", loc="left", fontsize=9)
    for axes in (times, memory):
        axes.set_xticks([10_000, 100_000, 1_000_000], ["10,000", "100,000", "1,000,000"])
        axes.legend(frameon=False, fontsize=7)
    return figure


if __name__ == "__main__":
    draw(json.loads((Path(__file__).parent / "search.json").read_bytes()))
