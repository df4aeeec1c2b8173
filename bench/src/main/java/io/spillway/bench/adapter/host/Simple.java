package io.spillway.bench.adapter.host;

import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.port.Contender;
import java.time.Duration;

/** A contender of two functions. */
public record Simple(String name, Role role, Preparing preparing, Running running)
    implements Contender {
  @FunctionalInterface
  public interface Preparing {
    void prepare(Duration duration) throws Exception;
  }

  @FunctionalInterface
  public interface Running {
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
