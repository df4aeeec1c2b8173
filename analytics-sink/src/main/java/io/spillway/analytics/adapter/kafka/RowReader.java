package io.spillway.analytics.adapter.kafka;

import io.spillway.analytics.core.document.Document;
import io.spillway.analytics.core.document.OrderDetail;
import io.spillway.analytics.core.document.OrderDocuments;
import io.spillway.analytics.core.document.ProductDetail;
import io.spillway.analytics.core.document.ProductDocuments;
import io.spillway.analytics.core.document.RowDocuments;
import io.spillway.analytics.core.document.StockDocuments;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.runtime.loop.RecordReader;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.cdc.v1.RowSource;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.codec.Times;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record of a cdc topic as the documents of its row. Thread-safe. */
public final class RowReader implements RecordReader<RowDocuments> {
  private static final ProtoSerde<RowChange> ROWS = ProtoSerde.of(RowChange.getDefaultInstance());

  private final int lowStock;

  /** Reads rows; {@code lowStock} is the threshold of SKUs without one, in units. */
  public RowReader(int lowStock) {
    this.lowStock = lowStock;
  }

  @Override
  @SuppressWarnings("NullAway") // a tombstone has no value, which Kafka's types do not say
  public RowDocuments read(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] value = record.value();
    if (value == null) {
      return RowDocuments.NONE;
    }
    RowChange change = ROWS.parse(value);
    try {
      return new RowDocuments(documents(change), committedAt(change.getSource()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new PoisonException("the row makes no document: " + e.getMessage(), e);
    }
  }

  private List<Document> documents(RowChange change) {
    return switch (change.getRowCase()) {
      case ORDER -> OrderDocuments.of(OrderDetail.of(change.getOrder()));
      case STOCK -> List.of(StockDocuments.of(change.getStock(), lowStock));
      case MOVEMENT -> List.of(StockDocuments.of(change.getMovement()));
      case PRODUCT -> List.of(ProductDocuments.of(ProductDetail.of(change.getProduct())));
      case ROW_NOT_SET -> throw new IllegalArgumentException("no row of a kind that is known");
    };
  }

  private static @Nullable Instant committedAt(RowSource source) {
    return source.getSnapshot() || !source.hasCommittedAt()
        ? null
        : Times.instant(source.getCommittedAt());
  }
}
