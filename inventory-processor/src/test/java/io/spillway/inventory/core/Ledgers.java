package io.spillway.inventory.core;

import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.RefusalReason;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A ledger of plain maps that a test feeds with commands, and shorthands for those. */
public final class Ledgers {
  public static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123Z");

  private final Map<MovementKey, Movement> movements = new HashMap<>();
  private final Map<StockKey, StockLevel> levels = new HashMap<>();
  private final List<Decision> decisions = new ArrayList<>();

  public static Ledgers withStock(Object... skuAndUnits) {
    Ledgers ledgers = new Ledgers();
    for (int i = 0; i < skuAndUnits.length; i += 2) {
      ledgers.decide(adjust("opening", (String) skuAndUnits[i], (Integer) skuAndUnits[i + 1]));
    }
    return ledgers;
  }

  public Decision decide(Command... commands) {
    return decide(NOW, List.of(commands));
  }

  public Decision decide(Instant at, List<Command> commands) {
    Decision decision = ReservationPolicy.decide(commands, state(), at);
    apply(decision);
    return decision;
  }

  public LedgerState state() {
    return new LedgerState(Map.copyOf(movements), Map.copyOf(levels));
  }

  public void apply(Decision decision) {
    decision.movements().forEach(movement -> movements.put(movement.key(), movement));
    decision.levels().forEach(level -> levels.put(level.key(), level));
    decisions.add(decision);
  }

  public StockLevel level(String sku) {
    return levels.getOrDefault(stock(sku), StockLevel.absent(stock(sku)));
  }

  public List<Decision> decisions() {
    return decisions;
  }

  public static StockKey stock(String sku) {
    return new StockKey("default", sku);
  }

  public static RoutedId order(int number) {
    return RoutedId.ofOrder("default", "customer-" + number % 7, "key-" + number);
  }

  public static Command.Line line(int number, String sku, int quantity) {
    return new Command.Line(number, stock(sku), quantity);
  }

  public static Command reserve(int order, Command.Line... lines) {
    return new Command.Reserve(order(order), 0, List.of(lines), false);
  }

  public static Command reservePart(int order, Command.Line... lines) {
    return new Command.Reserve(order(order), 0, List.of(lines), true);
  }

  public static Command fulfil(int order, Command.Line... lines) {
    return new Command.Fulfil(order(order), 0, List.of(lines));
  }

  public static Command release(int order, Command.Line... lines) {
    return new Command.Release(order(order), 0, List.of(lines));
  }

  public static Command adjust(String reference, String sku, int delta) {
    return new Command.Adjust(
        RoutedId.ofAdjustment("default", sku, reference), stock(sku), delta, reference, null);
  }

  public static Command lowStockAt(String reference, String sku, int delta, int lowStockAt) {
    return new Command.Adjust(
        RoutedId.ofAdjustment("default", sku, reference), stock(sku), delta, reference, lowStockAt);
  }

  public static LineRefusal refusal(
      int line, String sku, RefusalReason reason, int requested, int available) {
    return LineRefusal.newBuilder()
        .setLine(line)
        .setSku(sku)
        .setReason(reason)
        .setRequested(requested)
        .setAvailable(available)
        .build();
  }

  public static List<MovementOutcome> outcomes(Decision decision) {
    return decision.movements().stream().map(Movement::outcome).toList();
  }
}
