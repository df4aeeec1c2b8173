package io.spillway.inventory.port;

import io.spillway.inventory.core.Verdict;
import java.time.Duration;

/** Hears what the flow does, for metrics. Thread-safe; must not throw. */
public interface FlowObserver {
  /** A batch of commands is durable in its shard. */
  void committed(int commands, Duration transaction);

  /** A command is settled and its answer durable. */
  void settled(Verdict verdict);
}
