package io.spillway.operate.port;

import io.spillway.operate.core.AuditEntry;

/** Where it is kept what operators did. */
@FunctionalInterface
public interface AuditLog {
  /** Returns once the entry is durable; a {@code ToolException} when it is not. */
  void write(AuditEntry entry);
}
