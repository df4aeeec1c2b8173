package io.spillway.inventory.core;

import io.spillway.schemas.routing.RoutedId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A valid command of inventory.commands.v1. */
public sealed interface Command {
  /** What its movements refer to: the order, or the adjustment. */
  RoutedId ref();

  /** The stock rows it may change. */
  Stream<StockKey> stock();

  /**
   * One line of an order.
   *
   * @param number index into the order's lines
   * @param quantity units, at least 1
   */
  record Line(int number, StockKey stock, int quantity) {}

  /** A command about lines of an order that lie in one group. */
  sealed interface OfLines extends Command {
    int group();

    List<Line> lines();

    @Override
    default Stream<StockKey> stock() {
      return lines().stream().map(Line::stock);
    }
  }

  /**
   * Hold all of these lines, or none; with {@code allowPartial} each that can be had, in their
   * order. A line is held whole or not at all.
   */
  record Reserve(RoutedId ref, int group, List<Line> lines, boolean allowPartial)
      implements OfLines {
    public Reserve {
      lines = List.copyOf(lines);
    }
  }

  /** Give back what is held of these lines, and let nothing hold them later. */
  record Release(RoutedId ref, int group, List<Line> lines) implements OfLines {
    public Release {
      lines = List.copyOf(lines);
    }
  }

  /** Hand over what is held of these lines, and let nothing hold them later. */
  record Fulfil(RoutedId ref, int group, List<Line> lines) implements OfLines {
    public Fulfil {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Add units to what is available, or take them away.
   *
   * @param lowStockAt the SKU's low-stock threshold from now on, units; null leaves it as it is
   */
  record Adjust(
      RoutedId ref, StockKey key, int delta, String reference, @Nullable Integer lowStockAt)
      implements Command {
    @Override
    public Stream<StockKey> stock() {
      return Stream.of(key);
    }
  }
}
