"""The report: every figure with the command that makes it, and accuracy against examples as a picture."""

from __future__ import annotations

import json
import statistics
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

from benchmarks.understanding.data import SEEDS, SHOTS
from benchmarks.understanding.pipelines import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

mpl.use("Agg")
import matplotlib.pyplot as plt

Result = dict[str, Any]
# What tells one measurement from another; the last of the same key counts.
_KEY = ("kind", "pipeline", "task", "shots", "seed", "epochs")
_STOCK_EPOCHS = 100
_ABOUT = """\
# Understanding: our pipeline against Rasa's own

Written by `make bench-nlu`; the measurements are the lines of [results.jsonl](results.jsonl), the last of
each kind counts. All three pipelines run in the same environment, `nlu/.venv-bench`
([lock](../../nlu/requirements-bench.lock)): Rasa 3.6.21 with TensorFlow 2.12.

- **ours**: `nlu/config.yml` without its lexicon, which finds entities only.
- **stock Rasa**: WhitespaceTokenizer, CountVectorsFeaturizer on words and on characters (`char_wb`, 1 to 4),
  DIETClassifier with 100 epochs, everything else as Rasa has it.
- **Rasa's logistic regression** (LogisticRegressionClassifier) on our sentence encoder and
  CountVectorsFeaturizer's words, side by side; everything else as Rasa has it.

BANKING77 (Casanueva et al. 2020) is not shipped: `--banking77 DIR` is a folder with its
`banking77-train.csv` and `banking77-test.csv` (columns `text,category`). N examples of each of its 77 intents
are drawn from the training file, once a seed; the test file is asked whole (3,080 questions). Our encoder
was trained beforehand on other text, in 16 languages; DIET starts from nothing. Few examples favour ours by
design, and DIET is not given the pretrained features it could use.
"""
_HOW = """\
*Training* is the wall clock of the whole process, from its start to the stored model, Rasa's import included;
*processor* the time of all its threads; *memory* the most it held resident until then (VmHWM). Where several
seeds were measured: mean (least–most). On a machine that does other work too, the wall clock is too long and
processor time the better measure; each line of results.jsonl has the load average of the minute before, which
counts the run that went before. Accuracy depends on none of it. DIET's own seed is the seed of the draw.
"""


def read_results(path: Path) -> list[Result]:
    """Read the results, of each measurement the last; none where nothing was measured yet."""
    if not path.exists():
        return []
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    return list({tuple(line[name] for name in _KEY): line for line in lines}.values())


def write_report(results: list[Result], folder: Path) -> None:
    """Write `README.md`, which ends with `notes.md` where there is one, and `accuracy.png`."""
    drawn = picture(results, folder / "accuracy.png")
    beside = folder / "notes.md"
    notes = beside.read_text("utf-8") if beside.exists() else ""
    text = "\n".join(_lines(results, notes, drawn=drawn))
    (folder / "README.md").write_text(text.rstrip() + "\n", "utf-8")


def accuracy(results: Iterable[Result]) -> list[float]:
    """Return the accuracy of each result in percent."""
    return [100 * result["right"] / result["of"] for result in results]


def command(results: list[Result]) -> str:
    """Return the command that makes `results`, which differ in their seeds at most."""
    first = results[0]
    words = ["--pipelines", first["pipeline"]]
    part = "serving" if first["kind"] == "serving" else first["task"]
    if first["task"] == "banking77":
        seeds = " ".join(str(seed) for seed in sorted(result["seed"] for result in results))
        words += ["--banking77 DIR --shots", str(first["shots"]), "--seeds", seeds]
    if first["epochs"] not in (None, _STOCK_EPOCHS):
        words += ["--epochs", str(first["epochs"])]
    return f'`make bench-nlu ARGS="--parts {part} {" ".join(words)}"`'


def grouped(results: Iterable[Result], kind: str, task: str) -> list[list[Result]]:
    """Return the results of a kind and a task, those that differ in their seeds together, in order."""
    order = list(TITLES)
    groups: dict[tuple[int, int, int], list[Result]] = {}
    for result in results:
        if (result["kind"], result["task"]) == (kind, task):
            place = (result["shots"] or 0, order.index(result["pipeline"]), result["epochs"] or 0)
            groups.setdefault(place, []).append(result)
    return [groups[place] for place in sorted(groups)]


def accuracy_table(results: Iterable[Result], task: str) -> Iterator[str]:
    """Yield the lines of the table of a task: mean, and least to most where there are several seeds."""
    columns = ("N", "pipeline", "seeds", "accuracy", "training, s", "processor, s", "memory, MiB", "command")
    yield "| " + " | ".join(columns) + " |"
    yield "|---" * len(columns) + "|"
    for group in grouped(results, "accuracy", task):
        seeds = " ".join(str(seed) for seed in sorted(result["seed"] for result in group))
        cells = (
            group[0]["shots"] or f"all {group[0].get('examples', '')}".strip(),
            _title(group[0]),
            seeds if group[0]["shots"] else "–",
            f"{_spread(accuracy(group), 1)} %",
            _spread([result["train_seconds"] for result in group], 0),
            _spread([result["cpu_seconds"] for result in group if "cpu_seconds" in result], 0),
            _spread([result["peak_mib"] for result in group], 0),
            command(group),
        )
        yield "| " + " | ".join(str(cell) for cell in cells) + " |"


