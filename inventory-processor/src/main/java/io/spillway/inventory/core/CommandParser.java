package io.spillway.inventory.core;

import io.spillway.inventory.core.Command.Line;
import io.spillway.schemas.inventory.v1.AdjustStock;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.ReservationLine;
import io.spillway.schemas.routing.RoutedId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * From the wire's command to a valid one. The bounds are those of the ledger's columns; the limits
 * of the HTTP API lie within them.
 */
public final class CommandParser {
  private static final int MAX_LINE = Short.MAX_VALUE;
  private static final int MAX_NAME_LENGTH = 64;
  private static final int MAX_REFERENCE_LENGTH = 128;

  private CommandParser() {}

  /**
   * Reads a command.
   *
   * @throws IllegalArgumentException naming the field that cannot be
   */
  public static Command parse(InventoryCommand message) {
    return switch (message.getCommandCase()) {
      case RESERVE -> {
        var reserve = message.getReserve();
        yield new Command.Reserve(
            id("order_id", reserve.getOrderId()),
            group(reserve.getGroup()),
            lines(reserve.getTenant(), reserve.getLinesList()),
            reserve.getAllowPartial());
      }
      case RELEASE -> {
        var release = message.getRelease();
        yield new Command.Release(
            id("order_id", release.getOrderId()),
            group(release.getGroup()),
            lines(release.getTenant(), release.getLinesList()));
      }
      case FULFIL -> {
        var fulfil = message.getFulfil();
        yield new Command.Fulfil(
            id("order_id", fulfil.getOrderId()),
            group(fulfil.getGroup()),
            lines(fulfil.getTenant(), fulfil.getLinesList()));
      }
      case ADJUST -> adjust(message.getAdjust());
      case COMMAND_NOT_SET -> throw new IllegalArgumentException("the command is not set");
    };
  }

  private static Command adjust(AdjustStock adjust) {
    if (length(adjust.getReference()) > MAX_REFERENCE_LENGTH) {
      throw new IllegalArgumentException(
          "reference has more than " + MAX_REFERENCE_LENGTH + " characters");
    }
    if (adjust.getLowStockAt() < 0) {
      throw new IllegalArgumentException(
          "low_stock_at = " + adjust.getLowStockAt() + " is negative");
    }
    return new Command.Adjust(
        id("adjustment_id", adjust.getAdjustmentId()),
        stock(adjust.getTenant(), adjust.getSku()),
        adjust.getDelta(),
        adjust.getReference(),
        adjust.hasLowStockAt() ? adjust.getLowStockAt() : null);
  }

  private static List<Line> lines(String tenant, List<ReservationLine> sent) {
    if (sent.isEmpty()) {
      throw new IllegalArgumentException("lines is empty");
    }
    List<Line> lines = new ArrayList<>(sent.size());
    Set<Integer> seen = new HashSet<>();
    for (ReservationLine line : sent) {
      int number = line.getLine();
      if (number < 0 || number > MAX_LINE) {
        throw new IllegalArgumentException("line = " + number + " is outside 0.." + MAX_LINE);
      }
      if (!seen.add(number)) {
        throw new IllegalArgumentException("line = " + number + " occurs twice");
      }
      if (line.getQuantity() < 1) {
        throw new IllegalArgumentException(
            "quantity = " + line.getQuantity() + " of line " + number + " is below 1");
      }
      lines.add(new Line(number, stock(tenant, line.getSku()), line.getQuantity()));
    }
    return lines;
  }

  private static StockKey stock(String tenant, String sku) {
    requireName("tenant", tenant);
    if (tenant.indexOf('/') >= 0) {
      throw new IllegalArgumentException("tenant '" + tenant + "' has a slash");
    }
    requireName("sku", sku);
    return new StockKey(tenant, sku);
  }

  private static void requireName(String field, String name) {
    if (name.isEmpty() || length(name) > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          field + " has " + length(name) + " characters, not 1 to " + MAX_NAME_LENGTH);
    }
  }

  /** Code points, as the columns count. */
  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static int group(int group) {
    if (group < 0) {
      throw new IllegalArgumentException("group = " + group + " is negative");
    }
    return group;
  }

  private static RoutedId id(String field, String text) {
    try {
      return RoutedId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
    }
  }
}
