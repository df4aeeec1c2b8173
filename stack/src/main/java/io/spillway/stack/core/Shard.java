package io.spillway.stack.core;

/**
 * One MySQL schema that owns a contiguous range of slots.
 *
 * @param name {@code shard-0} and so on, numbered over all servers
 * @param serverIndex the MySQL server it lives on: shards 0 and 1 on server 0, and so on
 */
public record Shard(
    String name,
    String host,
    int port,
    String schema,
    String user,
    String password,
    int serverIndex) {}
