"""The job engine that belongs to a database."""

from app_center.config import Config
from ports.jobs import Jobs


def open_jobs(config: Config, workers: int) -> Jobs:
    """Not started yet; the database's address alone decides which one it is."""
    if config.is_sqlite:
        from adapters.jobs.embedded import EmbeddedJobs  # noqa: PLC0415 - only one of the two is ever needed

        return EmbeddedJobs(workers)
    from adapters.jobs.distributed import DistributedJobs  # noqa: PLC0415

    return DistributedJobs(config.url, workers, config.patience)
