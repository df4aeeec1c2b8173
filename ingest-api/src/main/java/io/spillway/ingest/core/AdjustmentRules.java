package io.spillway.ingest.core;

import io.spillway.schemas.routing.RoutedId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges a list of stock adjustments: all of them are taken, or none. Thread-safe. */
public final class AdjustmentRules {
  static final TextRule REFERENCE = TextRule.name(OrderLimits.REFERENCE_LENGTH);

  private static final Set<String> FIELDS =
      Set.of("tenant", "sku", "delta", "reference", "lowStockAt");

  private final OrderLimits limits;

  public AdjustmentRules(OrderLimits limits) {
    this.limits = limits;
  }

  /**
   * Judges the body: a JSON array of adjustments.
   *
   * @param usualTenant of an adjustment that names none; null when it must
   */
  public Checked<List<Adjustment>> check(
      Json body, Violations violations, @Nullable String usualTenant) {
    if (!(body instanceof Json.Arr(List<Json> items))) {
      violations.at("", "must be an array of adjustments, not " + body.kind());
      return new Checked.Invalid<>(violations);
    }
    if (items.isEmpty() || items.size() > limits.maxAdjustments()) {
      violations.at(
          "", "must have 1 to " + limits.maxAdjustments() + " adjustments, not " + items.size());
    }
    int judged = Math.min(items.size(), limits.maxAdjustments());
    List<Adjustment> adjustments = new ArrayList<>(judged);
    Map<RoutedId, Adjustment> firsts = new HashMap<>();
    for (int i = 0; i < judged; i++) {
      Adjustment adjustment = one(items.get(i), "/" + i, violations, usualTenant);
      if (adjustment != null) {
        adjustments.add(adjustment);
        noteContradiction(adjustment, i, firsts, violations);
      }
    }
    return violations.none() ? new Checked.Valid<>(adjustments) : new Checked.Invalid<>(violations);
  }

  /**
   * Where adjustments differ from those that were taken before under their references.
   *
   * @param settled the delta by id of those that the ledger has settled, which decides
   * @param taken by id what the log took first, as far as that is remembered
   */
  public static Violations conflicts(
      List<Adjustment> sent, Map<RoutedId, Integer> settled, Map<RoutedId, Adjustment> taken) {
    Violations violations = new Violations();
    for (int i = 0; i < sent.size(); i++) {
      Adjustment adjustment = sent.get(i);
      Adjustment first = taken.get(adjustment.id());
      Integer delta = settled.get(adjustment.id());
      if (delta != null && (first == null || first.delta() != delta)) {
        // The ledger knows no threshold, and what is remembered is not what it has settled.
        first = adjustment.withDelta(delta);
      }
      if (first != null) {
        noteDifferences(adjustment, i, first, violations);
      }
    }
    return violations;
  }

  /** Why a path's reference cannot be one, or null when it can. */
  public static @Nullable String brokenReference(String reference) {
    return REFERENCE.broken(reference);
  }

  /** Why a SKU cannot be one, or null when it can. */
  public static @Nullable String brokenSku(String sku) {
    return OrderRules.SKU.broken(sku);
  }

  /** Why a tenant cannot be one, or null when it can. */
  public static @Nullable String brokenTenant(String tenant) {
    return OrderRules.TENANT.broken(tenant);
  }

  private static @Nullable Adjustment one(
      Json item, String pointer, Violations violations, @Nullable String usualTenant) {
    Fields fields = Fields.of(item, pointer, FIELDS, violations);
    if (fields == null) {
      return null;
    }
    String tenant = fields.textOr("tenant", OrderRules.TENANT, usualTenant);
    String sku = fields.text("sku", OrderRules.SKU);
    Long lowStockAt = fields.wholeOrNone("lowStockAt", 0, OrderLimits.MAX_DELTA);
    Long delta = delta(fields);
    String reference = fields.text("reference", REFERENCE);
    return tenant == null || sku == null || delta == null || reference == null
        ? null
        : Adjustment.of(
            tenant,
            sku,
            Math.toIntExact(delta),
            reference,
            lowStockAt == null ? null : Math.toIntExact(lowStockAt));
  }

  /** May be left out where a threshold is set: nothing is moved then. */
  private static @Nullable Long delta(Fields fields) {
    if (fields.optional("delta") == null && fields.optional("lowStockAt") != null) {
      return 0L;
    }
    return fields.whole("delta", -OrderLimits.MAX_DELTA, OrderLimits.MAX_DELTA);
  }

  /** One reference cannot mean two adjustments: only the first would ever be applied. */
  private static void noteContradiction(
      Adjustment adjustment, int index, Map<RoutedId, Adjustment> firsts, Violations violations) {
    Adjustment first = firsts.putIfAbsent(adjustment.id(), adjustment);
    if (first != null) {
      noteDifferences(adjustment, index, first, violations);
    }
  }

  private static void noteDifferences(
      Adjustment adjustment, int index, Adjustment first, Violations violations) {
    if (first.delta() != adjustment.delta()) {
      violations.at("/" + index + "/delta", differs(first.delta()));
    }
    if (!Objects.equals(first.lowStockAt(), adjustment.lowStockAt())) {
      Integer earlier = first.lowStockAt();
      violations.at("/" + index + "/lowStockAt", differs(earlier == null ? "none" : earlier));
    }
  }

  private static String differs(Object earlier) {
    return "differs from "
        + earlier
        + ", which an earlier item with the same SKU and reference has";
  }
}
