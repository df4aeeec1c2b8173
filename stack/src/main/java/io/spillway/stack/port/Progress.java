package io.spillway.stack.port;

import java.util.Map;

/** Tells the user what is going on. Thread-safe. */
public interface Progress {
  /** One finished step or notice. */
  void say(String text);

  /** Starts to show how far something has come. */
  Meter meter(String what, long total);

  static Progress silent() {
    return new Progress() {
      @Override
      public void say(String text) {}

      @Override
      public Meter meter(String what, long total) {
        return new Meter() {};
      }
    };
  }

  /** One thing that is under way; closed when it ends. */
  interface Meter extends AutoCloseable {
    default void at(long done) {}

    /** Says how many records the stages before it have left, by stage. */
    default void behind(Map<String, Long> records) {}

    /** Says why nothing moves right now, until the next count. */
    default void waitingFor(String reason) {}

    @Override
    default void close() {}
  }
}
