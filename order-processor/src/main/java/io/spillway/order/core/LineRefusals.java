package io.spillway.order.core;

import io.spillway.schemas.inventory.v1.ReservationLine;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.Order;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** The lines an order does not have. */
final class LineRefusals {
  private static final Comparator<LineRefusal> BY_LINE =
      Comparator.comparingInt(LineRefusal::getLine);

  private LineRefusals() {}

  static List<LineRefusal> sorted(List<LineRefusal> refusals) {
    return refusals.size() < 2 ? refusals : refusals.stream().sorted(BY_LINE).toList();
  }

  /** One refusal for each of a group's lines, also for those its answer does not name. */
  static List<LineRefusal> ofAll(List<ReservationLine> lines, List<LineRefusal> named) {
    BitSet seen = new BitSet();
    named.forEach(refusal -> seen.set(refusal.getLine()));
    List<LineRefusal> all = new ArrayList<>(named);
    for (ReservationLine line : lines) {
      if (!seen.get(line.getLine())) {
        all.add(
            LineRefusal.newBuilder()
                .setLine(line.getLine())
                .setSku(line.getSku())
                .setRequested(line.getQuantity())
                .build());
      }
    }
    return all;
  }

  /** The order's amount without the refused lines, each counted once. */
  static long keptAmount(Order order, List<LineRefusal> refusals) {
    long kept = order.getTotalAmount();
    BitSet seen = new BitSet();
    for (LineRefusal refusal : refusals) {
      int line = refusal.getLine();
      if (line < order.getLinesCount() && !seen.get(line)) {
        seen.set(line);
        kept -= order.getLines(line).getQuantity() * order.getLines(line).getUnitAmount();
      }
    }
    return kept;
  }

  /** The first one in a word, for a history. */
  static String reason(List<LineRefusal> refusals) {
    return refusals.isEmpty() ? "" : refusals.getFirst().getReason().name();
  }
}
