package io.spillway.ingest.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.ingest.core.OrderCursor;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.RoutedId;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderPageTest {
  private static final Instant AT = Instant.parse("2026-11-21T08:00:00.123Z");

  @Test
  void endsAtItsLimitAndTellsWhereTheNextBegins() {
    OrderPage page = OrderPage.of(found(true, true, true), 2, 2);
    assertThat(page.orders()).extracting(OrderRow::getOrderId).containsExactly(text(0), text(1));
    assertThat(page.next()).isEqualTo(new OrderCursor(AT.minusMillis(1), id(1)));
  }

  @Test
  void isTheLastWhenNothingIsBehindIt() {
    assertThat(OrderPage.of(found(true, true), 2, 2).next()).isNull();
    assertThat(OrderPage.of(found(true, false), 2, 5).next()).isNull();
    assertThat(OrderPage.of(found(), 2, 5)).isEqualTo(new OrderPage(List.of(), null));
  }

  @Test
  void endsWhereItFoundEnoughThoughMoreWasRead() {
    OrderPage page = OrderPage.of(found(false, true, false, true), 1, 10);
    assertThat(page.orders()).extracting(OrderRow::getOrderId).containsExactly(text(1));
    assertThat(page.next()).isEqualTo(new OrderCursor(AT.minusMillis(1), id(1)));
  }

  @Test
  void endsAfterSoManyWereLookedAtThoughNoneIsWanted() {
    OrderPage page = OrderPage.of(found(false, false, false, true), 1, 3);
    assertThat(page.orders()).isEmpty();
    assertThat(page.next()).isEqualTo(new OrderCursor(AT.minusMillis(2), id(2)));
  }

  private static List<OrderPage.Candidate> found(boolean... wanted) {
    return IntStream.range(0, wanted.length)
        .mapToObj(
            i -> {
              Instant at = AT.minusMillis(i);
              return new OrderPage.Candidate(
                  OrderRow.newBuilder()
                      .setOrderId(text(i))
                      .setCreatedAt(Times.timestamp(at))
                      .build(),
                  wanted[i]);
            })
        .toList();
  }

  private static String text(int i) {
    return id(i).toString();
  }

  private static RoutedId id(int i) {
    return RoutedId.ofOrder("shop", "c" + i, "k");
  }
}
