"""A loaded index, what it is asked, and its segments for those that do without it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tm.app import open_context
from tm.config import Settings
from tm.match import files, segments
from tm.match.block import ARRAYS, Block
from tm.match.index import Candidate
from tm.match.layers import LayerFolder
from tm.match.segments import Query
from tm.model.people import LOCAL_USER
from tm.services.lookup import reading
from tm.services.search import Memories
from tm.text.tokens import compared

THRESHOLD = 70
LIMIT = 5


@dataclass(frozen=True, slots=True)
class Direction:
    """Which language is looked up, and which is wanted."""

    source: str
    target: str


ENGLISH, KOREAN = Direction("en", "ko"), Direction("ko", "en")


def prepared(text: str, lang: str) -> Query:
    return segments.query(text, compared(text, lang), lang)


class Snapshot:
    """The index of a data directory, opened, with every memory of it in scope."""

    def __init__(self, settings: Settings, direction: Direction) -> None:
        self.context = open_context(settings)
        self.folder = LayerFolder(settings.data_dir / "index")
        self.direction = direction
        with reading(self.context, LOCAL_USER) as uow:
            self.scope = Memories(uow, ()).scope

    def find(self, query: Query) -> list[Candidate]:
        return self.context.index.find(query, self.direction.target, self.scope, THRESHOLD, LIMIT)

    def find_text(self, text: str) -> list[Candidate]:
        return self.find(prepared(text, self.direction.source))

    @cached_property
    def block(self) -> Block:
        """The block of the language that is looked up; an index that was just built has one."""
        blocks = [block for layer in self.folder.open({}) for block in layer.blocks]
        (block,) = (block for block in blocks if block.lang == self.direction.source)
        return block

    @cached_property
    def strings(self) -> list[str]:
        return [self.block.code_string(row) for row in range(len(self.block))]

    @cached_property
    def keys(self) -> list[str]:
        return [self.block.key(row) for row in range(len(self.block))]

    def codes(self, queries: Sequence[Query]) -> list[list[int]]:
        return [self.block.codes(query.units) for query in queries]


def megabytes(folder: LayerFolder, lang: str) -> float:
    """Return what the arrays of a language take on disk."""
    total = 0
    for name in folder.names():
        said, arrays = files.read(folder.path / name)
        for number, tag in enumerate(said["blocks"]):
            if tag == lang:
                total += sum(arrays[f"{number}/{array}"].nbytes for array in ARRAYS)
    return total / 1e6
