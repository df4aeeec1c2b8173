package io.spillway.operate.core;

import io.spillway.access.core.KeyRequest;
import io.spillway.access.core.Scope;
import io.spillway.access.core.Tenants;
import io.spillway.operate.core.forget.ForgetPlan;
import io.spillway.schemas.audit.AuditEntry;
import io.spillway.stack.core.rights.Right;
import io.spillway.stack.core.rights.RightsDiff;
import io.spillway.verify.core.StockAdjustment;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The entries that begin what operators do. Who, when and the act's id are the caller's. Pure and
 * thread-safe.
 *
 * @param id of the act
 * @param who user and machine
 */
public record AuditedActs(String id, String who, Instant at) {
  private static final int NAMED = 20;
  private static final int REFERENCE_CHARS = 150;
  private static final int RIGHTS_CHARS = 3_000;

  /** {@code found} records were counted beforehand. */
  public AuditEntry replay(ReplayPlan plan, long found) {
    ReplayRequest request = plan.request();
    Map<String, String> details = new LinkedHashMap<>();
    details.put("topic", request.topic().topicName());
    details.put("group", request.group());
    details.put("method", plan.method().name());
    details.put("from", request.from().toString());
    details.put("to", request.to().toString());
    request.order().ifPresent(order -> details.put("order", order.toString()));
    details.put("planned", Long.toString(found));
    return entry(
        "replay",
        request.tenant().orElse(AuditEntry.ALL_TENANTS),
        request.topic().topicName() + "/" + request.group(),
        details);
  }

  public AuditEntry redrive(DeadLetterSelection selection, int letters) {
    return letters("redrive", selection, letters, Map.of());
  }

  public AuditEntry discard(DeadLetterSelection selection, int letters, String reason) {
    return letters("discard", selection, letters, Map.of("reason", reason));
  }

  /** {@code sha256} is that of the file. */
  public AuditEntry stock(List<StockAdjustment> adjustments, String file, String sha256) {
    List<String> tenants = adjustments.stream().map(StockAdjustment::tenant).distinct().toList();
    Map<String, String> details = new LinkedHashMap<>();
    details.put("adjustments", Integer.toString(adjustments.size()));
    details.put(
        "units", Long.toString(adjustments.stream().mapToLong(StockAdjustment::delta).sum()));
    details.put(
        "references",
        adjustments.stream()
            .map(StockAdjustment::reference)
            .distinct()
            .limit(NAMED)
            .map(reference -> reference.substring(0, Math.min(REFERENCE_CHARS, reference.length())))
            .collect(Collectors.joining(", ")));
    details.put("sha256", sha256);
    return entry(
        "stock-adjust",
        tenants.size() == 1 ? tenants.getFirst() : AuditEntry.ALL_TENANTS,
        file,
        details);
  }

  public AuditEntry reconcileFix(String tenant) {
    return entry("reconcile-fix", tenant, "rows and documents", Map.of());
  }

  public AuditEntry reindex() {
    return entry("reindex", AuditEntry.ALL_TENANTS, "all indices", Map.of());
  }

  /** A new API key, of which nothing is known yet but what it shall be. */
  public AuditEntry createKey(KeyRequest key) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("name", key.name());
    details.put("tenants", key.tenants().toString());
    details.put(
        "scopes", key.scopes().stream().map(Scope::text).sorted().collect(Collectors.joining(",")));
    details.put("lifetime", key.lifetime() == null ? "no end" : key.lifetime().toString());
    return entry("key-create", tenant(key.tenants()), "a new key", details);
  }

  public AuditEntry rotateKey(String keyId, Duration overlap) {
    return entry(
        "key-rotate", AuditEntry.ALL_TENANTS, keyId, Map.of("overlap", overlap.toString()));
  }

  public AuditEntry revokeKey(String keyId) {
    return entry("key-revoke", AuditEntry.ALL_TENANTS, keyId, Map.of());
  }

  /** New certificates for so many servers and services. */
  public AuditEntry rotateCertificates(int owners) {
    return entry(
        "certs-rotate",
        AuditEntry.ALL_TENANTS,
        "certificates",
        Map.of("owners", Integer.toString(owners)));
  }

  /** Rights that are given and taken on any server. */
  public AuditEntry applyAccess(RightsDiff diff, String source) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("source", source);
    details.put("give", Integer.toString(diff.missing().size()));
    details.put("take", Integer.toString(diff.extra().size()));
    details.put("given", first(diff.missing()));
    details.put("taken", first(diff.extra()));
    return entry("access-apply", AuditEntry.ALL_TENANTS, "rights", details);
  }

  private static String first(Collection<Right> rights) {
    String text =
        rights.stream()
            .limit(NAMED)
            .map(
                right ->
                    String.join(
                        " ",
                        right.plane().text(),
                        right.principal(),
                        right.action(),
                        right.resource()))
            .collect(Collectors.joining(", "));
    return text.substring(0, Math.min(RIGHTS_CHARS, text.length()));
  }

  /** {@code plan} says how much there is; the customer id is a pseudonym, and no value is told. */
  public AuditEntry forget(ForgetPlan plan) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("orders", Integer.toString(plan.orderIds().size()));
    details.put("keys", Integer.toString(plan.liveKeys()));
    details.put("clearRows", Integer.toString(plan.clear().size()));
    return entry("forget", plan.customer().tenant(), plan.customer().customerId(), details);
  }

  public AuditEntry rewrapKeys() {
    return entry("rewrap-keys", AuditEntry.ALL_TENANTS, "customers' keys", Map.of());
  }

  private static String tenant(Tenants tenants) {
    return tenants.names().size() == 1 ? tenants.toString() : AuditEntry.ALL_TENANTS;
  }

  private AuditEntry letters(
      String action, DeadLetterSelection selection, int letters, Map<String, String> more) {
    Map<String, String> details = new LinkedHashMap<>();
    selection.topic().ifPresent(topic -> details.put("topic", topic));
    selection.cause().ifPresent(cause -> details.put("cause", cause));
    if (!selection.ids().isEmpty()) {
      details.put("ids", Integer.toString(selection.ids().size()));
      details.put(
          "first",
          selection.ids().stream()
              .map(DeadLetterId::toString)
              .sorted()
              .limit(NAMED)
              .collect(Collectors.joining(", ")));
    }
    details.put("letters", Integer.toString(letters));
    details.putAll(more);
    return entry(
        action,
        AuditEntry.ALL_TENANTS,
        selection.topic().orElse(selection.ids().size() == 1 ? "1 dead letter" : "dead letters"),
        details);
  }

  private AuditEntry entry(
      String action, String tenant, String target, Map<String, String> details) {
    return AuditEntry.begun(id, action, who, tenant, target, at, details);
  }
}
