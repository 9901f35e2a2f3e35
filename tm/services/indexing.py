"""Keeps this host's index in step with the database, and builds its layers.

A lookup reads what was committed since the index's revision before it searches.  Where that is
much, it is built into a layer: by this process on the command line, by a process of its own beside
a server, whose lookups meanwhile say how far behind they are.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread

from tm.errors import TmError
from tm.match.layers import Layer, LayerFolder, LayerWriter
from tm.model.people import LOCAL_USER
from tm.services.context import Context
from tm.storage.repositories import changes, feed
from tm.storage.session import UnitOfWork

MOST_IN_PASSING = 1_000
"""Changed units that a lookup takes in itself: about 50 ms of work."""
TAIL_FULL = 2_000
"""Changed units after which a layer is built of them."""
MOST_IN_TAIL = 20_000
_RATIO = 8
_PAUSE_SECONDS = 0.5
_TOLD_EVERY = 5_000

Progress = Callable[[int, int | None], None]
_log = logging.getLogger(__name__)


def catch_up(ctx: Context, uow: UnitOfWork, revision: int) -> None:
    """Bring the index up to a revision that was read before the transaction began.

    Where that would take long and somebody else is at it, ``index.behind`` then says how many
    changed units at least are not in the index yet.
    """
    index = ctx.index
    index.behind = 0
    if revision < index.revision:
        _forget_what_is_gone(ctx)
    if index.stale() and not index.followed:
        adopt(ctx, uow)
    if revision <= index.revision:
        return
    if index.folder is not None:
        behind = feed.count_changes(uow, index.revision, MOST_IN_PASSING + 1)
        if behind > MOST_IN_PASSING:
            if index.followed:
                index.behind = behind
                return
            try:
                build(ctx, wait=True)
            except OSError:
                _log.warning(
                    "The index cannot be written; this process does without.", exc_info=True
                )
            adopt(ctx, uow)
    index.refresh(revision, lambda since: feed.entries_since(uow, since))


def _forget_what_is_gone(ctx: Context) -> None:
    """Start anew where the database was restored from a backup under a running process.

    Another thread may just have read on: what the index had before the database was asked tells.
    """
    reached = ctx.index.revision
    if ctx.db.revision() < reached:
        ctx.index.forget()


def adopt(ctx: Context, uow: UnitOfWork) -> None:
    """Take over the layers that this host has, as far as they are of this database."""
    ctx.index.adopt(lambda revision, lineage: changes.lineage(uow, revision) == lineage)


def open_index(ctx: Context) -> None:
    """Take over the layers that there are, and leave it to others from now on to read much.

    For a server that will ``follow``: it opens at once, however far its index is behind.
    """
    ctx.index.followed = True
    with ctx.db.read(LOCAL_USER) as uow:
        adopt(ctx, uow)


def follow(ctx: Context, build_beside: Callable[[], None], stopped: Event) -> Thread:
    """Follow the database in a thread from now on, so lookups have little left to read.

    ``build_beside`` is called, perhaps again and again, while a layer wants to be built; it
    returns at once.
    """

    def run() -> None:
        while not stopped.wait(_PAUSE_SECONDS):
            try:
                _step(ctx, build_beside)
            except (TmError, OSError):
                _log.warning("The index cannot follow the database right now.", exc_info=True)

    thread = Thread(target=run, name="index", daemon=True)
    thread.start()
    return thread


def build(
    ctx: Context, *, wait: bool, anew: bool = False, progress: Progress | None = None
) -> bool:
    """Make a layer of what is in none, merge small layers with it, and tell whether that was done.

    Where another process is building, this one waits for it first, or leaves it at that.  With
    ``anew``, all is read from the database and the layers that there were are thrown away.
    """
    folder = ctx.index.folder
    if folder is None:
        return False
    with folder.building(wait=wait) as scratch, ctx.db.read(LOCAL_USER) as uow:
        if scratch is None:
            return False
        # The revision of the very state that is read: a layer that knew more than it says would
        # outlive a restored backup.
        revision = uow.revision()
        older = [] if anew else _ours(folder, uow)
        since = older[-1].revision if older else 0
        lineage = changes.lineage(uow, revision)
        if lineage is None or (since == revision and len(older) == len(folder.names())):
            return False
        total = feed.count_changes(uow, since, 100_000_000) if progress else None
        writer = LayerWriter(scratch)
        for done, _ in enumerate(writer.add(feed.entries_since(uow, since)), 1):
            if progress and done % _TOLD_EVERY == 0:
                progress(done, total)
        while older and older[-1].size < _RATIO * writer.size:
            writer.add_layer(older.pop())
        path = folder.new_path()
        writer.write(path, revision, lineage, oldest=not older)
        folder.publish([*(layer.name for layer in older), path.name])
        if progress:
            progress(total or 0, total)
    return True


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What lies in the index folder of this host; ``behind`` counts changed units to a million."""

    segments: int
    layers: int
    megabytes: int
    revision: int
    database_revision: int
    behind: int


def status(ctx: Context) -> IndexStatus:
    """Say what the layers of this host have, and how far they are behind the database."""
    folder = ctx.index.folder
    revision = ctx.db.revision()
    with ctx.db.read(LOCAL_USER) as uow:
        layers = _ours(folder, uow) if folder else []
        reached = layers[-1].revision if layers else 0
        return IndexStatus(
            segments=sum(len(block) for layer in layers for block in layer.blocks),
            layers=len(layers),
            megabytes=folder.size() // 1_000_000 if folder else 0,
            revision=reached,
            database_revision=revision,
            behind=feed.count_changes(uow, reached, 1_000_000),
        )


def _ours(folder: LayerFolder, uow: UnitOfWork) -> list[Layer]:
    ours = []
    for layer in folder.open({}):
        if changes.lineage(uow, layer.revision) != layer.lineage:
            break
        ours.append(layer)
    return ours


def _step(ctx: Context, build_beside: Callable[[], None]) -> None:
    """Take over new layers, and read on unless that is better left to a builder.

    All is read in one go: where it is much, lookups do not wait for it but say that it is missing.
    """
    index = ctx.index
    revision = ctx.db.revision()
    if revision < index.revision:
        _forget_what_is_gone(ctx)
    with ctx.db.read(LOCAL_USER) as uow:
        if index.stale():
            adopt(ctx, uow)
        left = feed.count_changes(uow, index.revision, MOST_IN_TAIL)
        if left + index.tail_size < MOST_IN_TAIL:
            index.refresh(revision, lambda since: feed.entries_since(uow, since))
    if index.revision < revision or index.tail_size > TAIL_FULL:
        build_beside()
