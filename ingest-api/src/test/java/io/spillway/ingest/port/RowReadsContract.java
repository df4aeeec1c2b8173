package io.spillway.ingest.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementOutcome;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every source of order rows, stock rows and settled adjustments does. */
public abstract class RowReadsContract {
  private static final Instant AT = Instant.parse("2026-11-21T08:00:00.123Z");

  /** The order rows under test. */
  protected abstract OrderReads orders();

  /** The stock rows under test. */
  protected abstract StockReads stock();

  /** Stores a row. */
  protected abstract void put(OrderRow row) throws Exception;

  /** Stores a row. */
  protected abstract void put(StockRow row) throws Exception;

  /** Stores a row. */
  protected abstract void put(SettledAdjustment row) throws Exception;

  @Test
  void findsAnOrderByItsIdOnWhicheverShard() throws Exception {
    for (int i = 0; i < 20; i++) {
      RoutedId id = RoutedId.ofOrder("shop", "客户 " + i, UUID.randomUUID().toString());
      assertThat(done(orders().find(id))).isEmpty();
      OrderRow row = order(id, "客户 " + i, i % 2 == 0 ? null : "[{\"line\": 0}]");
      put(row);
      assertThat(done(orders().find(id))).isEqualTo(Optional.of(row));
    }
  }

  @Test
  void findsStockByTenantAndSkuExactly() throws Exception {
    for (int i = 0; i < 20; i++) {
      StockRow row = new StockRow("shop", "Sku " + UUID.randomUUID(), i, 2 * i, 3 + i, AT);
      put(row);
      assertThat(done(stock().stock("shop", row.sku()))).isEqualTo(Optional.of(row));
      assertThat(done(stock().stock("other", row.sku()))).isEmpty();
      assertThat(done(stock().stock("shop", row.sku().toUpperCase(java.util.Locale.ROOT))))
          .isEmpty();
    }
  }

  @Test
  void findsASettledAdjustmentByItsId() throws Exception {
    for (MovementOutcome outcome :
        new MovementOutcome[] {MovementOutcome.APPLIED, MovementOutcome.OUT_OF_RANGE}) {
      RoutedId id = RoutedId.ofAdjustment("shop", "A", UUID.randomUUID().toString());
      assertThat(done(stock().adjustment(id))).isEmpty();
      SettledAdjustment row = new SettledAdjustment(id, "shop", "A", -7, outcome, 5, 2, AT);
      put(row);
      assertThat(done(stock().adjustment(id))).isEqualTo(Optional.of(row));
    }
  }

  private static OrderRow order(RoutedId id, String customer, @Nullable String reasons) {
    return new OrderRow(
        id,
        "shop",
        customer,
        reasons == null ? "CONFIRMED" : "REJECTED",
        2,
        "GBP",
        9_000_000_000_000_000L,
        "[{\"sku\": \"A\"}]",
        "{\"country\": \"UK\"}",
        reasons,
        null,
        AT.minusSeconds(1),
        AT,
        AT.plusMillis(1));
  }

  private static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
