"""What has to be measured in a process of its own; prints JSON.

    python -m benchmarks.fresh find DATA SOURCE TARGET QUERIES    as TM_KERNEL says
    python -m benchmarks.fresh memory DATA SOURCE TARGET QUERIES
    python -m benchmarks.fresh follow DATA SOURCE TARGET          a text a line on standard input

``DATA`` is a data directory, ``QUERIES`` a file of JSON with a list of texts.
"""

import json
import sys
import time
from functools import partial
from pathlib import Path

from benchmarks.measure import private_beyond, timed
from benchmarks.snapshot import Direction, Snapshot, prepared
from tm.config import Settings
from tm.match import score
from tm.model.people import LOCAL_USER
from tm.services.lookup import MatchQuery, find_matches
from tm.text.tokens import compared


def find(snapshot: Snapshot, texts: list[str]) -> list[float]:
    """Return the processor time of a search in milliseconds, round by round."""
    queries = [prepared(text, snapshot.direction.source) for text in texts]
    return timed([partial(snapshot.find, query) for query in queries]).cpu


def memory(settings: Settings, direction: Direction, texts: list[str]) -> list[float]:
    """Return the private memory of a process that has searched, in MB, and what of it is new."""
    for lang in (direction.source, direction.target):
        compared("warm up", lang)
    before = private_beyond(".layer")
    snapshot = Snapshot(settings, direction)
    for text in texts:
        snapshot.find_text(text)
    after = private_beyond(".layer")
    return [after, after - before]


def follow(snapshot: Snapshot) -> None:
    """Look up each text that is told, and tell its milliseconds and the best score."""
    source, target = snapshot.direction.source, snapshot.direction.target
    for line in sys.stdin:
        score.side.cache_clear()
        query = MatchQuery(json.loads(line), source, target)
        begin = time.process_time()
        found = find_matches(snapshot.context, LOCAL_USER, query)
        took = (time.process_time() - begin) * 1000
        print(json.dumps([took, found[0].score if found else 0]), flush=True)


def main(what: str, data: str, source: str, target: str, texts: str | None = None) -> None:
    settings = Settings.from_environment({"TM_DATA_DIR": data})
    direction = Direction(source, target)
    queries = json.loads(Path(texts).read_text(encoding="utf-8")) if texts else []
    if what == "memory":
        print(json.dumps(memory(settings, direction, queries)))
    elif what == "find":
        print(json.dumps(find(Snapshot(settings, direction), queries)))
    else:
        follow(Snapshot(settings, direction))


if __name__ == "__main__":
    main(*sys.argv[1:])
