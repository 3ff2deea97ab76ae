"""Two files of one folder take each other's place in one step, where the system can do that.

A plain rename destroys what it replaces. After an exchange what was replaced is still there, and can be looked at.
"""

import ctypes
import errno
import os
import sys
from pathlib import Path

_LINUX_AT_CURRENT_FOLDER = -100
_LINUX_EXCHANGE = 2
_MACOS_SWAP = 2
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
"""What systems and file systems answer that do not know how."""


def exchanged(first: Path, second: Path) -> bool:
    """Exchange two files; False where this cannot be done here, and then nothing was.

    Raises:
        OSError: it can be done, but failed.
    """
    number = _exchange(os.fsencode(first), os.fsencode(second))
    if number and number not in _CANNOT:
        raise OSError(number, os.strerror(number), str(second))
    return not number


def _exchange(first: bytes, second: bytes) -> int:
    """The system's own call; 0, or the number of its error."""
    if sys.platform == "win32":
        return errno.ENOSYS
    library = ctypes.CDLL(None, use_errno=True)
    try:
        if sys.platform == "darwin":
            failed = library.renamex_np(first, second, ctypes.c_uint(_MACOS_SWAP))
        else:
            here = _LINUX_AT_CURRENT_FOLDER
            failed = library.renameat2(here, first, here, second, ctypes.c_uint(_LINUX_EXCHANGE))
    except AttributeError:  # a C library without it
        return errno.ENOSYS
    return ctypes.get_errno() if failed else 0
