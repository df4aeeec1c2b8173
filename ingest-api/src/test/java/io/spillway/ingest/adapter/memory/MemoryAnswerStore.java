package io.spillway.ingest.adapter.memory;

import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.AcceptedOrder;
import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.core.Fingerprint;
import io.spillway.ingest.port.AnswerStore;
import io.spillway.schemas.routing.RoutedId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers in memory; forgets nothing by itself. */
public final class MemoryAnswerStore implements AnswerStore {
  private final Map<String, Held> byKey = new HashMap<>();
  private final Map<RoutedId, AcceptedOrder> accepted = new HashMap<>();
  private final Map<RoutedId, Adjustment> adjustments = new HashMap<>();
  private long claims;
  private boolean down;

  private record Held(Fingerprint fingerprint, long claim, Optional<String> answer) {}

  @Override
  public synchronized List<Claim> claim(List<Acceptance> orders) {
    return orders.stream().map(this::claim).toList();
  }

  private Claim claim(Acceptance order) {
    if (down) {
      return new Claim.Unavailable();
    }
    Held held = byKey.get(key(order));
    if (held == null) {
      claims++;
      byKey.put(key(order), new Held(order.fingerprint(), claims, Optional.empty()));
      return new Claim.Granted(order, claims);
    }
    return held.answer()
        .<Claim>map(answer -> new Claim.Answered(held.fingerprint(), answer))
        .orElseGet(() -> new Claim.InFlight(held.fingerprint()));
  }

  @Override
  public synchronized List<String> keep(List<Acceptance> orders) {
    return orders.stream().map(this::keep).toList();
  }

  private String keep(Acceptance order) {
    if (down) {
      return order.answer();
    }
    accepted.put(order.orderId(), new AcceptedOrder(order.order().tenant(), order.acceptedAt()));
    Held held = byKey.get(key(order));
    if (held == null || held.answer().isEmpty()) {
      held = new Held(order.fingerprint(), 0, Optional.of(order.answer()));
      byKey.put(key(order), held);
    }
    return held.fingerprint().equals(order.fingerprint())
        ? held.answer().orElseThrow()
        : order.answer();
  }

  @Override
  public synchronized void release(List<Claim.Granted> released) {
    for (Claim.Granted claim : released) {
      byKey.computeIfPresent(
          key(claim.order()),
          (_, held) -> held.answer().isEmpty() && held.claim() == claim.number() ? null : held);
    }
  }

  @Override
  public synchronized Map<RoutedId, Adjustment> taken(List<Adjustment> sent) {
    Map<RoutedId, Adjustment> taken = new HashMap<>(down ? Map.of() : adjustments);
    taken.keySet().retainAll(sent.stream().map(Adjustment::id).toList());
    return taken;
  }

  @Override
  public synchronized void remember(List<Adjustment> held) {
    if (!down) {
      held.forEach(adjustment -> adjustments.putIfAbsent(adjustment.id(), adjustment));
    }
  }

  @Override
  public synchronized Optional<AcceptedOrder> accepted(RoutedId orderId) {
    return Optional.ofNullable(accepted.get(orderId));
  }

  /** Lets every claim run out. */
  public synchronized void expireClaims() {
    byKey.values().removeIf(held -> held.answer().isEmpty());
  }

  /** Forgets everything. */
  public synchronized void clear() {
    byKey.clear();
    accepted.clear();
    adjustments.clear();
  }

  /** Cannot be asked from now on, or can again. */
  public synchronized void setDown(boolean down) {
    this.down = down;
  }

  private static String key(Acceptance order) {
    return order.order().tenant() + ':' + order.idempotencyKey();
  }
}
