package io.spillway.operate.core;

/** The server's answer to one line of a batch. */
public sealed interface LineAnswer {
  /** Taken, now or earlier: {@code id} names the order. */
  record Accepted(String id) implements LineAnswer {}

  /** Never taken as it is. */
  record Refused(int status, String reason) implements LineAnswer {}

  /** Not taken now; the same line may be sent again. */
  record Later(String reason) implements LineAnswer {}
}
