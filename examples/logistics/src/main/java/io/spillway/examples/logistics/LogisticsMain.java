package io.spillway.examples.logistics;

import com.zaxxer.hikari.HikariDataSource;
import io.spillway.client.Subscription;
import io.spillway.client.SubscriptionBuilder;
import io.spillway.client.adapter.jdbc.JdbcSequences;
import io.spillway.client.core.OrderFilter;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Makes a shipment of every confirmed order, until it is stopped. */
public final class LogisticsMain {
  private static final String USAGE =
      """
      Makes a shipment of every confirmed order, exactly once each.

        --bootstrap HOST:PORT           Kafka (or --properties FILE, as ./spillway access apply makes for a team)
        --group NAME                    consumer group (default: logistics-shipments)
        --database URL                  jdbc:mysql://HOST:PORT/SCHEMA of the team
        --database-user NAME            its account
        --database-password-file FILE   a file with its password
      """;

  private LogisticsMain() {}

  /** Runs until the process is stopped; 2 for wrong usage. */
  public static void main(String[] args) throws Exception {
    Map<String, String> options = options(args);
    if (!options.containsKey("--database")) {
      System.out.print(USAGE);
      System.exit(options.containsKey("--help") ? 0 : 2);
    }
    try (HikariDataSource database = database(options)) {
      ShipmentBook.createTable(database);
      Subscription subscription = subscription(options, database);
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(subscription::close));
      subscription.start();
      subscription.awaitEnd();
    }
  }

  private static Subscription subscription(Map<String, String> options, HikariDataSource database)
      throws Exception {
    SubscriptionBuilder builder =
        Subscription.to("orders.events.v1")
            .group(options.getOrDefault("--group", "logistics-shipments"))
            .workers(database.getMaximumPoolSize());
    if (options.containsKey("--properties")) {
      builder.propertiesFile(Path.of(options.get("--properties")));
    }
    if (options.containsKey("--bootstrap")) {
      builder.bootstrap(options.get("--bootstrap"));
    }
    // docs: exactly-once
    return builder
        .filter(OrderFilter.status(OrderStatus.CONFIRMED))
        .deduplicate(JdbcSequences.in(database).createTables())
        .handleIn(ShipmentBook::ship);
    // docs: end
  }

  private static HikariDataSource database(Map<String, String> options) throws Exception {
    HikariDataSource database = new HikariDataSource();
    database.setJdbcUrl(options.get("--database"));
    database.setUsername(options.getOrDefault("--database-user", ""));
    if (options.containsKey("--database-password-file")) {
      Path file = Path.of(options.get("--database-password-file"));
      database.setPassword(Files.readString(file).strip());
    }
    database.setMaximumPoolSize(8);
    return database;
  }

  private static Map<String, String> options(String[] args) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < args.length; i++) {
      boolean help = args[i].equals("--help");
      options.put(args[i], help || i + 1 == args.length ? "" : args[++i]);
    }
    return options;
  }
}
