package io.spillway.inventory.port;

import io.spillway.inventory.core.LineDecision;
import java.time.Duration;
import java.util.List;

/** Hears what the flow does, for metrics. Thread-safe; must not throw. */
public interface FlowObserver {
  /** A batch is durable in its shard; {@code settlements} are one per command. */
  void committed(List<LineDecision> settlements, Duration transaction);

  /** These commands are answered, and the answers durable: nothing is left to do for them. */
  void answered(List<LineDecision> settlements);
}
