"""Run readers of untrusted files in a sandboxed process (Linux).

The process loads its module first and is confined then: Landlock leaves it fonts and Python's
libraries, and seccomp denies it the network, other processes and new programs. On a kernel with
neither, memory, time and writing are still limited.
"""

import ctypes
import os
import platform
import resource
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

# Folders that may still be read: fonts for documents that embed none.
FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts")
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_READ = 1 << 2 | 1 << 3
# Rights over files that Landlock knows since its versions 1, 2, 3 and 5. It restricts TCP since
# version 4, and abstract sockets and signals since version 6.
_FILES = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _GET_SECCOMP, _FILTER = 38, 22, 21, 2
_DENY, _ALLOW, _KILL = 0x0005_0001, 0x7FFF_0000, 0x8000_0000
# System calls with the same number on all processors: io_uring, pidfd_open, clone3, pidfd_getfd,
# pidfd_send_signal; fchmodat2, and extended attributes by path.
_NEWER = (424, 425, 426, 427, 434, 435, 438, 452, 463, 466)


class _Machine(NamedTuple):
    """System call numbers that are denied on one kind of processor.

    `opening` is denied only where Landlock is missing.
    """

    audit: int
    denied: tuple[int, ...]
    opening: tuple[int, ...]


# In order: sockets; clone, fork, execve, kill and similar; ptrace and the memory of other
# processes; keys; mounts and namespaces; shared memory, messages, semaphores; bpf, perf,
# userfaultfd, open_by_handle_at, prlimit. Then queued signals and the priority of other processes;
# modes, owners, times and attributes of files, which Landlock leaves open; truncate, rename,
# unlink, link.
_MACHINES = {
    "x86_64": _Machine(
        0xC000_003E,
        (
            *range(41, 51),
            53,
            288,
            299,
            307,
            56,
            57,
            58,
            59,
            322,
            62,
            200,
            234,
            101,
            310,
            311,
            312,
            248,
            249,
            250,
            155,
            161,
            165,
            166,
            272,
            308,
            29,
            30,
            64,
            68,
            240,
            321,
            298,
            323,
            304,
            302,
            129,
            297,
            141,
            142,
            144,
            203,
            251,
            314,
            *range(90, 95),
            260,
            268,
            132,
            235,
            261,
            280,
            *range(188, 191),
            *range(197, 200),
            76,
            *range(82, 85),
            *range(86, 89),
            133,
            258,
            259,
            *range(263, 267),
            316,
        ),
        (2, 85, 257, 437),
    ),
    "aarch64": _Machine(
        0xC000_00B7,
        (
            *range(198, 208),
            211,
            212,
            242,
            243,
            269,
            220,
            221,
            281,
            129,
            130,
            131,
            117,
            270,
            271,
            272,
            217,
            218,
            219,
            39,
            40,
            41,
            51,
            97,
            268,
            194,
            196,
            186,
            190,
            180,
            280,
            241,
            282,
            265,
            261,
            138,
            140,
            118,
            119,
            122,
            30,
            274,
            *range(52, 56),
            88,
            5,
            6,
            7,
            14,
            15,
            16,
            45,
            *range(33, 39),
            276,
        ),
        (56, 437),
    ),
}


class ProcessResult(NamedTuple):
    """The result of a process: its exit code, its output and its processor time in seconds."""

    code: int
    output: bytes
    seconds: float


def run(
    module: Path,
    words: tuple[str, ...],
    given: int,
    *,
    patience: float,
    most: int,
    seconds: int = 2,
) -> ProcessResult:
    """Run a module on the open file `given` and return its output.

    It is killed after `seconds` of processor time, `patience` seconds of real time, or `most` bytes
    of output.
    """
    command = [sys.executable, "-I", "-B", __file__, str(module), str(seconds), *words]
    with subprocess.Popen(
        command,
        stdin=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        start_new_session=True,
    ) as child:
        assert child.stdout
        clock = threading.Timer(patience, child.kill)
        clock.start()
        try:
            output = child.stdout.read(most + 1)
            if len(output) > most:
                child.kill()
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        finally:
            clock.cancel()
    return ProcessResult(child.returncode, output, used.ru_utime + used.ru_stime)


def memory_file(data: bytes) -> int:
    """Return an open in-memory file with this content; the caller closes it."""
    handle = os.memfd_create("given")
    with os.fdopen(os.dup(handle), "wb") as file:
        file.write(data)
    os.lseek(handle, 0, os.SEEK_SET)
    return handle


