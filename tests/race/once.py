"""Runs a command and prints its user and system time in seconds, its wall time and the most memory of a process in KiB.

    python -I -S once.py COMMAND...

A process of its own that imports next to nothing: Linux counts for a command no less memory than its parent had at the start.
"""
import posix
import sys
import time

begun = time.perf_counter()
quiet = posix.open("/dev/null", posix.O_WRONLY)
child = posix.posix_spawn(sys.argv[1], sys.argv[1:], posix.environ, file_actions=[(posix.POSIX_SPAWN_DUP2, quiet, 1)])
_, status, used = posix.wait4(child, 0)
print(used.ru_utime + used.ru_stime, time.perf_counter() - begun, used.ru_maxrss)
sys.exit(posix.waitstatus_to_exitcode(status) != 0)
