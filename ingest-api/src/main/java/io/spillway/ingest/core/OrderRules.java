package io.spillway.ingest.core;

import io.spillway.schemas.orders.v1.OrderLine;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Judges a parsed order against every rule, and names every one it breaks. Thread-safe. */
public final class OrderRules {
  /** The tenant of a request that names none, unless its caller acts for another one only. */
  public static final String DEFAULT_TENANT = "default";

  static final TextRule SKU = TextRule.sku(OrderLimits.SKU_LENGTH);
  static final TextRule TENANT = TextRule.tenant(OrderLimits.TENANT_LENGTH);

  private static final TextRule CUSTOMER = TextRule.name(OrderLimits.CUSTOMER_LENGTH);
  private static final TextRule KEY = TextRule.idempotencyKey(OrderLimits.KEY_LENGTH);
  private static final Set<String> ORDER_FIELDS =
      Set.of(
          "tenant",
          "customerId",
          "currency",
          "lines",
          "attributes",
          "placedAt",
          "holdFor",
          "allowPartial");
  private static final Set<String> BATCH_FIELDS = with(ORDER_FIELDS, "idempotencyKey");
  private static final Set<String> LINE_FIELDS = Set.of("sku", "quantity", "unitAmount");
  private static final Set<String> CURRENCIES = currencies();
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");

  private final OrderLimits limits;
  private final DurationRule holds;
  private final AttributeRule attributeRule;

  public OrderRules(OrderLimits limits) {
    this.limits = limits;
    this.attributeRule = new AttributeRule(limits.maxAttributes());
    this.holds = new DurationRule(OrderLimits.MIN_HOLD, limits.maxHoldFor());
  }

  /**
   * Judges the body of one order.
   *
   * @param usualTenant of an order that names none; null when it must
   */
  public Checked<ValidOrder> check(
      Json body, Violations violations, Instant now, @Nullable String usualTenant) {
    return check(body, violations, now, usualTenant, false);
  }

  /** Judges one order of a batch, which may carry its idempotency key. */
  public Checked<ValidOrder> checkInBatch(
      Json body, Violations violations, Instant now, @Nullable String usualTenant) {
    return check(body, violations, now, usualTenant, true);
  }

  private Checked<ValidOrder> check(
      Json body,
      Violations violations,
      Instant now,
      @Nullable String usualTenant,
      boolean inBatch) {
    Fields fields = Fields.of(body, "", inBatch ? BATCH_FIELDS : ORDER_FIELDS, violations);
    if (fields == null) {
      return new Checked.Invalid<>(violations);
    }
    String key = inBatch ? fields.textOrNone("idempotencyKey", KEY) : null;
    String tenant = fields.textOr("tenant", TENANT, usualTenant);
    String customerId = fields.text("customerId", CUSTOMER);
    String currency = currency(fields, violations);
    List<OrderLine> lines = lines(fields, violations);
    SortedMap<String, String> attributes = attributeRule.read(fields, violations);
    Instant placedAt = placedAt(fields, violations, now);
    Duration holdFor = fields.durationOrNone("holdFor", holds);
    boolean allowPartial = fields.flag("allowPartial");
    long total = total(lines, fields.pointer("lines"), violations);
    if (!violations.none() || tenant == null || customerId == null || currency == null) {
      return new Checked.Invalid<>(violations);
    }
    return new Checked.Valid<>(
        new ValidOrder(
            key,
            tenant,
            customerId,
            currency,
            lines,
            attributes,
            placedAt,
            holdFor,
            allowPartial,
            total));
  }

  /** Why a customer id cannot be one, or null when it can. */
  public static @Nullable String brokenCustomer(String customerId) {
    return CUSTOMER.broken(customerId);
  }

  /** Why a header's idempotency key cannot be used, or null when it can. */
  public static @Nullable String brokenKey(String key) {
    return KEY.broken(key);
  }