def missing_support() -> str:
    """Return a sentence for the operator if this kernel cannot confine a process, else an empty
    text."""
    missing = [] if _landlock() else ["Landlock"]
    if _machine() is None or _call("prctl", _GET_SECCOMP, 0, 0, 0, 0) < 0:
        missing.append("seccomp")
    if not missing:
        return ""
    closed = "read files of this machine" if missing == ["Landlock"] else "reach the network"
    return (
        f"This kernel has no {' and no '.join(missing)}: "
        f"a hole in the reader of PDF, pictures or tables could {closed}. "
        "Memory, time and writing are limited all the same."
    )


def confine() -> None:
    """Confine this process for good: only fonts and libraries, no network, no other program."""
    _call("prctl", _NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    closed = _restrict_files()
    if machine := _machine():
        _restrict_calls(machine, machine.denied if closed else machine.denied + machine.opening)


def _machine() -> _Machine | None:
    return (
        _MACHINES.get(platform.machine())
        if sys.platform == "linux" and sys.maxsize > 2**32
        else None
    )


def _landlock() -> int:
    """Return the version of Landlock in the kernel, or 0 if it has none."""
    return max(_call("syscall", _CREATE, None, 0, 1), 0) if sys.platform == "linux" else 0


def _call(name: str, *items: int | bytes | ctypes.Array[ctypes.c_char] | None) -> int:
    """Call a function of the C library, with integers as wide as a register."""
    library = ctypes.CDLL(None, use_errno=True)
    wide = [ctypes.c_long(one) if isinstance(one, int) else one for one in items]
    return int(getattr(library, name)(*wide))


def _restrict_files() -> bool:
    version = _landlock()
    files = sum(bits for since, bits in _FILES.items() if since <= version)
    result = struct.pack("=QQQ", files, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    rules = (
        _call("syscall", _CREATE, ctypes.create_string_buffer(result[:size], size), size, 0)
        if version
        else -1
    )
    if rules < 0:
        return False
    libraries = [one for one in sys.path if one.endswith(("site-packages", "dist-packages"))]
    for folder in (*FONTS, str(Path(os.__file__).parent), *libraries):
        with suppress(OSError):
            place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
            _call(
                "syscall",
                _ADD,
                rules,
                1,
                ctypes.create_string_buffer(struct.pack("=Qi", _READ, place), 12),
                0,
            )
            os.close(place)
    closed = _call("syscall", _RESTRICT, rules, 0) == 0
    os.close(rules)
    return closed


def _restrict_calls(machine: _Machine, denied: tuple[int, ...]) -> None:
    """Install a seccomp filter.

    System calls of another architecture kill the process; denied calls fail.
    """
    calls = sorted({*denied, *_NEWER})
    steps = [(0x20, 0, 0, 4), (0x15, 1, 0, machine.audit), (0x06, 0, 0, _KILL), (0x20, 0, 0, 0)]
    # x86_64 has a second set of the same system calls from this number on.
    steps += (
        [(0x35, len(calls) + 1, 0, 0x4000_0000)]
        if machine.audit == _MACHINES["x86_64"].audit
        else []
    )
    steps += [(0x15, len(calls) - place, 0, call) for place, call in enumerate(calls)]
    steps += [(0x06, 0, 0, _ALLOW), (0x06, 0, 0, _DENY)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = struct.pack("@HP", len(steps), ctypes.addressof(code))
    _call("prctl", _SET_SECCOMP, _FILTER, ctypes.create_string_buffer(program, len(program)), 0, 0)


def _limit_resources(memory: int, seconds: int) -> None:
    """Limit memory and processor time, forbid writing files, and lower the priority of this
    process."""
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 16),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    os.nice(5)


def _load_module(path: str) -> ModuleType:
    result = spec_from_file_location("opened", path)
    assert result
    assert result.loader
    module = module_from_spec(result)
    sys.modules["opened"] = module
    result.loader.exec_module(module)
    return module


def _main(path: str, seconds: str, *words: str) -> int:
    """Load a module, confine the process and return the exit code of the module.

    The module has MEMORY, and run(words), which returns the exit code.
    """
    module = _load_module(path)
    _limit_resources(module.MEMORY, int(seconds))
    confine()
    return int(module.run(list(words)))


if __name__ == "__main__":
    os._exit(_main(*sys.argv[1:]))
