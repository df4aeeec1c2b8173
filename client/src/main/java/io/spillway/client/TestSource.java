package io.spillway.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.client.port.Sequences;
import io.spillway.schemas.codec.DeadLetterHeaders;
import io.spillway.schemas.codec.RedriveHeaders;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A source of events for tests of handlers: filter, duplicates, retries and dead letters are those
 * of a {@link Subscription}, without Kafka and without waiting. Each call returns once the events
 * are handled, given up or dropped. For one thread.
 *
 * <pre>{@code
 * TestSource source = Subscription.testing().deduplicate(store).handle(shipping::onEvent);
 * source.send(order.created(), order.confirmed()).replay();
 * assertThat(source.deadLetters()).isEmpty();
 * }</pre>
 */
public final class TestSource {
  private static final String TOPIC = "orders.events.v1";
  private static final long SEED = 1;

  private final List<ConsumerRecord<byte[], byte[]>> topic = new ArrayList<>();
  private final List<Letter> letters = new ArrayList<>();
  private final SubscriptionMetrics metrics;
  private final EventPipeline pipeline;
  private long nanos;

  /**
   * A record that was given up.
   *
   * @param event empty when the record cannot be read
   * @param cause why
   * @param attempts 0 when it only follows an earlier one of its order
   */
  public record DeadLetter(Optional<OrderEvent> event, String cause, int attempts) {}

  private record Letter(ConsumerRecord<byte[], byte[]> record, String cause, int attempts) {}

  private TestSource(Builder builder, Sequences store, EventOptions.EffectOf effect) {
    metrics = new SubscriptionMetrics(builder.registry(), "test");
    SplittableRandom random = new SplittableRandom(SEED);
    pipeline =
        builder.pipeline(
            store,
            effect,
            (record, cause, attempts) -> letters.add(new Letter(record, cause, attempts)),
            metrics,
            () -> nanos,
            random);
  }

  /** Appends events to the topic, and has each handled before the next. */
  public TestSource send(OrderEvent... events) {
    for (OrderEvent event : events) {
      append(event.getOrderId(), event.toByteArray(), -1);
    }
    return this;
  }

  /** Appends any value, such as one that is no event. */
  public TestSource sendBytes(String orderId, byte @Nullable [] value) {
    append(orderId, value, -1);
    return this;
  }

  /** Delivers all that was sent once more, from the beginning, as after a reset of the group. */
  public TestSource replay() {
    List.copyOf(topic).forEach(this::deliver);
    return this;
  }

  /** Sends the dead letters again, oldest first, as operators do once the cause is mended. */
  public TestSource redrive() {
    List<Letter> open = List.copyOf(letters);
    letters.clear();
    for (Letter letter : open) {
      byte[] key = letter.record.key();
      append(key == null ? "" : new String(key, UTF_8), letter.record.value(), first(letter));
    }
    return this;
  }

  /** The records that were given up and not redriven, in their order. */
  public List<DeadLetter> deadLetters() {
    return letters.stream()
        .map(
            letter ->
                new DeadLetter(
                    Optional.ofNullable(EventWork.of(letter.record).event()),
                    letter.cause,
                    letter.attempts))
        .toList();
  }

  /** Events that the handler has handled. */
  public long handled() {
    return count(EventResult.HANDLED);
  }

  /** Events that were dropped because they were handled before. */
  public long duplicates() {
    return count(EventResult.DUPLICATE);
  }

  /** Events that the filter did not take. */
  public long filtered() {
    return count(EventResult.FILTERED);
  }

  /** For how long a subscription would have waited between attempts. */
  public Duration waited() {
    return Duration.ofNanos(nanos);
  }

  private long count(EventResult result) {
    return (long) metrics.events(result).count();
  }

  private void append(String key, byte @Nullable [] value, long firstOffset) {
    RecordHeaders headers = new RecordHeaders();
    if (firstOffset >= 0) {
      DeadLetterHeaders.put(headers, RedriveHeaders.FIRST_OFFSET, firstOffset);
    }
    ConsumerRecord<byte[], byte[]> record = record(key, value, headers);
    topic.add(record);
    deliver(record);
  }

  // Kafka's record takes null values, which its types do not say.
  @SuppressWarnings("NullAway")
  private ConsumerRecord<byte[], byte[]> record(
      String key, byte @Nullable [] value, RecordHeaders headers) {
    byte[] keyBytes = key.getBytes(UTF_8);
    int length = value == null ? -1 : value.length;
    return new ConsumerRecord<>(
        TOPIC,
        0,
        topic.size(),
        0L,
        TimestampType.CREATE_TIME,
        keyBytes.length,
        length,
        keyBytes,
        value,
        headers,
        Optional.empty());
  }

  private void deliver(ConsumerRecord<byte[], byte[]> record) {
    EventWork work = EventWork.of(record);
    metrics.received.increment();
    try {
      while (pipeline.attempt(work) instanceof EventPipeline.Outcome.Again(Duration after)) {
        nanos += after.toNanos();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an event was handled", e);
    }
  }

  private static long first(Letter letter) {
    return EventWork.of(letter.record).firstOffset();
  }

  /** Describes a {@link TestSource}, as a {@link SubscriptionBuilder} does a subscription. */
  public static final class Builder extends EventOptions<TestSource, Builder> {
    Builder() {
      metrics(new io.micrometer.core.instrument.simple.SimpleMeterRegistry());
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    TestSource build(Sequences store, EffectOf effect) {
      try {
        store.open("test");
      } catch (Exception e) {
        throw new IllegalStateException("the store cannot be opened: " + e.getMessage(), e);
      }
      return new TestSource(this, store, effect);
    }
  }
}
