package io.spillway.ingest.port;

import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.core.Fingerprint;
import io.spillway.schemas.routing.RoutedId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Remembers, per tenant and idempotency key, what was answered first, and what was adjusted. A
 * cache with a lifetime, not a truth: without it orders are still taken, and never twice, because
 * their ids follow from their keys. Thread-safe; no method blocks; no stage ever fails, an
 * unreachable store answers so.
 */
public interface AnswerStore {
  /**
   * Claims the keys of orders, each unless another request holds it or has answered it, in one
   * round trip.
   *
   * @param orders under different keys
   * @return what became of each claim, in the order of the orders
   */
  CompletionStage<List<Claim>> claim(List<Acceptance> orders);

  /**
   * Keeps the answers of claimed orders, in one round trip, and yields what to send for each: its
   * own answer, or what another request for the same order stored first.
   */
  CompletionStage<List<String>> keep(List<Acceptance> orders);

  /** Gives a key up, so that the next request need not wait for the claim to run out. */
  CompletionStage<Void> release(Claim.Granted claim, Acceptance order);

  /**
   * Of these adjustments the ones that were remembered under their ids, as they were then: with
   * what may be another delta or threshold. Empty when unreachable.
   */
  CompletionStage<Map<RoutedId, Adjustment>> taken(List<Adjustment> adjustments);

  /** Remembers adjustments that the log holds; the first one of an id stands. */
  CompletionStage<Void> remember(List<Adjustment> adjustments);

  /** When an order was accepted, if that was recently; empty when unknown or unreachable. */
  CompletionStage<Optional<Instant>> acceptedAt(RoutedId orderId);

  /** What became of a claim. */
  sealed interface Claim {
    /**
     * The key is this request's.
     *
     * @param number tells this claim from any other of the same key
     */
    record Granted(long number) implements Claim {}

    /** Another request for the same key has not been answered yet. */
    record InFlight(Fingerprint fingerprint) implements Claim {}

    /** The key was answered before, with this text. */
    record Answered(Fingerprint fingerprint, String answer) implements Claim {}

    /** The store cannot be asked. */
    record Unavailable() implements Claim {}
  }
}
