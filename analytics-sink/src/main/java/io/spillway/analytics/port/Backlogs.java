package io.spillway.analytics.port;

import io.spillway.analytics.core.backlog.StageBacklog;
import java.util.List;

/** Tells what waits before the stages of the pipeline. */
@FunctionalInterface
public interface Backlogs {
  /**
   * Every stage that has ever read something, at one moment.
   *
   * @throws BacklogUnknownException when it cannot be told now
   */
  List<StageBacklog> read() throws BacklogUnknownException, InterruptedException;
}
