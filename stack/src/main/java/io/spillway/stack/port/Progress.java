package io.spillway.stack.port;

/** Tells the user what is going on. Thread-safe. */
public interface Progress {
  /** One finished step or notice. */
  void say(String text);

  /** Starts to show how far something has come. */
  Meter meter(String what, long total);

  /** One thing that is under way; closed when it ends. */
  interface Meter extends AutoCloseable {
    /** Says how much is done. */
    void at(long done);

    @Override
    void close();
  }
}
