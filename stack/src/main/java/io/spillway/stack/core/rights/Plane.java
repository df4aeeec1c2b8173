package io.spillway.stack.core.rights;

import io.spillway.stack.core.Server;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A place that lets callers in and decides what they may do. */
public enum Plane {
  /** Keys of the API and the reports. */
  HTTP,
  KAFKA,
  MYSQL,
  REDIS,
  ELASTICSEARCH;

  /** As files, tables and options name it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The plane that a text names; empty when none has this name. */
  public static Optional<Plane> named(String text) {
    return Arrays.stream(values()).filter(plane -> plane.text().equals(text)).findFirst();
  }

  /** The kind of server that decides; empty for the API, where the keys decide. */
  public Optional<Server> server() {
    return this == HTTP ? Optional.empty() : Optional.of(Server.valueOf(name()));
  }
}
