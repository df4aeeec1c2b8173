package io.spillway.client.core;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What became of a command about an order. */
public sealed interface CommandOutcome {
  /**
   * Done, now or when the same command came first.
   *
   * @param status of the order after it
   * @param holdUntil of a RESERVED order
   */
  record Applied(String orderId, String status, long version, Optional<Instant> holdUntil)
      implements CommandOutcome {}

  /** Kafka holds the command, but its result did not arrive in time: read the order. */
  record Pending(String orderId) implements CommandOutcome {}

  /**
   * Not done.
   *
   * @param status of the order, when that is why
   */
  record Refused(Problem problem, Optional<String> status, OptionalLong version)
      implements CommandOutcome {}
}
