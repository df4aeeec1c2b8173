package io.spillway.cdc.adapter.group;

import io.spillway.cdc.core.Lease;
import io.spillway.cdc.port.EngineControl;
import io.spillway.runtime.failure.FatalListener;
import io.spillway.runtime.health.HealthStatus;
import io.spillway.runtime.kafka.GroupContact;
import io.spillway.runtime.kafka.KafkaClients;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of the group that shares the MySQL servers out: partition n of the group's topic given
 * to this member means that server n's engine runs here. Thread-safe.
 */
public final class ServerGroup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerGroup.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration REJOIN_PAUSE = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final CloseOptions LEAVE =
      CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
          .withTimeout(Duration.ofSeconds(5));
  private static final Duration JOIN = Duration.ofSeconds(30);
  private static final Duration TICK = Duration.ofMillis(250);

  private final String topic;
  private final int servers;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final EngineControl engines;
  private final FatalListener fatal;
  private final Lease lease;
  private final Clock clock;
  private final Thread thread;
  private final Thread ticker;
  private final AtomicReference<@Nullable Consumer<byte[], byte[]>> current =
      new AtomicReference<>();

  private volatile boolean closed;
  private volatile boolean member;
  private volatile Instant lastPoll;
  private volatile String failure = "";

  /**
   * A member that has not joined yet.
   *
   * @param topic the group's topic, of at least as many partitions as there are servers
   * @param consumers makes the member's consumer, again after a failure
   * @param lease what says whether this process may have been expelled unheard; kept here
   * @param fatal told when another process has taken this member's name
   */
  public ServerGroup(
      String topic,
      int servers,
      Supplier<Consumer<byte[], byte[]>> consumers,
      EngineControl engines,
      FatalListener fatal,
      Lease lease,
      Clock clock) {
    this.topic = topic;
    this.servers = servers;
    this.consumers = consumers;
    this.engines = engines;
    this.fatal = fatal;
    this.lease = lease;
    this.clock = clock;
    this.lastPoll = clock.instant();
    this.thread = Thread.ofPlatform().name("server-group").unstarted(this::run);
    this.ticker = Thread.ofPlatform().daemon().name("server-group-lease").unstarted(this::tick);
  }

  /** Joins the group in the background. */
  public void start() {
    ticker.start();
    thread.start();
  }

  /** Whether this instance is a member that would be told of its servers. */
  public HealthStatus health() {
    if (!thread.isAlive()) {
      return HealthStatus.down("the group's thread is not running");
    }
    if (!failure.isEmpty()) {
      return HealthStatus.down("could not join the group: " + failure);
    }
    if (!member) {
      return HealthStatus.down("not yet a member of the group");
    }
    if (lastPoll.plus(SILENCE).isBefore(clock.instant())) {
      return HealthStatus.down("the group was last polled at " + lastPoll);
    }
    return Optional.ofNullable(current.get())
        .flatMap(
            consumer -> GroupContact.complaint(consumer.metrics(), KafkaClients.SESSION_TIMEOUT))
        .map(HealthStatus::down)
        .orElseGet(HealthStatus::up);
  }

  /** Stops this member's engines and leaves the group, so that others take over at once. */
  @Override
  public void close() throws InterruptedException {
    closed = true;
    Consumer<byte[], byte[]> consumer = current.get();
    if (consumer != null) {
      consumer.wakeup();
    }
    if (!thread.join(JOIN)) {
      LOG.atWarn().addKeyValue("timeout", JOIN).log("the group was not left in time");
    }
    ticker.interrupt();
  }

  private void run() {
    while (!closed) {
      try {
        runMembership(consumers.get());
      } catch (FencedInstanceIdException e) {
        abandonAll(e);
        fatal.fatal("another process runs under this spillway.cdc.instance-id", e);
        return;
      } catch (RuntimeException e) {
        abandonAll(e);
        rejoinLater(e);
      }
    }
    engines.stop(IntStream.range(0, servers).boxed().toList());
  }

  private void runMembership(Consumer<byte[], byte[]> consumer) {
    current.set(consumer);
    lease.joined();
    try {
      consumer.subscribe(List.of(topic), new Assignment());
      while (!closed) {
        poll(consumer);
        if (!lease.isHeld()) {
          throw new IllegalStateException(
              "this process stalled and may have been removed from the group");
        }
      }
    } finally {
      // A member with a name of its own would otherwise keep its servers until the session ends.
      consumer.close(LEAVE);
    }
  }

  private void poll(Consumer<byte[], byte[]> consumer) {
    try {
      var unused = consumer.poll(POLL);
      lastPoll = clock.instant();
    } catch (WakeupException e) {
      LOG.atDebug().log("woken up to close");
    }
  }

  /** On a thread of its own: carrying out an assignment may take longer than a lease is. */
  private void tick() {
    try {
      while (true) {
        lease.tick();
        Thread.sleep(TICK);
      }
    } catch (InterruptedException e) {
      LOG.atDebug().log("the lease is lost");
    }
  }

  private void abandonAll(RuntimeException cause) {
    engines.abandon(IntStream.range(0, servers).boxed().toList());
    member = false;
    failure = cause.toString();
  }

  private void rejoinLater(RuntimeException cause) {
    if (closed) {
      return;
    }
    LOG.atError().setCause(cause).log("group membership failed; rejoining");
    try {
      Thread.sleep(REJOIN_PAUSE);
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  /** Partitions beyond the servers, left from a larger deployment, mean nothing. */
  private List<Integer> numbers(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .map(TopicPartition::partition)
        .filter(number -> number < servers)
        .sorted()
        .toList();
  }

  private final class Assignment implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      List<Integer> numbers = numbers(partitions);
      LOG.atInfo().addKeyValue("servers", numbers).log("servers assigned");
      numbers.forEach(engines::start);
      // Last, so that nobody sees a member whose engines have not been heard of.
      failure = "";
      member = true;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      List<Integer> numbers = numbers(partitions);
      LOG.atInfo().addKeyValue("servers", numbers).log("servers revoked");
      engines.stop(numbers);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      List<Integer> numbers = numbers(partitions);
      LOG.atWarn().addKeyValue("servers", numbers).log("servers lost to another instance");
      member = false;
      engines.abandon(numbers);
    }
  }
}