def serving_table(results: Iterable[Result]) -> Iterator[str]:
    """Yield the lines of the table of serving times."""
    found = list(results)
    groups = grouped(found, "serving", "banking77") + grouped(found, "serving", "own")
    counts = list(groups[0][0]["per_second"]) if groups else []
    rates = [f"a second, {count} connection{'s' * (count != '1')}" for count in counts]
    columns = ("pipeline", "learnt from", "median, ms", "95th percentile, ms", *rates, "command")
    yield "| " + " | ".join(columns) + " |"
    yield "|---" * len(columns) + "|"
    for result in (result for group in groups for result in group):
        learnt = f"{result['task']}, N = {result['shots']}" if result["shots"] else "our own data"
        times = (f"{result['median_ms']:.1f}", f"{result['p95_ms']:.1f}")
        rates = [f"{result['per_second'][count]:.0f}" for count in counts]
        cells = (_title(result), learnt, *times, *rates, command([result]))
        yield "| " + " | ".join(cells) + " |"


def missing(results: Iterable[Result]) -> Iterator[str]:
    """Yield what the whole comparison has and `results` have not; unusual epochs do not count."""
    usual = [result for result in results if result["epochs"] in (None, _STOCK_EPOCHS)]
    measured = {(r["kind"], r["pipeline"], r["task"], r["shots"], r["seed"]) for r in usual}
    for name, title in TITLES.items():
        for shots in SHOTS:
            done = [("accuracy", name, "banking77", shots, seed) in measured for seed in SEEDS]
            if not all(done):
                seeds = " ".join(str(seed) for seed, has in zip(SEEDS, done, strict=True) if not has)
                yield f"{title}: BANKING77, N = {shots}, seeds {seeds}"
        if ("accuracy", name, "own", None, 0) not in measured:
            yield f"{title}: our own questions"
        if not any(key[:2] == ("serving", name) for key in measured):
            yield f"{title}: serving"


def picture(results: Iterable[Result], path: Path) -> bool:
    """Draw accuracy on BANKING77 against N, one line a pipeline, bars from the worst to the best seed."""
    lines: dict[str, list[tuple[int, list[float]]]] = {}
    for group in grouped(results, "accuracy", "banking77"):
        if group[0]["epochs"] in (None, _STOCK_EPOCHS):
            lines.setdefault(group[0]["pipeline"], []).append((group[0]["shots"], accuracy(group)))
    if not lines:
        return False
    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    for name, points in lines.items():
        means = [statistics.mean(found) for _, found in points]
        below = [mean - min(found) for mean, (_, found) in zip(means, points, strict=True)]
        above = [max(found) - mean for mean, (_, found) in zip(means, points, strict=True)]
        shots = [count for count, _ in points]
        axes.errorbar(shots, means, yerr=[below, above], marker="o", capsize=3, label=TITLES[name])
    axes.set_xticks(sorted({count for points in lines.values() for count, _ in points}))
    axes.set_xlabel("training examples an intent")
    axes.set_ylabel("accuracy on BANKING77's test set, %")
    axes.grid(alpha=0.3)
    axes.legend(loc="lower right")
    figure.savefig(path, dpi=110)
    plt.close(figure)
    return True


def _lines(results: list[Result], notes: str, *, drawn: bool) -> Iterator[str]:
    yield _ABOUT
    if drawn:
        yield "![Accuracy against training examples an intent, one line a pipeline](accuracy.png)\n"
    for title, task in (("BANKING77", "banking77"), ("Our own questions", "own")):
        yield f"## {title}\n"
        if task == "own":
            yield "Learnt from `nlu/data`, asked `nlu/heldout.tsv`; accepted alternatives count as right.\n"
        yield from accuracy_table(results, task) if grouped(results, "accuracy", task) else ["Not measured."]
        yield ""
    yield _HOW
    yield "## Serving\n"
    yield "`rasa run --enable-api` on 127.0.0.1 with a token; 200 questions of the test set one by one,"
    yield "then 10 seconds at each number of connections. Who asks runs on the same machine.\n"
    served = any(result["kind"] == "serving" for result in results)
    yield from serving_table(results) if served else ["Not measured."]
    yield "\n## Not measured\n"
    yield from (
        (f"- {what}" for what in missing(results)) if any(missing(results)) else ["Nothing is missing."]
    )
    yield f"\n{notes}".rstrip()


def _title(result: Result) -> str:
    """Name the pipeline, and its epochs where they are not the usual ones."""
    unusual = result["epochs"] not in (None, _STOCK_EPOCHS)
    return TITLES[result["pipeline"]] + (f", {result['epochs']} epochs only" if unusual else "")


def _spread(values: list[float], digits: int) -> str:
    """Return the mean, and least to most in brackets where there are several values."""
    if not values:
        return "–"
    mean = f"{statistics.mean(values):.{digits}f}"
    return mean if len(values) == 1 else f"{mean} ({min(values):.{digits}f}–{max(values):.{digits}f})"
