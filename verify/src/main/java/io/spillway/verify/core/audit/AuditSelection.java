package io.spillway.verify.core.audit;

import io.spillway.schemas.audit.AuditEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted; null where all are.
 *
 * @param tenant also finds entries that concern all tenants
 */
public record AuditSelection(
    @Nullable Instant since, @Nullable String action, @Nullable String tenant) {
  public boolean takes(AuditEntry entry) {
    return (since == null || !entry.at().isBefore(since))
        && (action == null || action.equals(entry.action()))
        && (tenant == null
            || tenant.equals(entry.tenant())
            || AuditEntry.ALL_TENANTS.equals(entry.tenant()));
  }
}
