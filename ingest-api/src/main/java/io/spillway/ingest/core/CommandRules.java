package io.spillway.ingest.core;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Judges the bodies of commands; all but that of an extension may be left out. Thread-safe. */
public final class CommandRules {
  /** What an absent body means. */
  public static final Json EMPTY = new Json.Obj(Map.of());

  private static final TextRule REASON = TextRule.value(OrderLimits.REASON_LENGTH);
  private static final DurationRule EXTENSION =
      new DurationRule(OrderLimits.MIN_HOLD, OrderLimits.MAX_HOLD);

  private CommandRules() {}

  /** A body without members. */
  public static Checked<OrderAction> confirm(Json body, Violations violations) {
    return bare(new OrderAction.Confirm(), body, violations);
  }

  /** A body without members. */
  public static Checked<OrderAction> fulfil(Json body, Violations violations) {
    return bare(new OrderAction.Fulfil(), body, violations);
  }

  /** A body that may say why. */
  public static Checked<OrderAction> cancel(Json body, Violations violations) {
    Fields fields = Fields.of(body, "", Set.of("reason"), violations);
    String reason = fields == null ? null : fields.textOr("reason", REASON, "");
    return reason == null || !violations.none()
        ? new Checked.Invalid<>(violations)
        : new Checked.Valid<>(new OrderAction.Cancel(reason));
  }

  /** A body that says by how much. */
  public static Checked<OrderAction> extend(Json body, Violations violations) {
    Fields fields = Fields.of(body, "", Set.of("by"), violations);
    Duration by = fields == null ? null : fields.duration("by", EXTENSION);
    return by == null || !violations.none()
        ? new Checked.Invalid<>(violations)
        : new Checked.Valid<>(new OrderAction.Extend(by));
  }

  private static Checked<OrderAction> bare(OrderAction action, Json body, Violations violations) {
    Fields.of(body, "", Set.of(), violations);
    return violations.none() ? new Checked.Valid<>(action) : new Checked.Invalid<>(violations);
  }
}
