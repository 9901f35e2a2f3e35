"""Compiles the inner loop of the match index while the package is built, if there is a compiler.

Without one the package is built all the same, and NumPy does the work.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = Path("tm/match/kernel.c")
LIBRARY = Path("tm/match/_kernel.so")


class CompileKernel(BuildHookInterface[Any]):
    """Adds the compiled library to the wheel, and makes the wheel one of this platform."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files of the wheel are chosen."""
        if not compiled(Path(self.root)):
            return
        build_data["artifacts"].append(str(LIBRARY))
        build_data["pure_python"] = False
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = f"py3-none-{platform}"


def compiled(root: Path) -> bool:
    """Compile the library; say whether there is one now."""
    library = root / LIBRARY
    library.unlink(missing_ok=True)
    compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc")
    if compiler is None or os.name != "posix":
        print("No C compiler: the match index will use NumPy.", file=sys.stderr)  # noqa: T201
        return False
    fresh = library.with_suffix(".new")
    command = [compiler, "-O3", "-std=c11", "-shared", "-fPIC", "-o", str(fresh), str(SOURCE)]
    try:
        subprocess.run(command, cwd=root, check=True, capture_output=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The C compiler failed ({error}): NumPy will do.", file=sys.stderr)  # noqa: T201
        fresh.unlink(missing_ok=True)
        return False
    # Replaced as a whole, for another process may have it open.
    fresh.replace(library)
    return True
