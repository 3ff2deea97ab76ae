"""A Dask cluster as an executor: work beyond one machine."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from sheet_sync.errors import ConfigurationError, TrackerBusyError

_SECONDS_TO_ANSWER = 10
_RETRIES = 3
_AT_LEAST = 16
_AHEAD = 4


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """The cluster of a Dask scheduler, and how many tasks it may hold. A task whose worker dies is done by another.

    Args:
        address: of the scheduler: "tcp://host:8786". Its workers see the trackers under the same paths.

    Raises:
        ConfigurationError: Dask is not installed, or the address is none.
        TrackerBusyError: nobody answers there.
    """
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and heavy
    except ImportError as error:
        raise ConfigurationError("--dask needs Dask: pip install 'sheet-sync[dask]'.") from error
    try:
        client = Client(address, timeout=_SECONDS_TO_ANSWER)  # type: ignore[no-untyped-call]
    except (TypeError, ValueError) as error:
        raise ConfigurationError(f"--dask {address} is no address of a Dask scheduler: tcp://HOST:PORT.") from error
    except OSError as error:
        raise TrackerBusyError(f"--dask {address}: no Dask scheduler answers there.", "Is it running?") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_SECONDS_TO_ANSWER)
        except TimeoutError as error:
            raise TrackerBusyError(f"--dask {address}: the cluster has no workers.", "Start some.") from error
        threads = sum(client.nthreads().values())  # type: ignore[no-untyped-call]
        executor: Executor = client.get_executor(retries=_RETRIES)  # type: ignore[no-untyped-call]
        yield executor, max(_AT_LEAST, _AHEAD * threads)
