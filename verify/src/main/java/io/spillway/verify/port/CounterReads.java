package io.spillway.verify.port;

import io.spillway.stack.port.UnavailableException;
import java.util.Map;

/** Counters of one kind of server, which only rise while it runs. */
@FunctionalInterface
public interface CounterReads {
  /** All of them, by names that no other kind of server has. */
  Map<String, Long> read() throws UnavailableException, InterruptedException;
}
