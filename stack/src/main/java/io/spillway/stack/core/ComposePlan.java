package io.spillway.stack.core;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The containers of {@code compose.secure.yaml}, and what each finds where. */
public final class ComposePlan {
  public static final String KAFKA = "kafka";
  public static final List<String> MYSQL = List.of("mysql-0", "mysql-1");
  public static final String REDIS = "redis";
  public static final String ELASTICSEARCH = "elasticsearch";
  public static final String KIBANA = "kibana";

  /** Shards of each MySQL server. */
  public static final int SHARDS_PER_SERVER = 2;

  /** Where a container finds its files. */
  public static final String MOUNT = "/run/spillway/";

  /** The certificate in it that all others come from. */
  public static final String CA_FILE = MOUNT + "ca.pem";

  private ComposePlan() {}

  /** The containers that prove themselves to others. */
  public static List<String> certified() {
    return Stream.of(
            List.of(KAFKA), MYSQL, List.of(REDIS, ELASTICSEARCH, KIBANA), CertificatePlan.SERVICES)
        .flatMap(List::stream)
        .toList();
  }

  /**
   * The names that clients find a container under: its own from other containers, {@code localhost}
   * from this machine, and others from elsewhere.
   */
  public static List<String> dnsNames(String container, List<String> more) {
    List<String> names = new ArrayList<>(List.of(container));
    names.addAll(CertificatePlan.DNS_NAMES);
    more.stream().filter(name -> !names.contains(name)).forEach(names::add);
    return names;
  }

  /** Where the process of an account finds its certificates. */
  public static StackAccount.Tls tls(StackAccount account) {
    return new StackAccount.Tls(
        CA_FILE, MOUNT + account.user() + ".pem", MOUNT + account.user() + "-key.pem");
  }
}
