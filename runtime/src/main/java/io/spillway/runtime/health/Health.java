package io.spillway.runtime.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The parts of a process and how they are. Thread-safe. */
public final class Health {
  private final ConcurrentMap<String, HealthCheck> checks = new ConcurrentHashMap<>();
  private volatile boolean open;

  /** Adds a part; a second part of the same name replaces the first. */
  public void register(String name, HealthCheck check) {
    checks.put(name, check);
  }

  /** Says that the process is wired and takes work; {@code false} again once it is stopping. */
  public void setOpen(boolean open) {
    this.open = open;
  }

  /** Each part's status, by name; a check that throws is down with what it threw. */
  public Map<String, HealthStatus> statuses() {
    Map<String, HealthStatus> statuses = new LinkedHashMap<>();
    statuses.put("process", open ? HealthStatus.up() : HealthStatus.down("starting or stopping"));
    checks.keySet().stream().sorted().forEach(name -> statuses.put(name, statusOf(name)));
    return statuses;
  }

  public boolean ready() {
    return statuses().values().stream().allMatch(HealthStatus::healthy);
  }

  private HealthStatus statusOf(String name) {
    HealthCheck check = checks.get(name);
    if (check == null) {
      return HealthStatus.down("gone");
    }
    try {
      return check.check();
    } catch (RuntimeException e) {
      return HealthStatus.down("health check failed: " + e);
    }
  }
}
