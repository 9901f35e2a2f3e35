"""Alignment against gold: F1 of whole beads (strict), of links and of nulls, per file.

    python benchmarks/bench_align.py [FILE ...]

Files hold a JSON list of documents with ``src``, ``tgt`` (segments) and ``beads``; without any,
the ``alignment`` files of the folder that TM_GOLD names are read.
"""

import json
import os
import sys
import time
from pathlib import Path

from tm.align.encoder import UseEncoder
from tm.align.evaluation import Tally
from tm.align.pipeline import align


def main(names: list[str]) -> None:
    paths = [Path(name) for name in names]
    if not paths and "TM_GOLD" in os.environ:
        paths = sorted(Path(os.environ["TM_GOLD"]).glob("**/alignment/*.json"))
        paths = paths or sorted(Path(os.environ["TM_GOLD"]).glob("*.json"))
    if not paths:
        print("bench_align: no gold files; name some, or their folder in TM_GOLD")
        return
    encoder = UseEncoder()
    encoder.warm_up()
    print(f"{'file':28} {'strict':>7} {'link':>7} {'null':>7} {'segments/s':>11}")
    for path in paths:
        tally, segments, begin = Tally(), 0, time.perf_counter()
        for document in json.loads(path.read_text(encoding="utf-8")):
            alignment = align(
                document["src"],
                document["tgt"],
                document.get("source_lang", "en"),
                document.get("target_lang", "ko"),
                encoder=encoder,
            )
            tally.add([(bead.source, bead.target) for bead in alignment.beads], document["beads"])
            segments += len(document["src"]) + len(document["tgt"])
        speed = segments / (time.perf_counter() - begin)
        strict, link, null = tally.strict, tally.link, tally.null
        print(f"{path.stem:28} {strict:7.3f} {link:7.3f} {null:7.3f} {speed:11.0f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
