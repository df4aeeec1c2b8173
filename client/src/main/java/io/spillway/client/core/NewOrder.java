package io.spillway.client.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An order to submit. The API checks it, and tells all that is wrong at once.
 *
 * @param tenant empty for the only tenant of the credentials, or {@code default}
 * @param currency ISO 4217, upper case
 * @param placedAt when the customer bought; the acceptance time when empty
 * @param holdFor how long the reservation waits for a confirmation; confirmed at once when empty
 * @param allowPartial keep the lines that can be had and drop the others
 */
public record NewOrder(
    Optional<String> tenant,
    String customerId,
    String currency,
    List<Line> lines,
    Map<String, String> attributes,
    Optional<Instant> placedAt,
    Optional<Duration> holdFor,
    boolean allowPartial) {

  /**
   * One product of an order.
   *
   * @param unitAmount in the currency's minor unit
   */
  public record Line(String sku, int quantity, long unitAmount) {}

  /** An order; lists are copied. */
  public NewOrder {
    lines = List.copyOf(lines);
    attributes = Map.copyOf(attributes);
  }

  /** An order without lines, to be built on. */
  public static NewOrder of(String customerId, String currency) {
    return new NewOrder(
        Optional.empty(),
        customerId,
        currency,
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** The same with one more line. */
  public NewOrder line(String sku, int quantity, long unitAmount) {
    List<Line> more = new ArrayList<>(lines);
    more.add(new Line(sku, quantity, unitAmount));
    return new NewOrder(
        tenant, customerId, currency, more, attributes, placedAt, holdFor, allowPartial);
  }

  /** The same with one more attribute. */
  public NewOrder attribute(String name, String value) {
    Map<String, String> more = new HashMap<>(attributes);
    more.put(name, value);
    return new NewOrder(tenant, customerId, currency, lines, more, placedAt, holdFor, allowPartial);
  }

  /** The same of a tenant. */
  public NewOrder ofTenant(String name) {
    return new NewOrder(
        Optional.of(name),
        customerId,
        currency,
        lines,
        attributes,
        placedAt,
        holdFor,
        allowPartial);
  }

  /** The same, placed at a time. */
  public NewOrder placed(Instant at) {
    return new NewOrder(
        tenant, customerId, currency, lines, attributes, Optional.of(at), holdFor, allowPartial);
  }

  /** The same with a hold. */
  public NewOrder hold(Duration time) {
    return new NewOrder(
        tenant, customerId, currency, lines, attributes, placedAt, Optional.of(time), allowPartial);
  }

  /** The same, which keeps the lines that can be had. */
  public NewOrder partial() {
    return new NewOrder(tenant, customerId, currency, lines, attributes, placedAt, holdFor, true);
  }
}
