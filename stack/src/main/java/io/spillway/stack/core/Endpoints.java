package io.spillway.stack.core;

import java.util.List;
import java.util.Optional;

/**
 * Where the servers listen. Asking for a server the stack does not run is a programming error and
 * fails; the MySQL lists are empty instead.
 *
 * @param kafka bootstrap servers, {@code host:port[,host:port…]}
 * @param redis {@code redis://host:port}; {@code rediss://} of a secured server
 * @param elasticsearch {@code http://host:port}; {@code https://} of a secured server
 * @param mysql the shards in the order of their numbers
 * @param mysqlServers the servers the shards live on
 * @param access what clients of secured servers need; empty of others
 */
public record Endpoints(
    String kafka,
    String redis,
    String elasticsearch,
    List<Shard> mysql,
    List<MysqlEndpoint> mysqlServers,
    Optional<StackAccess> access) {

  public Endpoints {
    mysql = List.copyOf(mysql);
    mysqlServers = List.copyOf(mysqlServers);
  }

  @Override
  public String kafka() {
    return present(Server.KAFKA, kafka);
  }

  @Override
  public String redis() {
    return present(Server.REDIS, redis);
  }

  @Override
  public String elasticsearch() {
    return present(Server.ELASTICSEARCH, elasticsearch);
  }

  private static String present(Server server, String address) {
    if (address.isEmpty()) {
      throw new IllegalStateException("the stack was started without " + server);
    }
    return address;
  }
}
