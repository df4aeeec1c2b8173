package io.spillway.runtime.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.runtime.audit.AuditException;
import io.spillway.runtime.audit.AuditLog;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.failure.Failures;
import io.spillway.schemas.audit.AuditChain;
import io.spillway.schemas.audit.AuditEntry;
import io.spillway.schemas.audit.AuditRecord;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Writes to {@code operations.audit.v1}, under the act's id, with a chain of its own. Entries go
 * one by one, each acknowledged by all in-sync replicas before the next: an entry names the one
 * before it. Opens its client at the first entry. Thread-safe.
 */
public final class KafkaAuditLog implements AuditLog, AutoCloseable {
  /**
   * How long an entry may wait for those before it, for what the topic holds, and for its own
   * acknowledgement, each; then it is given up.
   */
  public static final Duration LIMIT = Duration.ofSeconds(30);

  private final KafkaConfig kafka;
  private final String clientId;
  private final Duration limit;
  private final ReentrantLock turn = new ReentrantLock();
  // Both guarded by turn.
  private @Nullable KafkaProducer<byte[], byte[]> producer;
  private @Nullable AuditChain chain;

  public KafkaAuditLog(KafkaConfig kafka, String clientId) {
    this(kafka, clientId, LIMIT);
  }

  /** With a limit of its own, such as that of a request. */
  public KafkaAuditLog(KafkaConfig kafka, String clientId, Duration limit) {
    this.kafka = kafka;
    this.clientId = clientId;
    this.limit = limit;
  }

  @Override
  public void write(AuditEntry entry) {
    try {
      // Bounded: with Kafka away, callers must not wait for the failures of all before them.
      if (!turn.tryLock(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw exception("others wait for Kafka before it", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw exception("interrupted", e);
    }
    try {
      append(entry);
    } finally {
      turn.unlock();
    }
  }

  private void append(AuditEntry entry) {
    AuditChain current = chain == null ? new AuditChain(UUID.randomUUID().toString()) : chain;
    // Until it is known where the entry lies there is no chain to go on with.
    chain = null;
    try {
      AuditRecord record =
          current.next(entry, current.mustSee() ? AuditTail.read(kafka, clientId, limit) : null);
      RecordMetadata written = send(entry.id(), record.bytes());
      if (written.hasOffset()) {
        current.written(record, written.offset());
        chain = current;
      }
    } catch (ExecutionException | KafkaException e) {
      Throwable cause = Failures.cause(e);
      throw failed(cause.getMessage() + " (" + cause.getClass().getSimpleName() + ")", cause);
    } catch (TimeoutException e) {
      throw failed("Kafka did not answer within " + limit.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      AuditException failure = failed("interrupted", e);
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  private RecordMetadata send(String key, byte[] value)
      throws InterruptedException, ExecutionException, TimeoutException {
    KafkaProducer<byte[], byte[]> open =
        producer == null ? new KafkaProducer<>(properties()) : producer;
    producer = open;
    return open.send(
            new ProducerRecord<>(Topic.OPERATIONS_AUDIT.topicName(), 0, key.getBytes(UTF_8), value))
        .get(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = KafkaClients.producer(kafka, clientId);
    int millis = Math.toIntExact(limit.toMillis());
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) millis);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, millis / 3));
    // An entry that was given up is not sent behind its caller's back.
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
    return properties;
  }

  private AuditException failed(String why, Throwable cause) {
    AuditException failure = exception(why, cause);
    // An interrupted thread cannot close a client.
    boolean interrupted = Thread.interrupted();
    try {
      close();
    } catch (KafkaException e) {
      failure.addSuppressed(e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return failure;
  }

  private static AuditException exception(String why, @Nullable Throwable cause) {
    return new AuditException(
        "no entry could be written to " + Topic.OPERATIONS_AUDIT.topicName() + ": " + why, cause);
  }

  /** Waits for an entry that is being written; a next one would begin another chain. */
  @Override
  public void close() {
    turn.lock();
    try {
      KafkaProducer<byte[], byte[]> open = producer;
      producer = null;
      chain = null;
      if (open != null) {
        open.close(Duration.ZERO);
      }
    } finally {
      turn.unlock();
    }
  }
}
