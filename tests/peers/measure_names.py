#!/usr/bin/env python3
"""Compares judged pairs of names with this program and with two libraries, in one run.

Usage: measure_names.py AMANA PAIRS.jsonl. Prints one JSON object: for each, pairs per second of
processor time and, set by set, the best F1 over all thresholds.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time

from followthemoney import model
from nomenklatura.matching import LogicV2
from nomenklatura.matching.types import ScoringConfig
from rapidfuzz import fuzz, utils

SETS = ("name_bench", "entity_checks", "ofac_site", "cross_script")


def best_f1(scores: list[float], truths: list[bool]) -> float:
    """The highest F1 over all thresholds; equal scores fall on one side."""
    order = sorted(zip(scores, truths), reverse=True)
    wanted, right, best = sum(truths), 0, 0.0
    for at, (score, truth) in enumerate(order):
        right += truth
        if at + 1 == len(order) or order[at + 1][0] < score:
            best = max(best, 2 * right / (at + 1 + wanted))
    return best


def run_amana(amana: str, pairs: list[dict]) -> tuple[dict[str, float], float]:
    """Scores by pair, and the processor time of the whole process."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(pair, ensure_ascii=False) + "\n" for pair in pairs)
        file.flush()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [amana, "screen", "pairs", file.name], capture_output=True, check=True, encoding="utf-8"
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {line["id"]: line["score"] for line in lines}, spent


def by_amana(amana: str, pairs: list[dict]) -> tuple[list[float], float]:
    """Scores, and the processor time without that of a run that compares one pair: starting and
    reading tables is not comparing."""
    _, start = run_amana(amana, pairs[:1])
    scores, spent = run_amana(amana, pairs)
    return [scores[pair["id"]] for pair in pairs], spent - start


def timed(compare, pairs: list) -> tuple[list[float], float]:
    """Scores of a library, and its processor time."""
    before = time.process_time()
    scores = [compare(*pair) for pair in pairs]
    return scores, time.process_time() - before


def entity(key: str, schema: str, properties: dict):
    # The library remembers names by identifier: each must have its own.
    return model.get_proxy({"id": key, "schema": schema, "properties": properties})


def by_nomenklatura(pairs: list[dict]) -> tuple[list[float], float]:
    config = ScoringConfig.defaults()
    made = [
        (entity(f"{at}/query", one["schema"], one["query"]),
         entity(f"{at}/candidate", one["schema"], one["candidate"]))
        for at, one in enumerate(pairs)
    ]
    return timed(lambda left, right: LogicV2.compare(left, right, config).score, made)


def by_rapidfuzz(pairs: list[dict]) -> tuple[list[float], float]:
    def compare(query: list[str], candidate: list[str]) -> float:
        names = ((one, other) for one in query for other in candidate)
        scores = (fuzz.token_sort_ratio(*both, processor=utils.default_process) for both in names)
        return max(scores, default=0.0)

    names = [(one["query"].get("name", []), one["candidate"].get("name", [])) for one in pairs]
    return timed(compare, names)


def main() -> None:
    amana, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        pairs = [json.loads(line) for line in file]
    truths = [pair["match"] for pair in pairs]
    figures = {"pairs": len(pairs)}
    measured = {
        "amana": by_amana(amana, pairs),
        "nomenklatura": by_nomenklatura(pairs),
        "rapidfuzz": by_rapidfuzz(pairs),
    }
    for name, (scores, spent) in measured.items():
        figures[f"{name}_pairs_per_s_core"] = round(len(pairs) / spent)
        for one in SETS:
            places = [at for at, pair in enumerate(pairs) if pair["set"] == one]
            chosen = [scores[at] for at in places], [truths[at] for at in places]
            figures[f"{name}_f1_{one}"] = round(best_f1(*chosen), 3)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
