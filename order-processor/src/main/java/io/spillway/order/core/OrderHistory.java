package io.spillway.order.core;

import com.google.protobuf.ByteString;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.orders.v1.StatusChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an order carries through all its states.
 *
 * @param tenant whose order it is; empty for one that ended before tenants were kept here
 * @param version number of the last published change; starts at 1
 * @param fingerprint of the request that made the order
 * @param history every published change, oldest first; not kept once the order has ended
 * @param applied results of the newest applied commands, oldest first
 */
public record OrderHistory(
    String tenant,
    long version,
    ByteString fingerprint,
    Instant changedAt,
    List<StatusChange> history,
    List<CommandResult> applied) {
  public static final int MAX_APPLIED = 16;

  public OrderHistory {
    history = List.copyOf(history);
    applied = List.copyOf(applied);
  }

  static OrderHistory first(String tenant, ByteString fingerprint, Instant now) {
    return new OrderHistory(tenant, 0, fingerprint, now, List.of(), List.of())
        .changed(OrderStatus.RESERVING, now, "");
  }

  OrderHistory changed(OrderStatus status, Instant now, String reason) {
    StatusChange change =
        StatusChange.newBuilder()
            .setVersion(version + 1)
            .setStatus(status)
            .setAt(Times.timestamp(now))
            .setReason(reason)
            .build();
    return new OrderHistory(tenant, version + 1, fingerprint, now, and(history, change), applied);
  }

  /** One more applied command; the oldest is forgotten when there are too many. */
  OrderHistory answered(CommandResult result) {
    List<CommandResult> all = and(applied, result);
    List<CommandResult> newest = all.subList(Math.max(0, all.size() - MAX_APPLIED), all.size());
    return new OrderHistory(tenant, version, fingerprint, changedAt, history, newest);
  }

  /** What an applied command was answered, or null. */
  @Nullable CommandResult resultOf(String commandId) {
    for (CommandResult result : applied) {
      if (result.getCommandId().equals(commandId)) {
        return result;
      }
    }
    return null;
  }

  /** When the order came to a status first, or null. */
  @Nullable Instant firstAt(OrderStatus status) {
    for (StatusChange change : history) {
      if (change.getStatus() == status) {
        return Times.instant(change.getAt());
      }
    }
    return null;
  }

  /** Why the last change came about, in words. */
  String lastReason() {
    return history.isEmpty() ? "" : history.getLast().getReason();
  }

  private static <T> List<T> and(List<T> some, T more) {
    List<T> all = new ArrayList<>(some.size() + 1);
    all.addAll(some);
    all.add(more);
    return all;
  }
}
