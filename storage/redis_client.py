"""The connection to Redis that locks and limits share the making of: short of patience with Redis, not with our own."""

from redis.asyncio import BlockingConnectionPool, Redis

# Connections of one process to one Redis; whoever finds none free waits for one, at most so many seconds.
_CONNECTIONS, _WAIT = 32, 20.0


def connect(url: str) -> Redis:
    """A client whose calls raise `RedisError` soon when Redis is away, and wait their turn when this process is busy.

    The library's own pool raises instead of waiting: a rush would look like a Redis that is away.
    """
    pool = BlockingConnectionPool.from_url(
        url, max_connections=_CONNECTIONS, timeout=_WAIT, socket_timeout=2.0, socket_connect_timeout=1.0
    )
    return Redis.from_pool(pool)
