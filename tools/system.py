"""Programs that Python packages cannot bring: found on the machine, else installed where allowed, else named."""

import os
import shutil
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Program:
    """A program that the tests need, and how a person gets it."""

    title: str
    debian_packages: tuple[str, ...]
    other_systems: str


class ProgramMissing(Exception):
    """Names the program and the command that installs it."""

    def __init__(self, program: Program, because: str) -> None:
        debian = "sudo apt-get install " + " ".join(program.debian_packages)
        super().__init__(
            f"{program.title} is missing and could not be installed ({because}).\n"
            f"  Debian, Ubuntu: {debian}\n"
            f"  {program.other_systems}"
        )


def install(program: Program) -> None:
    """Installs with the system's package manager when this user may; raises ProgramMissing otherwise."""
    if shutil.which("apt-get") is None:
        raise ProgramMissing(program, "no apt-get on this system")
    if hasattr(os, "geteuid") and os.geteuid() != 0:
        raise ProgramMissing(program, "installing needs root")
    print(f"installing {program.title}: apt-get install {' '.join(program.debian_packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = subprocess.run(["apt-get", "update", "-qq"], env=quiet)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *program.debian_packages]
    done = subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL)
    if done.returncode != 0:
        raise ProgramMissing(program, f"apt-get update gave {update.returncode}, install gave {done.returncode}")
