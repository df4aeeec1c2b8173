package io.spillway.stack.core;

import java.util.List;
import java.util.Optional;

/**
 * Where the servers that the services use are, and the accounts on them.
 *
 * @param kafka bootstrap servers, {@code host:port}, comma-separated
 * @param redis URI
 * @param elasticsearch URI
 * @param shards in slot order
 * @param partitions that the topics have
 * @param user account of the services on every shard; of secured servers that of the commands
 * @param cdcUser account that may read binlogs; empty where services know their own accounts
 * @param access what clients of secured servers need; empty of others
 */
public record Backends(
    String kafka,
    String redis,
    String elasticsearch,
    List<Shard> shards,
    PartitionCounts partitions,
    String user,
    String password,
    String cdcUser,
    String cdcPassword,
    Optional<StackAccess> access) {
  public Backends {
    shards = List.copyOf(shards);
  }

  public record Shard(int number, String host, int port, String schema) {
    /** {@code host:port/schema}. */
    public String address() {
      return host + ":" + port + "/" + schema;
    }
  }

  /** The same servers, but Elasticsearch behind another address. */
  public Backends withElasticsearch(String uri) {
    return new Backends(
        kafka, redis, uri, shards, partitions, user, password, cdcUser, cdcPassword, access);
  }

  /** Never shows the passwords. */
  @Override
  public String toString() {
    return "Backends[kafka=" + kafka + ", redis=" + redis + ", shards=" + shards + "]";
  }
}
