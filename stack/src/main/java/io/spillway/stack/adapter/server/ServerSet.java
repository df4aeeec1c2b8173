package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.fetch.Downloads;
import io.spillway.stack.core.CertificatePlan;
import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.Endpoints;
import io.spillway.stack.core.MysqlEndpoint;
import io.spillway.stack.core.Program;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.Shard;
import io.spillway.stack.port.LocalServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The servers a spec asks for, and where clients find them. */
public final class ServerSet {
  private ServerSet() {}

  /** In a fixed order. Fetches the programs that are not in the cache. */
  public static List<LocalServer> of(StackSpec spec, PortPlan ports, Downloads downloads)
      throws IOException, InterruptedException {
    StackHome home = new StackHome(spec.home());
    List<LocalServer> servers = new ArrayList<>();
    if (spec.runs(Server.KAFKA)) {
      var libraries = downloads.kafka();
      for (int i = 0; i < spec.brokers(); i++) {
        servers.add(new KafkaServer(i, spec, ports, home, libraries));
      }
    }
    if (spec.runs(Server.MYSQL)) {
      Program mysqld = downloads.mysqld();
      for (int i = 0; i < spec.mysqlServers(); i++) {
        servers.add(new MysqlServer(i, spec, ports, home, mysqld));
      }
    }
    if (spec.runs(Server.REDIS)) {
      servers.add(new RedisServer(spec, ports, home, downloads.redisServer()));
    }
    if (spec.runs(Server.ELASTICSEARCH)) {
      servers.add(new ElasticsearchServer(spec, ports, home, downloads.elasticsearch()));
    }
    return servers;
  }

  /** The names of those that are given a certificate: the servers, and services that are called. */
  public static List<String> names(StackSpec spec) {
    List<String> names = new ArrayList<>();
    if (spec.runs(Server.KAFKA)) {
      IntStream.range(0, spec.brokers()).mapToObj(KafkaServer::name).forEach(names::add);
    }
    if (spec.runs(Server.MYSQL)) {
      IntStream.range(0, spec.mysqlServers()).mapToObj(MysqlServer::name).forEach(names::add);
    }
    if (spec.runs(Server.REDIS)) {
      names.add(RedisServer.NAME);
    }
    if (spec.runs(Server.ELASTICSEARCH)) {
      names.add(ElasticsearchServer.NAME);
    }
    names.addAll(CertificatePlan.SERVICES);
    return names;
  }

  public static Endpoints endpoints(StackSpec spec, PortPlan ports) {
    MysqlAccounts accounts = MysqlAccounts.of(spec);
    List<MysqlEndpoint> mysqlServers =
        spec.runs(Server.MYSQL)
            ? IntStream.range(0, spec.mysqlServers())
                .mapToObj(i -> MysqlServer.endpoint(i, spec, ports, accounts))
                .toList()
            : List.of();
    return new Endpoints(
        spec.runs(Server.KAFKA) ? KafkaServer.bootstrap(spec.brokers(), ports) : "",
        spec.runs(Server.REDIS) ? RedisServer.address(spec, ports) : "",
        spec.runs(Server.ELASTICSEARCH) ? ElasticsearchServer.address(spec, ports) : "",
        shards(mysqlServers, accounts.clients()),
        mysqlServers,
        spec.secure()
            ? Optional.of(new StackHome(spec.home()).secured().access())
            : Optional.empty());
  }

  private static List<Shard> shards(List<MysqlEndpoint> servers, Credentials account) {
    List<Shard> shards = new ArrayList<>();
    for (int i = 0; i < servers.size(); i++) {
      for (String schema : servers.get(i).schemas()) {
        shards.add(
            new Shard(
                "shard-" + shards.size(),
                servers.get(i).host(),
                servers.get(i).port(),
                schema,
                account.user(),
                account.password(),
                i));
      }
    }
    return shards;
  }
}
