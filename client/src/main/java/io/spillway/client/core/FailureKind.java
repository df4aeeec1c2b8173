package io.spillway.client.core;

/** What a failure of a handler says about trying again. */
public enum FailureKind {
  /** What the handler uses is away: the same event can succeed once it is back. */
  TRANSIENT,
  /** The event is to blame: it fails the same next time. */
  POISON,
  /** Neither is known; worth a few attempts. */
  UNRECOGNISED
}
