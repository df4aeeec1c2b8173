package io.spillway.ingest;

import io.spillway.ingest.core.FreshnessPolicy;
import io.spillway.ingest.core.OrderLimits;
import io.spillway.ingest.core.ProductRules;
import io.spillway.ingest.core.Quota;
import io.spillway.ingest.core.RatePolicy;
import io.spillway.ingest.core.RateRule;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.tls.OwnCertificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that {@code spillway.ingest} sets. */
public record IngestConfig(
    OrderLimits order,
    Http http,
    Log log,
    Answers answers,
    Reads reads,
    Commands commands,
    Waits waits,
    Events events,
    Products products,
    Rate rate) {
  /** The setting that names the API's address. */
  public static final String HOST = "spillway.ingest.host";

  private static final String ROOT = "spillway.ingest.";
  private static final long MIB = 1 << 20;

  /**
   * The HTTP side.
   *
   * @param bodyBytes of one order
   * @param batchBytes of a batch
   * @param adjustmentsBytes of a list of adjustments
   * @param batchOrders lines of a batch, at most
   * @param batchWindow orders of one batch on their way at one time
   * @param concurrentBatches batches worked on at one time
   * @param receivingBytes of all bodies being read at one time
   * @param minBytesPerSecond a slower sender is cut off
   * @param certificate with it the API speaks HTTPS only; null for HTTP
   */
  public record Http(
      String host,
      int port,
      long bodyBytes,
      long batchBytes,
      long adjustmentsBytes,
      int batchOrders,
      int batchWindow,
      int concurrentBatches,
      long receivingBytes,
      int headerBytes,
      int connections,
      Duration idleTimeout,
      long minBytesPerSecond,
      @Nullable OwnCertificate certificate) {}

  /**
   * The Kafka side.
   *
   * @param inFlightBytes records sent and not acknowledged, at most
   * @param deliveryTimeout after which the outcome is unknown
   * @param startTimeout how long a start waits for the brokers
   */
  public record Log(
      long inFlightBytes,
      Duration deliveryTimeout,
      Duration requestTimeout,
      Duration startTimeout,
      Duration probeEvery) {}

  /**
   * The Redis side.
   *
   * @param claimTtl longer than the delivery timeout, or two requests could hold one key
   * @param breakerFailures in a row, after which Redis is left alone for {@code breakerPause}
   * @param warmUp how long a start may take to warm the way to Redis up; zero leaves it cold
   */
  public record Answers(
      Duration timeout,
      Duration answerTtl,
      Duration claimTtl,
      Duration acceptedTtl,
      int queuedCommands,
      int breakerFailures,
      Duration breakerPause,
      Duration warmUp) {}

  /**
   * The MySQL side.
   *
   * @param perShard reads of one shard at one time, running and waiting
   * @param warmUp longest that the first reads wait until every shard was read once; zero for none
   */
  public record Reads(Duration timeout, int perShard, Duration warmUp) {}

  /**
   * Commands to orders.
   *
   * @param answerWithin after which a command is answered as pending
   * @param waiting requests that wait for an answer at one time
   */
  public record Commands(Duration answerWithin, int waiting) {}

  /**
   * Reads that wait for an order to be decided.
   *
   * @param longest that a caller may ask for
   * @param waiting requests at one time
   * @param perCaller requests of one caller at one time
   * @param lookEvery how often a shard is asked while anybody waits
   * @param longestStream after which a stream of an order's events ends and its client comes again
   */
  public record Waits(
      Duration longest, int waiting, int perCaller, Duration lookEvery, Duration longestStream) {}

  /**
   * Events that are read over HTTP.
   *
   * @param readers requests at one time
   * @param consumers of Kafka, which they use in turn
   */
  public record Events(int readers, int consumers) {}

  /**
   * Products.
   *
   * @param bodyBytes of one product
   * @param memoryBytes that products take in this instance's memory
   * @param maxAge for which a caller may keep a product without asking; zero for not at all
   * @param perTenant products that each tenant may store; zero for any number
   */
  public record Products(
      long bodyBytes,
      int maxAttributes,
      int perTenant,
      long memoryBytes,
      FreshnessPolicy cache,
      Duration maxAge) {}

  /**
   * What tenants and callers may send.
   *
   * @param policies one for each limit that is set; empty bears any rate
   * @param shares of tenants while orders wait
   */
  public record Rate(List<RatePolicy> policies, Shares shares) {
    public Rate {
      policies = List.copyOf(policies);
    }
  }

  /**
   * Shares of tenants while orders wait in the intake.
   *
   * @param within orders may wait this long before shares hold; zero for no shares
   * @param weights of tenants that are not 1
   */
  public record Shares(Duration within, Map<String, Integer> weights) {
    public Shares {
      weights = Map.copyOf(weights);
    }

    /** At least 1. */
    public int weight(String tenant) {
      return weights.getOrDefault(tenant, 1);
    }
  }

  /** Reads {@code spillway.ingest}; faults are noted in the settings. */
  public static IngestConfig from(Settings settings) {
    IngestConfig config =
        new IngestConfig(
            order(settings),
            http(settings),
            log(settings),
            answers(settings),
            reads(settings),
            commands(settings),
            waits(settings),
            new Events(
                settings.count(ROOT + "events.readers", 1, 10_000),
                settings.count(ROOT + "events.consumers", 1, 64)),
            products(settings),
            rate(settings));
    if (config.answers.claimTtl.compareTo(config.log.deliveryTimeout) <= 0) {
      settings.violation(
          ROOT + "redis.claim-ttl",
          config.answers.claimTtl,
          "more than spillway.ingest.kafka.delivery-timeout, " + config.log.deliveryTimeout);
    }
    if (config.log.requestTimeout.compareTo(config.log.deliveryTimeout) >= 0) {
      settings.violation(
          ROOT + "kafka.request-timeout",
          config.log.requestTimeout,
          "less than spillway.ingest.kafka.delivery-timeout, " + config.log.deliveryTimeout);
    }
    return config;
  }

  private static OrderLimits order(Settings s) {
    String at = ROOT + "limits.";
    return new OrderLimits(
        s.count(at + "lines", 1, 2_000),
        s.count(at + "quantity", 1, 1_000_000),
        whole(s, at + "unit-amount", 0, 1_000_000_000_000L),
        whole(s, at + "total-amount", 0, 9_000_000_000_000_000L),
        s.count(at + "attributes", 0, 64),
        s.count(at + "adjustments", 1, 10_000),
        s.duration(at + "placed-at-ahead", Duration.ZERO, Duration.ofDays(366)),
        s.duration(at + "hold-for", OrderLimits.MIN_HOLD, OrderLimits.MAX_HOLD));
  }

  private static Http http(Settings s) {
    String limits = ROOT + "limits.";
    String at = ROOT + "http.";
    return new Http(
        s.text(HOST),
        s.count(ROOT + "port", 0, 65_535),
        s.bytes(limits + "body", 1_024, 4 * MIB),
        s.bytes(limits + "batch-body", 1_024, 64 * MIB),
        s.bytes(limits + "adjustments-body", 1_024, 16 * MIB),
        s.count(limits + "batch-orders", 1, 100_000),
        s.count(at + "batch-window", 1, 10_000),
        s.count(at + "concurrent-batches", 1, 1_000),
        s.bytes(at + "receiving-bytes", 16 * MIB, 4_096 * MIB),
        (int) s.bytes(at + "header-bytes", 1_024, 64 * 1_024),
        s.count(at + "connections", 1, 100_000),
        s.duration(at + "idle-timeout", Duration.ofSeconds(1), Duration.ofMinutes(10)),
        s.bytes(at + "min-bytes-per-second", 0, MIB),
        OwnCertificate.from(s, ROOT + "tls"));
  }

  private static Log log(Settings s) {
    String at = ROOT + "kafka.";
    return new Log(
        s.bytes(at + "in-flight-bytes", MIB, 1_024 * MIB),
        s.duration(at + "delivery-timeout", Duration.ofMillis(500), Duration.ofMinutes(2)),
        s.duration(at + "request-timeout", Duration.ofMillis(250), Duration.ofMinutes(2)),
        s.duration(at + "start-timeout", Duration.ZERO, Duration.ofHours(1)),
        s.duration(at + "probe-every", Duration.ofMillis(100), Duration.ofMinutes(1)));
  }

  private static Answers answers(Settings s) {
    String at = ROOT + "redis.";
    Duration day = Duration.ofDays(1);
    return new Answers(
        s.duration(at + "timeout", Duration.ofMillis(1), Duration.ofSeconds(10)),
        s.duration(at + "answer-ttl", Duration.ofMinutes(1), Duration.ofDays(30)),
        s.duration(at + "claim-ttl", Duration.ofSeconds(1), Duration.ofMinutes(10)),
        s.duration(at + "accepted-ttl", Duration.ofSeconds(1), day.multipliedBy(30)),
        s.count(at + "queued-commands", 1, 1_000_000),
        s.count(at + "breaker-failures", 1, 1_000),
        s.duration(at + "breaker-pause", Duration.ofMillis(10), Duration.ofMinutes(5)),
        s.duration(at + "warm-up", Duration.ZERO, Duration.ofMinutes(1)));
  }

  private static Reads reads(Settings s) {
    String at = ROOT + "reads.";
    return new Reads(
        s.duration(at + "timeout", Duration.ofMillis(10), Duration.ofMinutes(1)),
        s.count(at + "per-shard", 1, 10_000),
        s.duration(at + "warm-up", Duration.ZERO, Duration.ofMinutes(1)));
  }

  private static Commands commands(Settings s) {
    String at = ROOT + "commands.";
    return new Commands(
        s.duration(at + "answer-within", Duration.ofMillis(1), Duration.ofMinutes(1)),
        s.count(at + "waiting", 1, 100_000));
  }

  private static Waits waits(Settings s) {
    String at = ROOT + "waits.";
    return new Waits(
        s.duration(at + "longest", Duration.ofSeconds(1), Duration.ofMinutes(2)),
        s.count(at + "waiting", 1, 100_000),
        s.count(at + "per-caller", 1, 100_000),
        s.duration(at + "look-every", Duration.ofMillis(5), Duration.ofSeconds(10)),
        s.duration(at + "longest-stream", Duration.ofMillis(100), Duration.ofHours(1)));
  }

  private static Products products(Settings s) {
    String at = ROOT + "products.";
    Duration refreshAfter =
        s.duration(at + "refresh-after", Duration.ofMillis(100), Duration.ofHours(1));
    Duration freshFor = s.duration(at + "fresh-for", refreshAfter, Duration.ofDays(1));
    Duration staleFor = s.duration(at + "stale-for", freshFor, Duration.ofDays(30));
    Duration retryAfter =
        s.duration(at + "retry-after", Duration.ofMillis(10), Duration.ofMinutes(5));
    return new Products(
        s.bytes(ROOT + "limits.product-body", 1_024, MIB),
        s.count(ROOT + "limits.product-attributes", 0, ProductRules.MAX_ATTRIBUTES),
        s.count(at + "per-tenant", 0, 100_000_000),
        s.bytes(at + "memory", MIB, 64L * 1_024 * MIB),
        new FreshnessPolicy(refreshAfter, freshFor, staleFor, retryAfter),
        s.duration(at + "max-age", Duration.ZERO, Duration.ofDays(1)));
  }

  private static Rate rate(Settings s) {
    String at = ROOT + "rate.";
    List<RatePolicy> policies = new ArrayList<>();
    add(
        policies,
        Quota.TENANT,
        s.count(at + "orders-per-second", 0, 100_000),
        s.count(at + "burst", 1, 1_000_000));
    add(
        policies,
        Quota.CALLER,
        s.count(at + "caller-orders-per-second", 0, 100_000),
        s.count(at + "caller-burst", 1, 1_000_000));
    add(
        policies,
        Quota.TENANT_BYTES,
        s.bytes(at + "bytes-per-second", 0, 1_024 * MIB),
        s.bytes(at + "bytes-burst", 1_024, 16_384 * MIB));
    return new Rate(policies, shares(s, at));
  }

  private static Shares shares(Settings s, String at) {
    String weights = at + "share-weights";
    Map<String, Integer> byTenant = new HashMap<>();
    for (String each : s.textOrEmpty(weights).split(",", -1)) {
      String[] parts = each.strip().split("=", -1);
      if (each.isBlank()) {
        continue;
      }
      if (parts.length == 2 && parts[1].matches("[1-9][0-9]{0,3}")) {
        byTenant.put(parts[0], Integer.parseInt(parts[1]));
      } else {
        s.violation(weights, each, "TENANT=WEIGHT with a weight from 1 to 9999, such as acme=3");
      }
    }
    return new Shares(
        s.duration(at + "share-within", Duration.ZERO, Duration.ofHours(1)), byTenant);
  }

  private static void add(List<RatePolicy> policies, Quota quota, long perSecond, long burst) {
    if (perSecond > 0) {
      policies.add(new RatePolicy(quota, new RateRule(perSecond, burst)));
    }
  }

  private static long whole(Settings s, String path, long min, long max) {
    String text = s.text(path);
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // noted below, as any other value that does not fit
    }
    s.violation(path, text, "a whole number from " + min + " to " + max);
    return min;
  }
}
