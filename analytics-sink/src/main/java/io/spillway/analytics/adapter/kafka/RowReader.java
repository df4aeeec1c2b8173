package io.spillway.analytics.adapter.kafka;

import io.spillway.analytics.core.bulk.StockWait;
import io.spillway.analytics.core.document.AuditDocuments;
import io.spillway.analytics.core.document.Document;
import io.spillway.analytics.core.document.OrderDetail;
import io.spillway.analytics.core.document.OrderDocuments;
import io.spillway.analytics.core.document.ProductDetail;
import io.spillway.analytics.core.document.ProductDocuments;
import io.spillway.analytics.core.document.RowDocuments;
import io.spillway.analytics.core.document.StockDocuments;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.runtime.loop.RecordReader;
import io.spillway.schemas.audit.AuditRecord;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.cdc.v1.RowSource;
import io.spillway.schemas.cdc.v1.StockMovementRow;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of a cdc topic as the documents of its row, and one of the audit topic as its document;
 * a stock row waits for newer ones of its SKU. Thread-safe, but for the waits, which belong to the
 * poll thread.
 *
 * @param lowStock threshold of SKUs without one, in units
 * @param movements which stock movements make a document
 */
public record RowReader(int lowStock, IndexedMovements movements, StockWait stockWait)
    implements RecordReader<RowDocuments> {
  private static final ProtoSerde<RowChange> ROWS = ProtoSerde.of(RowChange.getDefaultInstance());

  @Override
  public Duration coalesceFor(ConsumerRecord<byte[], byte[]> record) {
    return record.topic().equals(Topic.CDC_STOCK.topicName())
        ? stockWait.next(record.timestamp())
        : Duration.ZERO;
  }

  @Override
  @SuppressWarnings("NullAway") // a tombstone has no value, which Kafka's types do not say
  public RowDocuments read(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] value = record.value();
    if (value == null) {
      return RowDocuments.NONE;
    }
    if (record.topic().equals(Topic.OPERATIONS_AUDIT.topicName())) {
      return audited(record.offset(), value);
    }
    RowChange change = ROWS.parse(value);
    try {
      List<Document> documents = documents(change);
      return documents.isEmpty()
          ? RowDocuments.NONE
          : new RowDocuments(documents, committedAt(change.getSource()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new PoisonException("the row makes no document: " + e.getMessage(), e);
    }
  }

  private static RowDocuments audited(long offset, byte[] value) {
    try {
      Document document = AuditDocuments.of(AuditRecord.parse(value), offset);
      return new RowDocuments(List.of(document), null);
    } catch (IllegalArgumentException e) {
      throw new PoisonException("no audit entry: " + e.getMessage(), e);
    }
  }

  private List<Document> documents(RowChange change) {
    return switch (change.getRowCase()) {
      case ORDER -> OrderDocuments.of(OrderDetail.of(change.getOrder()));
      case STOCK -> List.of(StockDocuments.of(change.getStock(), lowStock));
      case MOVEMENT -> movement(change.getMovement());
      case PRODUCT -> List.of(ProductDocuments.of(ProductDetail.of(change.getProduct())));
      case ROW_NOT_SET -> throw new IllegalArgumentException("no row of a kind that is known");
    };
  }

  private List<Document> movement(StockMovementRow row) {
    return movements.include(MovementKind.of(row.getKind()))
        ? List.of(StockDocuments.of(row))
        : List.of();
  }

  private static @Nullable Instant committedAt(RowSource source) {
    return source.getSnapshot() || !source.hasCommittedAt()
        ? null
        : Times.instant(source.getCommittedAt());
  }
}
