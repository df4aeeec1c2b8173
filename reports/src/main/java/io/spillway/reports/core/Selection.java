package io.spillway.reports.core;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reader has chosen: a span of time and values to narrow reports down by. It is all that
 * distinguishes one view of the reports from another, and all of it is in the address.
 *
 * @param range null together with {@code from} and {@code to}: each report's usual range
 * @param from with {@code to}, instead of a range
 * @param tenantOnly only what is one tenant's own, which {@code only} then names: nothing of
 *     reports about the whole pipeline
 */
public record Selection(
    @Nullable Range range,
    @Nullable Instant from,
    @Nullable Instant to,
    Map<Dimension, String> only,
    boolean tenantOnly) {
  public static final Selection USUAL = new Selection(null, null, null, Map.of(), false);

  public Selection {
    if ((from == null) != (to == null) || (range != null && from != null)) {
      throw new IllegalArgumentException("either a range, or from and to, or none of them");
    }
    EnumMap<Dimension, String> sorted = new EnumMap<>(Dimension.class);
    sorted.putAll(only);
    only = Collections.unmodifiableMap(sorted);
    if (tenantOnly && !only.containsKey(Dimension.TENANT)) {
      throw new IllegalArgumentException("of one tenant only, and no tenant is named");
    }
  }

  /** Whether the report may be shown with this selection. */
  public boolean shows(ReportDefinition report) {
    return !tenantOnly || Dimension.of(report.index()).contains(Dimension.TENANT);
  }

  /** The same for a reader who may see this tenant's data and no other's. */
  public Selection within(String tenant) {
    EnumMap<Dimension, String> narrowed = new EnumMap<>(Dimension.class);
    narrowed.putAll(only);
    narrowed.put(Dimension.TENANT, tenant);
    return new Selection(range, from, to, narrowed, true);
  }

  /** Those chosen values that the report's documents have. */
  public Map<Dimension, String> onlyOf(ReportDefinition report) {
    EnumMap<Dimension, String> applied = new EnumMap<>(Dimension.class);
    applied.putAll(only);
    applied.keySet().retainAll(Dimension.of(report.index()));
    return applied;
  }

  /** Those chosen dimensions that the report's documents do not have. */
  public List<Dimension> notOf(ReportDefinition report) {
    List<Dimension> known = Dimension.of(report.index());
    return only.keySet().stream().filter(dimension -> !known.contains(dimension)).toList();
  }

  /** The same with another value, or without one if it is empty. */
  public Selection with(Dimension dimension, String value) {
    EnumMap<Dimension, String> changed = new EnumMap<>(Dimension.class);
    changed.putAll(only);
    if (value.isEmpty() && !(tenantOnly && dimension == Dimension.TENANT)) {
      changed.remove(dimension);
    } else if (!value.isEmpty()) {
      changed.put(dimension, value);
    }
    return new Selection(range, from, to, changed, tenantOnly);
  }

  /** The same values over another range. */
  public Selection over(@Nullable Range other) {
    return new Selection(other, null, null, only, tenantOnly);
  }

  public ReportRequest request(ReportDefinition report, Instant now) {
    return new ReportRequest(window(report, now), onlyOf(report), now);
  }

  private Window window(ReportDefinition report, Instant now) {
    ReportDefinition.@Nullable Time time = report.time();
    if (time == null) {
      return Window.endingAt(now, Range.EVERYTHING);
    }
    if (from != null && to != null) {
      return Window.between(from, to);
    }
    return Window.endingAt(now, range == null ? time.usual() : range);
  }
}
