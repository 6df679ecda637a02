"""SQL tables, the transactions over them, keys, migrations, and the Redis pieces. Imports only `flows`."""
