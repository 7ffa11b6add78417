"""Runs commands in turn, several rounds, and keeps of each the least CPU and wall time and the most memory."""
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ONCE = Path(__file__).resolve().parent / "once.py"


@dataclass
class Taken:
    """The least seconds, and the most MB of its largest process."""
    cpu: float = float("inf")
    wall: float = float("inf")
    memory: float = 0.0


def once(command, folder):
    """One run: user and system time are of the process and all it waited for."""
    program = shutil.which(command[0])
    ran = subprocess.run([sys.executable, "-I", "-S", ONCE, program, *command[1:]], cwd=folder, capture_output=True, text=True)
    if ran.returncode != 0:
        raise SystemExit(f"{shlex.join(command)} failed: {ran.stderr[-2000:]}")
    cpu, wall, memory = map(float, ran.stdout.split())
    return cpu, wall, memory * 1024 / 1e6


def interleaved(commands, rounds):
    """What each took, by name, of `commands`: name → (command, folder). A noisy neighbour then hits all of them."""
    taken = {name: Taken() for name in commands}
    for number in range(rounds):
        for name, (command, folder) in commands.items():
            cpu, wall, memory = once([*map(str, command)], folder)
            of = taken[name]
            of.cpu, of.wall, of.memory = min(of.cpu, cpu), min(of.wall, wall), max(of.memory, memory)
            print(f"round {number + 1}: {name}: {cpu:.3f} s CPU, {wall:.3f} s, {memory:.0f} MB", file=sys.stderr)
    return taken


def machine():
    """Kind of CPU and memory, as the system tells."""
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown CPU")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GB"
