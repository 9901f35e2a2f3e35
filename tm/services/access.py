"""The one place that says who may do what; every service function asks it.

There is one user so far, on loopback, who may do everything.  The questions are asked all the
same, so that accounts change this file and no other.
"""

from collections.abc import Sequence

from tm.errors import NotFound
from tm.model.terms import Termbase
from tm.model.units import Memory
from tm.storage.repositories import memories, terms
from tm.storage.session import UnitOfWork


def readable_memories(uow: UnitOfWork) -> dict[int, Memory]:
    """Return the memories that the actor may read, by row number, sorted by name."""
    return memories.live(uow)


def readable_termbases(uow: UnitOfWork) -> dict[int, Termbase]:
    """Return the termbases that the actor may read, by row number, sorted by name."""
    return terms.termbases(uow)


def readable_memory(uow: UnitOfWork, id_or_name: str) -> tuple[int, Memory]:
    """Return the memory of that public id or name; NotFound when it is not there or not theirs."""
    for row, memory in readable_memories(uow).items():
        if id_or_name in (memory.id, memory.name):
            return row, memory
    raise NotFound(f"There is no memory {id_or_name!r}.")


def writable_memory(uow: UnitOfWork, id_or_name: str) -> tuple[int, Memory]:
    """Return a memory that the actor may change; NotFound or Forbidden otherwise."""
    return readable_memory(uow, id_or_name)


def readable_termbase(uow: UnitOfWork, id_or_name: str) -> tuple[int, Termbase]:
    """Return the termbase of that public id or name; NotFound when there is none to see."""
    for row, termbase in readable_termbases(uow).items():
        if id_or_name in (termbase.id, termbase.name):
            return row, termbase
    raise NotFound(f"There is no termbase {id_or_name!r}.")


def writable_termbase(uow: UnitOfWork, id_or_name: str) -> tuple[int, Termbase]:
    """Return a termbase that the actor may change; NotFound or Forbidden otherwise."""
    return readable_termbase(uow, id_or_name)


def searched_memories(uow: UnitOfWork, chosen: Sequence[str]) -> dict[int, Memory]:
    """Return the memories that a search reads: the chosen ones, else all but the samples.

    Samples step back once another memory exists; NotFound for a chosen one that is not there.
    """
    if chosen:
        return dict(readable_memory(uow, name) for name in chosen)
    everything = readable_memories(uow)
    own = {row: memory for row, memory in everything.items() if not memory.sample}
    return own or everything


def searched_termbases(uow: UnitOfWork, chosen: Sequence[str]) -> dict[int, Termbase]:
    """Return the termbases that a search reads, by the same rule as for memories."""
    if chosen:
        return dict(readable_termbase(uow, name) for name in chosen)
    everything = readable_termbases(uow)
    own = {row: termbase for row, termbase in everything.items() if not termbase.sample}
    return own or everything
