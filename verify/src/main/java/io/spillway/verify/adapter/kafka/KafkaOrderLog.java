package io.spillway.verify.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.DeadLetterHeaders;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.orders.v1.SubmitOrder;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.IdRange;
import io.spillway.verify.core.Scope;
import io.spillway.verify.core.StoreFacts;
import io.spillway.verify.port.OrderLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the topics of orders, a partition at a time. Records that nobody can read are passed. */
public final class KafkaOrderLog implements OrderLog, AutoCloseable {
  private static final List<Topic> DEAD_LETTERS =
      List.of(
          Topic.ORDER_PROCESSOR_DLQ,
          Topic.ORDER_STORE_DLQ,
          Topic.INVENTORY_PROCESSOR_DLQ,
          Topic.CDC_CONNECTOR_DLQ,
          Topic.ANALYTICS_SINK_DLQ);

  private final TopicScan reader;

  public KafkaOrderLog(KafkaConfig kafka) {
    this.reader = new TopicScan(kafka);
  }

  @Override
  public int orderPartitions() throws UnavailableException {
    try {
      int partitions = reader.partitions(Topic.ORDERS_INTAKE);
      if (partitions == 0) {
        throw new OperationException(
            "topic " + Topic.ORDERS_INTAKE.topicName() + " does not exist on this stack");
      }
      return partitions;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted", e);
    }
  }

  @Override
  public long wholeFrom(IdRange range) throws UnavailableException, InterruptedException {
    return Math.max(
        reader.cutAt(Topic.ORDERS_INTAKE, range.partition()),
        reader.cutAt(Topic.ORDERS_EVENTS, range.partition()));
  }

  @Override
  public void submissions(
      IdRange range, Scope scope, long fromMillis, Consumer<StoreFacts.Submission> sink)
      throws UnavailableException, InterruptedException {
    reader.since(
        Topic.ORDERS_INTAKE,
        range.partition(),
        fromMillis,
        record -> {
          if (record.value() == null) {
            return;
          }
          try {
            OrderIntake intake = OrderIntake.parseFrom(record.value());
            if (!intake.hasSubmit()) {
              return;
            }
            SubmitOrder submit = intake.getSubmit();
            Order order = submit.getOrder();
            UUID id = id(order.getOrderId());
            long acceptedAt = Times.instant(order.getAcceptedAt()).toEpochMilli();
            if (id != null && wanted(scope, order.getTenant(), acceptedAt, fromMillis)) {
              sink.accept(new StoreFacts.Submission(id, fingerprint(submit.getFingerprint())));
            }
          } catch (InvalidProtocolBufferException notOurs) {
            // The saga set it aside.
          }
        });
  }

  @Override
  public void rejects(IdRange range, Consumer<UUID> sink)
      throws UnavailableException, InterruptedException {
    reader.since(
        Topic.ORDERS_REJECTS,
        range.partition(),
        0,
        record -> {
          UUID id = id(text(record.key()));
          if (id != null) {
            sink.accept(id);
          }
        });
  }

  @Override
  public void events(IdRange range, Scope scope, long fromMillis, Consumer<StoreFacts.Event> sink)
      throws UnavailableException, InterruptedException {
    OrderFields fields = new OrderFields();
    reader.since(
        Topic.ORDERS_EVENTS,
        range.partition(),
        fromMillis,
        record -> {
          if (record.value() == null) {
            return;
          }
          try {
            fields.readEvent(record.value());
          } catch (IOException notOurs) {
            return;
          }
          UUID id = id(fields.orderId);
          if (id != null && wanted(scope, fields.tenant, fields.acceptedAtMillis, fromMillis)) {
            OrderStatus status =
                Optional.ofNullable(OrderStatus.forNumber(fields.status))
                    .orElse(OrderStatus.UNRECOGNIZED);
            sink.accept(new StoreFacts.Event(id, fields.version, status, fields.created));
          }
        });
  }

  /** The newest event of each of these orders that has any. */
  public List<OrderEvent> newest(IdRange range, Collection<String> ids)
      throws UnavailableException, InterruptedException {
    Map<String, OrderEvent> newest = new HashMap<>();
    reader.since(
        Topic.ORDERS_EVENTS,
        range.partition(),
        0,
        record -> {
          if (record.value() == null || !ids.contains(text(record.key()))) {
            return;
          }
          try {
            OrderEvent event = OrderEvent.parseFrom(record.value());
            newest.merge(
                event.getOrderId(), event, (a, b) -> b.getVersion() > a.getVersion() ? b : a);
          } catch (InvalidProtocolBufferException notOurs) {
            // The order store set it aside.
          }
        });
    return List.copyOf(newest.values());
  }

  @Override
  public List<StoreFacts.DeadLetter> deadLetters()
      throws UnavailableException, InterruptedException {
    List<StoreFacts.DeadLetter> found = new ArrayList<>();
    for (Topic topic : DEAD_LETTERS) {
      reader.since(
          topic,
          0,
          0,
          record -> {
            String cause = CloudEvent.text(record.headers(), DeadLetterHeaders.CAUSE);
            found.add(
                new StoreFacts.DeadLetter(
                    topic.topicName(),
                    record.offset(),
                    id(text(record.key())),
                    cause == null ? "" : cause));
          });
    }
    return found;
  }

  @Override
  public void close() {
    reader.close();
  }

  private static boolean wanted(Scope scope, String tenant, long acceptedAt, long fromMillis) {
    return acceptedAt >= fromMillis && (scope.tenant() == null || scope.tenant().equals(tenant));
  }

  private static long fingerprint(ByteString bytes) {
    return bytes.size() < Long.BYTES ? 0 : bytes.asReadOnlyByteBuffer().getLong();
  }

  private static @Nullable UUID id(String text) {
    try {
      return RoutedId.parse(text).uuid();
    } catch (IllegalArgumentException notAnId) {
      return null;
    }
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, UTF_8);
  }
}
