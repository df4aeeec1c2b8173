package io.spillway.runtime.config;

import java.util.List;

/** Settings that a process cannot start with; the message has one line for each fault. */
public final class InvalidSettingsException extends RuntimeException {
  InvalidSettingsException(List<String> faults) {
    super("Invalid configuration:\n  - " + String.join("\n  - ", faults));
  }
}
