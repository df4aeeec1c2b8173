package io.spillway.stack.core;

import java.util.List;

/**
 * One MySQL server. The users sign in with caching_sha2_password: Connector/J needs {@code
 * allowPublicKeyRetrieval=true}, for there is no TLS on the loopback address.
 *
 * @param name {@code mysql-0} and so on
 * @param adminUser may do anything
 * @param cdcUser may read all tables and the binary log, as Debezium needs
 * @param schemas the shards' schemas on this server, ascending
 */
public record MysqlEndpoint(
    String name,
    String host,
    int port,
    String adminUser,
    String adminPassword,
    String cdcUser,
    String cdcPassword,
    List<String> schemas) {

  public MysqlEndpoint {
    schemas = List.copyOf(schemas);
  }
}
