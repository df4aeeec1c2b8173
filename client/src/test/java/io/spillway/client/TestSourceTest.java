package io.spillway.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.client.TestSource.DeadLetter;
import io.spillway.client.adapter.memory.MemorySequences;
import io.spillway.client.core.OrderFilter;
import io.spillway.client.core.RetryPolicy;
import io.spillway.client.core.SampleOrder;
import io.spillway.client.core.UnprocessableEventException;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The way of one event through a subscription, which the test source shares with it. */
class TestSourceTest {
  private final List<String> handled = new ArrayList<>();
  private final Set<Long> broken = new HashSet<>();
  private final SampleOrder order = SampleOrder.of("acme", 1);
  private final SampleOrder other = SampleOrder.of("zeta", 2);

  @Test
  void theHandlerGetsWhatTheFilterTakes() {
    TestSource source =
        Subscription.testing()
            .filter(OrderFilter.status(OrderStatus.CONFIRMED).and(OrderFilter.tenant("acme")))
            .handle(this::record);

    source.send(order.created(), order.confirmed(), other.created(), other.confirmed());

    assertThat(handled).containsExactly("acme 2");
    assertThat(source.handled()).isEqualTo(1);
    assertThat(source.filtered()).isEqualTo(3);
  }

  @Test
  void filtersCombine() {
    OrderEvent event = order.created();
    assertThat(OrderFilter.all().test(event)).isTrue();
    assertThat(OrderFilter.tenant("zeta").negate().test(event)).isTrue();
    assertThat(OrderFilter.tenant("zeta").or(OrderFilter.tenant("acme")).test(event)).isTrue();
    assertThat(OrderFilter.change(OrderEvent.ChangeCase.CREATED).test(event)).isTrue();
    assertThat(OrderFilter.change(OrderEvent.ChangeCase.EXPIRED).test(event)).isFalse();
  }

  @Test
  void whatWasHandledIsDroppedWhenItComesAgain() {
    TestSource source =
        Subscription.testing().deduplicate(MemorySequences.create()).handle(this::record);

    source.send(order.created(), order.confirmed()).replay();

    assertThat(handled).containsExactly("acme 1", "acme 2");
    assertThat(source.duplicates()).isEqualTo(2);
  }

  @Test
  void withoutAStoreItIsHandledAgain() {
    Subscription.testing().handle(this::record).send(order.created()).replay();

    assertThat(handled).containsExactly("acme 1", "acme 1");
  }

  @Test
  void anOutageIsWaitedFor() {
    int[] failures = {40};
    TestSource source =
        Subscription.testing()
            .handle(
                event -> {
                  if (failures[0]-- > 0) {
                    throw new IllegalStateException(
                        "no connection", new SQLTransientConnectionException("refused"));
                  }
                  record(event);
                });

    source.send(order.created());

    assertThat(handled).containsExactly("acme 1");
    assertThat(source.deadLetters()).isEmpty();
    assertThat(source.waited()).isGreaterThan(Duration.ofMinutes(5));
  }

