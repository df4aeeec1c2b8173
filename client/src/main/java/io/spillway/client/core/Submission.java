package io.spillway.client.core;

import java.time.Instant;

/** What became of a submitted order. */
public sealed interface Submission {
  /** The key under which it was sent: the same order under it is one order. */
  String idempotencyKey();

  /** Kafka holds the order; its status follows. */
  record Accepted(String orderId, Instant acceptedAt, String idempotencyKey)
      implements Submission {}

  /** Not taken; the same request is refused again. */
  record Refused(Problem problem, String idempotencyKey) implements Submission {}
}
