package io.spillway.verify.adapter.repair;

import io.spillway.stack.core.Backends;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.config.BackendConfigs;
import io.spillway.verify.adapter.elastic.DocumentRemoval;
import io.spillway.verify.adapter.kafka.KafkaOrderLog;
import io.spillway.verify.adapter.kafka.RowPublisher;
import io.spillway.verify.adapter.mysql.ShardRows;
import io.spillway.verify.core.IdRange;
import io.spillway.verify.port.RowRepairs;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Documents are put right through the cdc topics and not in Elasticsearch itself: so the sink's own
 * mapping makes them, and there is no second one to keep the same. Rows are read again just before,
 * so a row that has changed meanwhile goes out as it is.
 */
public final class StoreRepairs implements RowRepairs, AutoCloseable {
  private final ShardRows rows;
  private final KafkaOrderLog log;
  private final RowPublisher publisher;
  private final DocumentRemoval removal;

  public StoreRepairs(Backends backends) {
    this.rows = new ShardRows(backends);
    this.log = new KafkaOrderLog(BackendConfigs.kafka(backends));
    this.publisher = new RowPublisher(BackendConfigs.kafka(backends));
    this.removal = new DocumentRemoval(BackendConfigs.elastic(backends), Pause.system());
  }

  @Override
  public void publishOrders(Collection<String> ids)
      throws UnavailableException, InterruptedException {
    publisher.orders(rows.orders(ids));
  }

  @Override
  public void publishStock(Collection<String> keys)
      throws UnavailableException, InterruptedException {
    publisher.stock(rows.stock(keys));
  }

  @Override
  public void removeOrderDocuments(Collection<String> ids)
      throws UnavailableException, InterruptedException {
    removal.remove(List.of("orders", "order-lines"), "orderId", ids);
  }

  @Override
  public void removeStockDocuments(Collection<String> keys)
      throws UnavailableException, InterruptedException {
    removal.removeByIds("stock", keys);
  }

  @Override
  public void writeOrders(IdRange range, Collection<String> ids)
      throws UnavailableException, InterruptedException {
    rows.write(log.newest(range, Set.copyOf(ids)));
  }

  @Override
  public void close() {
    log.close();
    publisher.close();
    removal.close();
  }
}