  @Test
  void anOutageThatLastsEndsInDeadLetters() {
    TestSource source =
        Subscription.testing()
            .retry(RetryPolicy.DEFAULT.withOutage(Duration.ofMinutes(2)))
            .handle(
                event -> {
                  throw new IOException("carrier is down");
                });

    source.send(order.created());

    assertThat(source.deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.cause()).isEqualTo("IOException: carrier is down"));
    assertThat(source.waited()).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));
  }

  @Test
  void aFailureThatSaysNothingIsTriedFiveTimes() {
    TestSource source =
        Subscription.testing()
            .handle(
                event -> {
                  throw new IllegalStateException("no such country");
                });

    source.send(order.created());

    assertThat(source.deadLetters()).extracting(DeadLetter::attempts).containsExactly(5);
  }

  @Test
  void poisonIsGivenUpAtOnce() {
    TestSource source =
        Subscription.testing()
            .handle(
                event -> {
                  if (event.getOrderId().equals(order.orderId())) {
                    throw new UnprocessableEventException("weighs nothing");
                  }
                  throw new SQLException("too long", "22001");
                });

    source.send(order.created(), other.created());

    assertThat(source.deadLetters())
        .extracting(DeadLetter::cause, DeadLetter::attempts)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("weighs nothing", 1),
            org.assertj.core.groups.Tuple.tuple("SQLException: too long", 1));
    assertThat(source.waited()).isZero();
  }

  @Test
  void laterEventsOfAnOrderFollowItsDeadLetterAndComeBackInOrder() {
    broken.add(2L);
    TestSource source =
        Subscription.testing().deduplicate(MemorySequences.create()).handle(this::record);

    source.send(order.created(), order.confirmed(), other.created(), order.fulfilled());

    assertThat(handled).containsExactly("acme 1", "zeta 1");
    assertThat(source.deadLetters()).extracting(DeadLetter::attempts).containsExactly(1, 0);
    assertThat(source.deadLetters().get(1).cause())
        .isEqualTo("behind the dead letter of offset 1, of the same order");

    broken.clear();
    source.redrive();

    assertThat(handled).containsExactly("acme 1", "zeta 1", "acme 2", "acme 3");
    assertThat(source.deadLetters()).isEmpty();
  }

  @Test
  void aReplayHandlesDeadLettersWithoutMakingMore() {
    broken.add(1L);
    TestSource source =
        Subscription.testing().deduplicate(MemorySequences.create()).handle(this::record);
    source.send(order.created(), order.confirmed());

    source.replay();

    assertThat(handled).isEmpty();
    // The first has failed again; the second is a letter already.
    assertThat(source.deadLetters()).hasSize(3);

    broken.clear();
    source.replay();

    assertThat(handled).containsExactly("acme 1", "acme 2");
    source.redrive();
    assertThat(handled).as("the letters are duplicates now").hasSize(2);
  }

  @Test
  void aRecordThatNobodyCanReadHoldsItsOrder() {
    TestSource source =
        Subscription.testing().deduplicate(MemorySequences.create()).handle(this::record);

    source
        .sendBytes(order.orderId(), "no event".getBytes(UTF_8))
        .sendBytes(other.orderId(), null)
        .send(order.created());

    assertThat(handled).isEmpty();
    assertThat(source.deadLetters())
        .extracting(letter -> letter.event().isPresent())
        .containsExactly(false, false, true);
    assertThat(source.deadLetters().get(0).cause()).startsWith("the value is no OrderEvent");
    assertThat(source.deadLetters().get(1).cause()).startsWith("the record has no value");
  }

  @Test
  void metricsBalance() {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    broken.add(2L);
    TestSource source =
        Subscription.testing()
            .metrics(metrics)
            .filter(OrderFilter.tenant("acme"))
            .deduplicate(MemorySequences.create())
            .handle(this::record);

    source.send(order.created(), order.confirmed(), order.fulfilled(), other.created()).replay();

    double results =
        metrics.find("spillway.client.events").counters().stream()
            .mapToDouble(counter -> counter.count())
            .sum();
    assertThat(metrics.get("spillway.client.received").counter().count()).isEqualTo(results);
    assertThat(results).isEqualTo(8);
    assertThat(metrics.get("spillway.client.handler").timer().count()).isEqualTo(3);
  }

  @Test
  void aTransactionNeedsAStoreThatHasThem() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Subscription.testing()
                    .deduplicate(MemorySequences.create())
                    .handleIn((connection, event) -> record(event)))
        .withMessageContaining("JdbcSequences.in(dataSource)");
  }

  private void record(OrderEvent event) {
    if (event.getOrder().getTenant().equals("acme") && broken.contains(event.getVersion())) {
      throw new UnprocessableEventException("broken");
    }
    handled.add(event.getOrder().getTenant() + " " + event.getVersion());
  }
}
