package io.spillway.order.port;

/**
 * How far the commands of this partition have been decided, kept with the states. Used by one
 * thread.
 */
public interface CommandProgress {
  /** The first offset that has not been decided; 0 at the beginning. */
  long next();

  /** Everything before this offset has been decided. */
  void decidedUpTo(long next);
}
