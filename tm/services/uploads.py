"""Uploads: files that were handed in, kept until the job that reads them is over and after."""

import errno
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from tm.errors import NotFound, TooLarge, Unavailable
from tm.model.identifiers import new_id
from tm.model.jobs import Upload
from tm.model.people import Actor
from tm.services.context import Context
from tm.storage.repositories import jobs

_PIECE = 1024 * 1024
_LONGEST_NAME = 200
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def save_upload(ctx: Context, actor: Actor, name: str, stream: BinaryIO, limit: int) -> Upload:
    """Keep what a stream gives under a random name, readable by the service's user only.

    ``name`` is what the sender calls the file; it is shown, and tells the format.  Raises TooLarge
    beyond ``limit`` bytes and Unavailable when the disk is full or read-only; nothing stays then.
    """
    path = secrets.token_hex(16)
    with _kept(ctx.uploads, path) as file:
        digest, size = sha256(), 0
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > limit:
                raise TooLarge(
                    f"The file is larger than the {limit // _PIECE:,} MiB that are taken; "
                    "divide it, or import it with `tm import` on the server.",
                    field="file",
                )
            digest.update(piece)
            file.write(piece)
        file.close()
        upload = Upload(new_id(), _shown(name), size, digest.hexdigest(), path)
        with ctx.db.queue(actor) as uow:
            jobs.add_upload(uow, upload)
            uow.session.commit()
    return upload


def get_upload(ctx: Context, actor: Actor, upload: str) -> Upload:
    """Return an upload; NotFound when there is none to see."""
    with ctx.db.read(actor) as uow:
        found = jobs.find_upload(uow, upload)
    if found is None:
        raise NotFound(f"There is no upload {upload!r}.")
    return found


@contextmanager
def _kept(folder: Path, name: str) -> Iterator[BinaryIO]:
    """Give a new file that is removed again unless the block ends well."""
    path = folder / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
        with path.open("wb") as file:
            yield file
    except OSError as error:
        path.unlink(missing_ok=True)
        if error.errno in _NO_ROOM:
            raise Unavailable(
                "There is no room on the disk: the file was not kept. Free some and send it again."
            ) from error
        raise Unavailable(
            f"The file could not be kept ({error.strerror}). Check the data directory."
        ) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _shown(name: str) -> str:
    """Return the last part of a path, without what a terminal or a database could stumble over."""
    last = re.split(r"[/\\]", name)[-1]
    printable = "".join(c if c.isprintable() else "_" for c in last)
    return printable.strip()[-_LONGEST_NAME:] or "file"
