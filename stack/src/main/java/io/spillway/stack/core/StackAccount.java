package io.spillway.stack.core;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Who has an account on secured servers: each service on those that it uses, the commands on all.
 * The name is the same everywhere, the password is another on each server.
 */
public enum StackAccount {
  INGEST_API("ingest-api", Server.KAFKA, Server.MYSQL, Server.REDIS),
  ORDER_PROCESSOR("order-processor", Server.KAFKA, Server.MYSQL),
  INVENTORY_PROCESSOR("inventory-processor", Server.KAFKA, Server.MYSQL),
  CDC_CONNECTOR("cdc-connector", Server.KAFKA, Server.MYSQL),
  ANALYTICS_SINK("analytics-sink", Server.KAFKA, Server.MYSQL, Server.ELASTICSEARCH),

  /** What commands use: it may do all, but make accounts of MySQL. */
  OPERATOR("operator", Server.KAFKA, Server.MYSQL, Server.REDIS, Server.ELASTICSEARCH),

  /** What the stack itself makes the accounts of MySQL with. */
  ADMIN("admin", Server.MYSQL);

  /**
   * Files of certificates.
   *
   * @param caFile those that all others come from
   * @param certificateFile the account's own, where it has one
   * @param keyFile its private key
   */
  public record Tls(String caFile, String certificateFile, String keyFile) {}

  private final String user;
  private final Set<Server> servers;

  StackAccount(String user, Server first, Server... others) {
    this.user = user;
    this.servers = EnumSet.of(first, others);
  }

  /** Its name on every server; a service's own. */
  public String user() {
    return user;
  }

  public boolean isOn(Server server) {
    return servers.contains(server);
  }

  /** The account of that name. */
  public static Optional<StackAccount> of(String user) {
    return Arrays.stream(values()).filter(account -> account.user.equals(user)).findFirst();
  }

  /** Those of a server, in a fixed order. */
  public static List<StackAccount> on(Server server) {
    return List.of(values()).stream().filter(account -> account.isOn(server)).toList();
  }

  /** The setting that its password on a server is kept under. */
  public String passwordKey(Server server) {
    return prefix(server) + ".password";
  }

  /**
   * The settings of its process, as keys of the services' configuration; no address is among them.
   *
   * @param tls where the certificates are
   * @param password on each server
   */
  public SortedMap<String, String> settings(Tls tls, Function<Server, String> password) {
    SortedMap<String, String> settings = new TreeMap<>();
    settings.put("spillway.tls.ca-file", tls.caFile());
    if (CertificatePlan.SERVICES.contains(user)) {
      settings.put("spillway.access.mode", "required");
      String own = this == INGEST_API ? "spillway.ingest.tls." : "spillway.analytics.reports.tls.";
      settings.put(own + "certificate-file", tls.certificateFile());
      settings.put(own + "key-file", tls.keyFile());
    }
    for (Server server : servers) {
      settings.put(prefix(server) + ".user", user);
      settings.put(passwordKey(server), password.apply(server));
      if (server == Server.KAFKA) {
        settings.put("spillway.kafka.protocol", "SASL_SSL");
      } else if (server == Server.MYSQL) {
        settings.put("spillway.mysql.tls", "verify");
      }
    }
    return settings;
  }

  private String prefix(Server server) {
    return switch (server) {
      case KAFKA -> "spillway.kafka";
      // The change feed has an account beside that of the shards.
      case MYSQL -> this == CDC_CONNECTOR ? "spillway.mysql.cdc" : "spillway.mysql";
      case REDIS -> "spillway.redis";
      case ELASTICSEARCH -> "spillway.elasticsearch";
    };
  }
}
