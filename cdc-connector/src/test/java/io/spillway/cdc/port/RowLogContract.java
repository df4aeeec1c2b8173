package io.spillway.cdc.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.cdc.core.RejectedRow;
import io.spillway.cdc.core.RowMapping;
import io.spillway.cdc.core.RowOperation;
import io.spillway.cdc.core.RowToPublish;
import io.spillway.cdc.core.Rows;
import io.spillway.cdc.core.UnmappableRowException;
import io.spillway.schemas.routing.Partitioning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every row log does; a backend's test answers what it holds. */
public abstract class RowLogContract {
  private static final RowMapping MAPPING = new RowMapping(Partitioning.DEFAULT);

  /** The log under test. */
  protected abstract RowLog log();

  /** The ce_id of each row of a key that the log holds, in order. */
  protected abstract List<String> published(RowToPublish like);

  /** The causes of the rows that were set aside. */
  protected abstract List<String> causes();

  @Test
  void rowsOfAKeyKeepTheirOrder() throws Exception {
    List<RowToPublish> rows = new ArrayList<>();
    for (long version = 1; version <= 50; version++) {
      rows.add(stock("ordered", version));
    }
    log().append(rows.subList(0, 20), List.of());
    log().append(rows.subList(20, 50), List.of());

    assertThat(published(rows.getFirst()))
        .containsExactlyElementsOf(rows.stream().map(row -> row.event().id()).toList());
  }

  @Test
  void tombstonesAreKept() throws Exception {
    RowToPublish created = stock("deleted", 1);
    RowToPublish deleted =
        MAPPING.map(Rows.change("stock", RowOperation.DELETE, columns("deleted", 1)));
    log().append(List.of(created, deleted), List.of());

    assertThat(published(created)).containsExactly(created.event().id(), deleted.event().id());
  }

  @Test
  void rejectedRowsAreSetAside() throws Exception {
    RejectedRow rejected =
        new RejectedRow(
            Rows.change("stock", RowOperation.CREATE, columns("rejected", 1)), "of no use");
    log().append(List.of(stock("beside", 1)), List.of(rejected));

    assertThat(causes()).contains("of no use");
    assertThat(published(stock("beside", 1))).hasSize(1);
  }

  @Test
  void nothingIsFine() throws Exception {
    log().append(List.of(), List.of());
  }

  protected static RowToPublish stock(String sku, long version) throws UnmappableRowException {
    return MAPPING.map(Rows.change("stock", RowOperation.UPDATE, columns(sku, version)));
  }

  private static Map<String, @Nullable Object> columns(String sku, long version) {
    Map<String, @Nullable Object> columns = Rows.stock();
    columns.put("sku", sku);
    columns.put("version", version);
    return columns;
  }
}
