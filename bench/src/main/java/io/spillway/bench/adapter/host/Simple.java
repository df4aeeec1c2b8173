package io.spillway.bench.adapter.host;

import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.port.Contender;
import java.time.Duration;

/** A contender of two functions. */
public record Simple(String name, Role role, Preparing preparing, Running running)
    implements Contender {
  /** Gets ready. */
  @FunctionalInterface
  public interface Preparing {
    /** For a run of that length. */
    void prepare(Duration duration) throws Exception;
  }

  /** Works. */
  @FunctionalInterface
  public interface Running {
    /** For about that long. */
    Measurements run(Duration duration) throws Exception;
  }

  @Override
  public void prepare(Duration duration) throws Exception {
    preparing.prepare(duration);
  }

  @Override
  public Measurements run(Duration duration) throws Exception {
    return running.run(duration);
  }
}
