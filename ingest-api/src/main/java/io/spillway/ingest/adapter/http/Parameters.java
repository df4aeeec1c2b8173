package io.spillway.ingest.adapter.http;

import io.javalin.http.Context;
import io.spillway.ingest.core.AdjustmentRules;
import io.spillway.ingest.core.DurationRule;
import io.spillway.ingest.core.OrderCursor;
import io.spillway.ingest.core.OrderRules;
import io.spillway.schemas.routing.RoutedId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Reads path and query parameters; each throws {@link RefusalException} when it cannot be one. */
final class Parameters {
  private Parameters() {}

  /** Why a text cannot be what it should, or null when it can. */
  @FunctionalInterface
  interface Rule {
    @Nullable String broken(String text);
  }

  static String required(String name, @Nullable String value, Rule rule) {
    if (value == null) {
      throw Requests.badParameter(name, "is required");
    }
    String broken = rule.broken(value);
    if (broken != null) {
      throw Requests.badParameter(name, broken);
    }
    return value;
  }

  /** Null when the parameter is absent. */
  static @Nullable String optional(Context ctx, String name, Rule rule) {
    String value = ctx.queryParam(name);
    return value == null ? null : required(name, value, rule);
  }

  /** In whole milliseconds, as the tables keep times; null when the parameter is absent. */
  static @Nullable Instant time(Context ctx, String name) {
    String text = ctx.queryParam(name);
    if (text == null) {
      return null;
    }
    Instant time = OrderRules.rfc3339(text);
    if (time == null || time.isBefore(Instant.EPOCH) || time.isAfter(OrderCursor.LATEST)) {
      throw Requests.badParameter(
          name, "must be an RFC 3339 time from 1970 to 9999, such as 2026-11-21T08:30:00Z");
    }
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  /** The tenant that is asked for, or the caller's usual one. */
  static String tenant(Context ctx) {
    String given = ctx.queryParam("tenant");
    String tenant =
        required(
            "tenant",
            given == null ? Callers.usualTenant(ctx) : given,
            AdjustmentRules::brokenTenant);
    Callers.requireTenant(Callers.tenants(ctx), tenant);
    return tenant;
  }

  static RoutedId orderId(Context ctx) {
    try {
      return RoutedId.parse(ctx.pathParam("id"));
    } catch (IllegalArgumentException e) {
      throw Requests.badParameter("id", "must be an order id: a UUID of version 8");
    }
  }

  /** Null when the parameter is absent. */
  static @Nullable Duration duration(Context ctx, String name, DurationRule rule) {
    String text = ctx.queryParam(name);
    if (text == null) {
      return null;
    }
    Duration duration = rule.read(text);
    if (duration == null) {
      throw Requests.badParameter(name, rule.expected());
    }
    return duration;
  }

  /** Null when the parameter is absent. */
  static @Nullable Long whole(Context ctx, String name, long min, long max) {
    String text = ctx.queryParam(name);
    if (text == null) {
      return null;
    }
    try {
      long number = text.startsWith("+") ? min - 1 : Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below, as any other value that does not fit
    }
    throw Requests.badParameter(name, "must be a whole number from " + min + " to " + max);
  }
}