  private static @Nullable String currency(Fields fields, Violations violations) {
    Json value = fields.required("currency");
    if (value == null) {
      return null;
    }
    String pointer = fields.pointer("currency");
    if (!(value instanceof Json.Text(String code))) {
      violations.at(pointer, "must be a string, not " + value.kind());
      return null;
    }
    if (!CURRENCIES.contains(code)) {
      violations.at(
          pointer, "must be the upper-case ISO 4217 code of a currency with a minor unit");
      return null;
    }
    return code;
  }

  private List<OrderLine> lines(Fields fields, Violations violations) {
    Json value = fields.required("lines");
    if (value == null) {
      return List.of();
    }
    String pointer = fields.pointer("lines");
    if (!(value instanceof Json.Arr(List<Json> items))) {
      violations.at(pointer, "must be an array, not " + value.kind());
      return List.of();
    }
    if (items.isEmpty() || items.size() > limits.maxLines()) {
      violations.at(pointer, "must have 1 to " + limits.maxLines() + " lines, not " + items.size());
    }
    int judged = Math.min(items.size(), limits.maxLines());
    List<OrderLine> lines = new ArrayList<>(judged);
    for (int i = 0; i < judged; i++) {
      OrderLine line = line(items.get(i), pointer + '/' + i, violations);
      if (line != null) {
        lines.add(line);
      }
    }
    return lines;
  }

  private @Nullable OrderLine line(Json item, String pointer, Violations violations) {
    Fields fields = Fields.of(item, pointer, LINE_FIELDS, violations);
    if (fields == null) {
      return null;
    }
    String sku = fields.text("sku", SKU);
    Long quantity = fields.whole("quantity", 1, limits.maxQuantity());
    Long unitAmount = fields.whole("unitAmount", 0, limits.maxUnitAmount());
    if (sku == null || quantity == null || unitAmount == null) {
      return null;
    }
    return OrderLine.newBuilder()
        .setSku(sku)
        .setQuantity(Math.toIntExact(quantity))
        .setUnitAmount(unitAmount)
        .build();
  }

  private @Nullable Instant placedAt(Fields fields, Violations violations, Instant now) {
    Json value = fields.optional("placedAt");
    if (value == null) {
      return null;
    }
    String pointer = fields.pointer("placedAt");
    if (!(value instanceof Json.Text(String text))) {
      violations.at(pointer, "must be a string, not " + value.kind());
      return null;
    }
    Instant placedAt = rfc3339(text);
    if (placedAt == null) {
      violations.at(pointer, "must be an RFC 3339 time such as 2026-11-21T08:30:00Z");
      return null;
    }
    Instant latest = now.plus(limits.placedAtAhead());
    if (placedAt.isBefore(Instant.EPOCH) || placedAt.isAfter(latest)) {
      violations.at(
          pointer,
          "must be between 1970-01-01T00:00:00Z and "
              + limits.placedAtAhead().toHours()
              + " h after now");
      return null;
    }
    return placedAt;
  }

  /** The time that a text is by RFC 3339, or null when it is none. */
  public static @Nullable Instant rfc3339(String text) {
    if (!RFC_3339.matcher(text).matches()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null; // a month 13, a 30 February
    }
  }

  private long total(List<OrderLine> lines, String pointer, Violations violations) {
    long total = 0;
    for (OrderLine line : lines) {
      // At most 1e6 * 1e12 a line and 9e15 before it: no overflow, as the limits' ranges ensure.
      total += line.getQuantity() * line.getUnitAmount();
      if (total > limits.maxTotalAmount()) {
        violations.at(
            pointer, "quantity times unitAmount must add up to at most " + limits.maxTotalAmount());
        return 0;
      }
    }
    return total;
  }

  private static Set<String> currencies() {
    Set<String> codes = new HashSet<>();
    for (Currency currency : Currency.getAvailableCurrencies()) {
      // Gold and the like have no minor unit, so an amount of them would mean nothing.
      if (currency.getDefaultFractionDigits() >= 0) {
        codes.add(currency.getCurrencyCode());
      }
    }
    return Set.copyOf(codes);
  }

  private static Set<String> with(Set<String> names, String name) {
    Set<String> all = new HashSet<>(names);
    all.add(name);
    return Set.copyOf(all);
  }
}
