package io.spillway.inventory.adapter.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.inventory.core.AvailabilityRule;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.DeadLetterHeaders;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.codec.RowKeys;
import io.spillway.schemas.events.EventAttributes;
import io.spillway.schemas.inventory.v1.Availability;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Applies the rule to committed stock rows; the newest state per SKU is in the store. */
final class AvailabilityProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  static final String STORE = "availability";

  private static final String CONSUMER = "inventory-availability";
  static final String CHANGES = "changes";
  static final String DEAD_LETTERS = "dead-letters";

  private static final ProtoSerde<RowChange> ROWS = ProtoSerde.of(RowChange.getDefaultInstance());

  private final AvailabilityRule rule;
  private final Meters meters;
  private @Nullable ProcessorContext<byte[], byte[]> context;
  private @Nullable KeyValueStore<String, Availability> store;

  /** Consumed = told + untold + stale + dead-lettered. */
  record Meters(Counter consumed, Counter told, Counter untold, Counter stale, Counter letters) {
    static Meters of(MeterRegistry registry) {
      return new Meters(
          counter(registry, "consumed", "Stock rows read"),
          counter(registry, "told", "Changes of availability published"),
          counter(registry, "untold", "Rows that changed no availability"),
          counter(registry, "stale", "Rows no newer than one seen"),
          counter(registry, "dead.lettered", "Rows that could not be read"));
    }

    private static Counter counter(MeterRegistry registry, String thing, String description) {
      return Counter.builder("spillway.inventory.availability." + thing)
          .description(description)
          .register(registry);
    }
  }

  AvailabilityProcessor(AvailabilityRule rule, Meters meters) {
    this.rule = rule;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    this.store = context.getStateStore(STORE);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    meters.consumed().increment();
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      gone(key, record);
      return;
    }
    StockRow row;
    try {
      row = stock(key, record.value());
    } catch (SerializationException | IllegalArgumentException e) {
      setAside(record, String.valueOf(e.getMessage()));
      return;
    }
    apply(key, row, record);
  }

  private void apply(String key, StockRow row, Record<byte[], byte[]> record) {
    AvailabilityRule.Change change = rule.apply(opened(store).get(key), row);
    if (change == null) {
      meters.stale().increment();
      return;
    }
    opened(store).put(key, change.state());
    if (!change.isNews()) {
      meters.untold().increment();
      return;
    }
    meters.told().increment();
    Availability state = change.state();
    Headers headers = headers(EventAttributes.of(state, traceparent(record)));
    opened(context).forward(record.withValue(state.toByteArray()).withHeaders(headers), CHANGES);
  }

  /** A deleted row: the compacted topic forgets the SKU as well. */
  @SuppressWarnings("NullAway") // a tombstone is a null value, which Kafka's types do not say
  private void gone(String key, Record<byte[], byte[]> record) {
    Availability last = opened(store).delete(key);
    if (last == null) {
      meters.stale().increment();
      return;
    }
    meters.told().increment();
    Instant time = Instant.ofEpochMilli(record.timestamp());
    Headers headers = headers(EventAttributes.removed(last, time, traceparent(record)));
    opened(context).forward(record.withValue((byte[]) null).withHeaders(headers), CHANGES);
  }

  /** A value that leaves no room for the letter's headers stays where it is. */
  @SuppressWarnings("NullAway") // a null value, which Kafka's types do not say
  private void setAside(Record<byte[], byte[]> record, String cause) {
    meters.letters().increment();
    ProcessorContext<byte[], byte[]> to = opened(context);
    RecordMetadata source = to.recordMetadata().orElseThrow();
    Headers headers =
        DeadLetterHeaders.of(
            record.headers(),
            new DeadLetterHeaders.Source(
                source.topic(), source.partition(), source.offset(), record.timestamp()),
            CONSUMER,
            cause,
            1,
            Instant.ofEpochMilli(to.currentSystemTimeMs()));
    byte @Nullable [] value =
        DeadLetterHeaders.fitting(
            record.value(), KafkaClients.MAX_DEAD_LETTER_VALUE_BYTES, headers);
    to.forward(record.withValue(value).withHeaders(headers), DEAD_LETTERS);
  }

  private static StockRow stock(String key, byte[] value) {
    RowChange change = ROWS.parse(value);
    if (!change.hasStock()) {
      throw new IllegalArgumentException("a row of stock is expected, not " + change.getRowCase());
    }
    StockRow row = change.getStock();
    String expected = RowKeys.stock(row.getTenant(), row.getSku());
    if (!expected.equals(key)) {
      throw new IllegalArgumentException(
          "the key '" + key + "' is not the row's '" + expected + "'");
    }
    if (row.getVersion() < 1
        || row.getAvailable() < 0
        || row.getReserved() < 0
        || row.getLowStockAt() < 0) {
      throw new IllegalArgumentException("the row has a negative or missing number");
    }
    return row;
  }

  private static Headers headers(CloudEvent attributes) {
    Headers headers = new RecordHeaders();
    attributes.writeTo(headers);
    return headers;
  }

  private static @Nullable String traceparent(Record<byte[], byte[]> record) {
    return CloudEvent.text(record.headers(), CloudEvent.TRACEPARENT);
  }

  private static <T> T opened(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the processor is not initialised");
    }
    return part;
  }
}
