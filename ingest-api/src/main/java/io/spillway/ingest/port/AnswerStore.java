package io.spillway.ingest.port;

import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.AcceptedOrder;
import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.core.Fingerprint;
import io.spillway.schemas.routing.RoutedId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers, per tenant and idempotency key, what was answered first, and what was adjusted. A
 * cache with a lifetime, not a truth: without it orders are still taken, and never twice, because
 * their ids follow from their keys. Thread-safe; waits for the store, and for no longer than a
 * command may take; never fails, an unreachable store answers so.
 */
public interface AnswerStore {
  /**
   * Claims the keys of orders, each unless another request holds it or has answered it, in one
   * round trip.
   *
   * @param orders under different keys
   * @return what became of each claim, in the order of the orders
   */
  List<Claim> claim(List<Acceptance> orders);

  /**
   * Keeps the answers of claimed orders, in one round trip, and yields what to send for each: its
   * own answer, or what another request for the same order stored first.
   */
  List<String> keep(List<Acceptance> orders);

  /** Gives keys up, so that the next request need not wait for the claims to run out. */
  void release(List<Claim.Granted> claims);

  /**
   * Of these adjustments the ones that were remembered under their ids, as they were then: with
   * what may be another delta or threshold. Empty when unreachable.
   */
  Map<RoutedId, Adjustment> taken(List<Adjustment> adjustments);

  /** Remembers adjustments that the log holds; the first one of an id stands. */
  void remember(List<Adjustment> adjustments);

  /** An order that was accepted recently; empty when unknown or unreachable. */
  Optional<AcceptedOrder> accepted(RoutedId orderId);

  /** What became of a claim. */
  sealed interface Claim {
    /**
     * The key is this order's.
     *
     * @param number tells this claim from any other of the same key
     */
    record Granted(Acceptance order, long number) implements Claim {}

    /** Another request for the same key has not been answered yet. */
    record InFlight(Fingerprint fingerprint) implements Claim {}

    /** The key was answered before, with this text. */
    record Answered(Fingerprint fingerprint, String answer) implements Claim {}

    /** The store cannot be asked. */
    record Unavailable() implements Claim {}
  }
}
