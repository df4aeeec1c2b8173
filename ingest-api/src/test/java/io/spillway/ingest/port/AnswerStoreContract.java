package io.spillway.ingest.port;

import static io.spillway.ingest.core.TestOrders.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.AcceptedOrder;
import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.port.AnswerStore.Claim;
import io.spillway.schemas.routing.RoutedId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every answer store does. Keys are random, so that tests share a server. */
public abstract class AnswerStoreContract {
  private final String key = UUID.randomUUID().toString();
  private final Acceptance first = accepted("c1", key, 0);
  private final Acceptance retry = accepted("c1", key, 1);
  private final Acceptance other = accepted("c2", key, 2);

  /** The store under test. */
  protected abstract AnswerStore store();

  /** Lets every claim run out. */
  protected abstract void expireClaims() throws Exception;

  @Test
  void aKeyIsClaimedOnceAndThenAnswered() throws Exception {
    granted(first);

    assertThat(claim(retry)).isEqualTo(new Claim.InFlight(first.fingerprint()));
    assertThat(keep(first)).isEqualTo(first.answer());
    assertThat(claim(retry)).isEqualTo(new Claim.Answered(first.fingerprint(), first.answer()));
    assertThat(claim(other)).isEqualTo(new Claim.Answered(first.fingerprint(), first.answer()));
    assertThat(retry.answer()).isNotEqualTo(first.answer());
  }

  @Test
  void aKeyThatWasGivenUpCanBeClaimed() throws Exception {
    Claim.Granted granted = granted(first);

    store().release(List.of(granted));

    assertThat(claim(other)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  void onlyTheHolderGivesAKeyUp() throws Exception {
    Claim.Granted late = granted(first);
    expireClaims();
    Claim.Granted holder = granted(retry);

    store().release(List.of(late));

    assertThat(claim(retry)).isInstanceOf(Claim.InFlight.class);
    keep(retry);
    store().release(List.of(holder));
    assertThat(claim(first)).isInstanceOf(Claim.Answered.class);
  }

  @Test
  void theFirstAnswerStands() throws Exception {
    granted(first);
    expireClaims();
    granted(retry);
    assertThat(keep(retry)).isEqualTo(retry.answer());

    assertThat(keep(first)).isEqualTo(retry.answer());
    assertThat(claim(first)).isEqualTo(new Claim.Answered(first.fingerprint(), retry.answer()));
  }

  @Test
  void anotherOrdersAnswerIsNeverSent() throws Exception {
    granted(first);
    expireClaims();
    granted(other);
    keep(other);

    assertThat(keep(first)).isEqualTo(first.answer());
    assertThat(claim(other)).isEqualTo(new Claim.Answered(other.fingerprint(), other.answer()));
  }

  @Test
  void anAcceptedOrderIsKnownByItsId() throws Exception {
    assertThat(store().accepted(first.orderId())).isEmpty();

    granted(first);
    keep(first);

    assertThat(store().accepted(first.orderId()))
        .hasValue(new AcceptedOrder(first.order().tenant(), first.acceptedAt()));
  }

  @Test
  void theFirstAdjustmentOfAReferenceStands() throws Exception {
    List<Adjustment> sent = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      sent.add(Adjustment.of("shop", "Größe/" + i, i - 7, key, i % 2 == 0 ? null : i));
    }
    List<Adjustment> others =
        sent.stream()
            .map(one -> Adjustment.of(one.tenant(), one.sku(), one.delta() + 1, key, 4))
            .toList();
    assertThat(store().taken(sent)).isEmpty();

    store().remember(sent.subList(1, 3_000));
    store().remember(others);
    store().remember(List.of());

    Map<RoutedId, Adjustment> taken = store().taken(others);
    assertThat(taken.get(sent.getFirst().id())).isEqualTo(others.getFirst());
    assertThat(taken.values()).hasSize(3_000).containsAll(sent.subList(1, 3_000));
  }

  @Test
  void manyOrdersAreClaimedAndKeptTogetherEachByItself() throws Exception {
    List<Acceptance> orders =
        IntStream.range(0, 500).mapToObj(i -> accepted("c1", key + i, i)).toList();
    granted(orders.get(7));
    granted(orders.get(9));
    keep(orders.get(9));

    List<Claim> claims = store().claim(orders);
    List<Acceptance> claimed =
        orders.stream()
            .filter(order -> claims.get(orders.indexOf(order)) instanceof Claim.Granted)
            .toList();

    assertThat(claims).hasSize(500);
    assertThat(claims.get(7)).isEqualTo(new Claim.InFlight(first.fingerprint()));
    assertThat(claims.get(9))
        .isEqualTo(new Claim.Answered(first.fingerprint(), orders.get(9).answer()));
    assertThat(claimed).hasSize(498);
    assertThat(store().keep(claimed)).isEqualTo(claimed.stream().map(Acceptance::answer).toList());
    for (Acceptance order : claimed) {
      assertThat(claim(order)).isEqualTo(new Claim.Answered(order.fingerprint(), order.answer()));
      assertThat(store().accepted(order.orderId()).map(AcceptedOrder::acceptedAt))
          .hasValue(order.acceptedAt());
    }
    assertThat(store().claim(List.of())).isEmpty();
    assertThat(store().keep(List.of())).isEmpty();
  }

  @Test
  void manyClaimsOfOneKeyGrantOne() throws Exception {
    var claims =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> store().claim(List.of(accepted("c1", key, i))),
                        Thread::startVirtualThread))
            .toList();
    int granted = 0;
    for (var claim : claims) {
      granted += claim.get(5, TimeUnit.SECONDS).getFirst() instanceof Claim.Granted ? 1 : 0;
    }
    assertThat(granted).isEqualTo(1);
  }

  private Claim claim(Acceptance order) throws Exception {
    return store().claim(List.of(order)).getFirst();
  }

  private String keep(Acceptance order) throws Exception {
    return store().keep(List.of(order)).getFirst();
  }

  private Claim.Granted granted(Acceptance order) throws Exception {
    Claim claim = claim(order);
    assertThat(claim).isInstanceOf(Claim.Granted.class);
    return (Claim.Granted) claim;
  }
}
