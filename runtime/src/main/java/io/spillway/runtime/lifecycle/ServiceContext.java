package io.spillway.runtime.lifecycle;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.health.Health;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a service is wired with. Thread-safe but for {@link #settings()}. */
public final class ServiceContext {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceContext.class);

  private final String name;
  private final Settings settings;
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Health health = new Health();
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final StopSignal stop;

  ServiceContext(String name, Settings settings, StopSignal stop) {
    this.name = name;
    this.settings = settings;
    this.stop = stop;
    metrics.config().commonTags("service", name);
  }

  public String name() {
    return name;
  }

  /** Settings, to be read while wiring only. */
  public Settings settings() {
    return settings;
  }

  public PrometheusMeterRegistry metrics() {
    return metrics;
  }

  public Health health() {
    return health;
  }

  /** The one clock of the process. */
  public Clock clock() {
    return Clock.systemUTC();
  }

  /** Has a part closed when the service stops: the last owned is closed first. */
  public synchronized <T extends AutoCloseable> T own(T closeable) {
    owned.push(closeable);
    return closeable;
  }

  /** Stops the process with exit code 1; for what no retry can mend. Answers at once. */
  public void fail(String why, Throwable cause) {
    LOG.atError()
        .setCause(cause)
        .addKeyValue("service", name)
        .addKeyValue("why", why)
        .log("Fatal failure; shutting down");
    stop.fail(1);
  }

  synchronized void closeAll() {
    while (!owned.isEmpty()) {
      AutoCloseable next = owned.pop();
      try {
        next.close();
      } catch (Exception e) {
        LOG.atWarn().setCause(e).addKeyValue("part", next).log("Failed to close a component");
      }
    }
  }
}
