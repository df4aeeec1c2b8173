package io.spillway.client;

import io.spillway.client.port.DeadLetterSink;
import io.spillway.client.port.Sequences;
import io.spillway.schemas.topics.DeadLetterTopics;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/** Describes a {@link Subscription}. A broker and a group are needed. For one thread. */
public final class SubscriptionBuilder extends EventOptions<Subscription, SubscriptionBuilder> {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,200}");

  private final String topic;
  private final Map<String, Object> properties = new HashMap<>();
  private String group = "";
  private @Nullable String deadLetterTopic;
  private @Nullable DeadLetterSink deadLetters;
  private SubscriptionLimits limits = SubscriptionLimits.DEFAULT;

  SubscriptionBuilder(String topic) {
    this.topic = named("topic", topic);
  }

  /** The brokers, {@code host:port}, comma-separated. */
  public SubscriptionBuilder bootstrap(String servers) {
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
    return this;
  }

  /** The consumer group: its members share the partitions, and it has a position in each. */
  public SubscriptionBuilder group(String name) {
    group = named("group", name);
    return this;
  }

  /** Properties for every Kafka client of the subscription, such as those of security. */
  public SubscriptionBuilder properties(Map<String, ?> clients) {
    properties.putAll(clients);
    return this;
  }

  /**
   * The same from a file, such as the one that {@code ./spillway access apply} makes for a team.
   *
   * @throws UncheckedIOException when it cannot be read
   */
  public SubscriptionBuilder propertiesFile(Path file) {
    Properties read = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      read.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("propertiesFile = " + file + ": cannot be read", e);
    }
    read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
    return this;
  }

  /** Where dead letters go; {@code GROUP.dlq.v1} when not called. */
  public SubscriptionBuilder deadLetterTopic(String name) {
    deadLetterTopic = named("deadLetterTopic", name);
    return this;
  }

  /** Where dead letters go, instead of a topic. */
  public SubscriptionBuilder deadLetters(DeadLetterSink sink) {
    deadLetters = sink;
    return this;
  }

  /** How many events are handled at a time, of different orders; 16 when not called. */
  public SubscriptionBuilder workers(int number) {
    limits =
        new SubscriptionLimits(
            number, Math.max(number, limits.inFlight()), limits.commitEvery(), limits.stopWithin());
    return this;
  }

  /** How many events may be received and not finished; 1000 when not called. */
  public SubscriptionBuilder inFlight(int number) {
    limits =
        new SubscriptionLimits(limits.workers(), number, limits.commitEvery(), limits.stopWithin());
    return this;
  }

  /** How often the position is committed; every second when not called. */
  public SubscriptionBuilder commitEvery(Duration interval) {
    limits =
        new SubscriptionLimits(limits.workers(), limits.inFlight(), interval, limits.stopWithin());
    return this;
  }

  /** How long a stop waits for handlers; 20 s when not called. */
  public SubscriptionBuilder stopWithin(Duration limit) {
    limits =
        new SubscriptionLimits(limits.workers(), limits.inFlight(), limits.commitEvery(), limit);
    return this;
  }

  @Override
  SubscriptionBuilder self() {
    return this;
  }

  @Override
  Subscription build(Sequences store, EffectOf effect) {
    if (group.isEmpty()) {
      throw new IllegalStateException("no group: call group(\"TEAM-PURPOSE\")");
    }
    if (!properties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
      throw new IllegalStateException(
          "no brokers: call bootstrap(\"HOST:PORT\"), or propertiesFile with bootstrap.servers");
    }
    SubscriptionWiring.KafkaClients kafka =
        SubscriptionWiring.kafka(
            Map.copyOf(properties),
            group,
            topic,
            limits.pollRecords(),
            deadLetterTopic == null ? DeadLetterTopics.of(group) : deadLetterTopic);
    SubscriptionLimits chosen = limits;
    DeadLetterSink given = deadLetters;
    return new Subscription(
        topic,
        group,
        fatal -> {
          store.open(group);
          DeadLetterSink sink = given == null ? kafka.deadLetters().open() : given;
          try {
            return parts(kafka.consumer().get(), sink, store, effect, chosen, fatal);
          } catch (RuntimeException e) {
            sink.close();
            throw e;
          }
        });
  }

  private Subscription.Parts parts(
      Consumer<byte[], byte[]> consumer,
      DeadLetterSink sink,
      Sequences store,
      EffectOf effect,
      SubscriptionLimits chosen,
      java.util.function.Consumer<Throwable> fatal) {
    SubscriptionMetrics metrics = new SubscriptionMetrics(registry(), group);
    EventPipeline pipeline =
        pipeline(
            store,
            effect,
            sink,
            metrics,
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextLong());
    EventWorkers workers = new EventWorkers(chosen.workers(), pipeline, metrics, fatal);
    SubscriptionLoop loop = new SubscriptionLoop(consumer, workers, store, chosen, metrics);
    metrics.gauge("spillway.client.lag", "Events that are not finished", loop::lag);
    metrics.gauge("spillway.client.in.flight", "Events received, not finished", loop::inFlight);
    metrics.gauge("spillway.client.parked", "Dead letters that hold orders", store::parkedCount);
    return new Subscription.Parts(consumer, loop, workers, sink);
  }

  private static String named(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what + " = '" + name + "': expected 1 to 200 letters, digits, '.', '_' or '-'");
    }
    return name;
  }
}
