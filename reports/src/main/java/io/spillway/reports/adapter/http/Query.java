package io.spillway.reports.adapter.http;

import io.javalin.http.Context;
import io.spillway.access.core.Tenants;
import io.spillway.reports.core.Dimension;
import io.spillway.reports.core.OrderSearch;
import io.spillway.reports.core.Range;
import io.spillway.reports.core.Selection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a query string asks for, and everything that is wrong with it. Empty values are ignored. */
final class Query {
  private static final List<String> TIMES = List.of("range", "from", "to");
  private static final List<String> ORDERS_ONLY = List.of("time", "missing");

  private final Context context;
  private final List<String> violations = new ArrayList<>();
  private final EnumMap<Dimension, String> only = new EnumMap<>(Dimension.class);
  private @Nullable Range range;
  private @Nullable Instant from;
  private @Nullable Instant to;

  private Query(Context context, List<String> alsoKnown) {
    this.context = context;
    refuseUnknown(alsoKnown);
    readTimes();
    for (Dimension dimension : Dimension.values()) {
      readValue(dimension);
    }
  }

  /** Of the page, the API and the live stream. */
  static Query reports(Context context) {
    return new Query(context, List.of());
  }

  /** Of the list of orders. */
  static Query orders(Context context) {
    return new Query(context, ORDERS_ONLY);
  }

  /** Each names the parameter, the value and the fix; empty when the query is valid. */
  List<String> violations() {
    return List.copyOf(violations);
  }

  /** The valid part of what is chosen, within what the caller may see. */
  Selection selection() {
    Selection chosen = new Selection(range, from, to, only, false);
    String tenant = tenant();
    return tenant == null ? chosen : chosen.within(tenant);
  }

  /** The one tenant whose data the caller is shown; null for all tenants'. */
  private @Nullable String tenant() {
    Tenants tenants = ReportAccess.tenants(context);
    if (tenants.all()) {
      return null;
    }
    @Nullable String chosen = only.get(Dimension.TENANT);
    if (chosen == null) {
      chosen = tenants.names().stream().sorted().findFirst().orElse("");
    }
    if (!tenants.allows(chosen)) {
      throw new TenantRefusedException(chosen);
    }
    return chosen;
  }

  /** The valid part of which orders are wanted; {@code status} may list several. */
  OrderSearch orderSearch() {
    EnumMap<Dimension, String> values = new EnumMap<>(only);
    String tenant = tenant();
    if (tenant != null) {
      values.put(Dimension.TENANT, tenant);
    }
    @Nullable String statuses = values.remove(Dimension.STATUS);
    String time = value("time").isEmpty() ? OrderSearch.ACCEPTED : value("time");
    if (!time.equals(OrderSearch.ACCEPTED) && !time.equals(OrderSearch.BOUGHT)) {
      violations.add("time is '" + shortened(time) + "'; it must be createdAt or placedAt");
      time = OrderSearch.ACCEPTED;
    }
    return new OrderSearch(
        values,
        statuses == null ? List.of() : List.of(statuses.split(",")),
        value("missing").equals("true"),
        time,
        from,
        to);
  }

  private String value(String parameter) {
    @Nullable String value = context.queryParam(parameter);
    return value == null ? "" : value.strip();
  }

  private void refuseUnknown(List<String> alsoKnown) {
    List<String> known =
        Stream.of(TIMES.stream(), names(), alsoKnown.stream()).flatMap(s -> s).toList();
    for (String given : new TreeSet<>(context.queryParamMap().keySet())) {
      if (!known.contains(given)) {
        violations.add(
            "unknown parameter '" + shortened(given) + "'; known are " + String.join(", ", known));
      }
    }
  }

  private static Stream<String> names() {
    return Stream.of(Dimension.values()).map(Dimension::parameter);
  }

  private void readTimes() {
    String code = value("range");
    if (!code.isEmpty()) {
      range = Range.of(code).orElse(null);
      if (range == null) {
        violations.add("range is '" + shortened(code) + "'; it must be one of " + Range.codes());
      }
    }
    from = time("from");
    to = time("to");
    boolean both = !value("from").isEmpty() && !value("to").isEmpty();
    if (!both && !(value("from") + value("to")).isEmpty()) {
      violations.add("from and to go together; give both, such as from=2026-11-01&to=2026-12-01");
    } else if (from != null && to != null && !from.isBefore(to)) {
      violations.add("from is " + from + ", not before to (" + to + "); swap them");
    } else if (range != null && both) {
      violations.add("range excludes from and to; drop one of them");
    } else if (from != null && to != null) {
      return;
    }
    from = null;
    to = null;
  }

  private @Nullable Instant time(String parameter) {
    String text = value(parameter);
    if (text.isEmpty()) {
      return null;
    }
    try {
      if (text.endsWith("Z")) {
        return Instant.parse(text);
      }
      return text.contains("T")
          ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      violations.add(
          parameter
              + " is '"
              + shortened(text)
              + "'; it must be a day or a time in UTC, such as 2026-11-20 or 2026-11-20T12:30");
      return null;
    }
  }

  private void readValue(Dimension dimension) {
    String value = value(dimension.parameter());
    if (value.length() > Dimension.MAX_VALUE_CHARS) {
      violations.add(
          dimension.parameter()
              + " has "
              + value.length()
              + " characters; the limit is "
              + Dimension.MAX_VALUE_CHARS);
    } else if (!value.isEmpty()) {
      only.put(dimension, value);
    }
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
