package io.spillway.verify.core;

import java.util.List;

/** Those that are judged order by order. */
public final class OrderInvariants {

  /** All, in the order of the architecture's numbers. */
  public static final List<Invariant.OfOrder> ALL =
      List.of(
          new SettledAtRest(),
          new OnlyKeptLinesHeld(),
          new VersionsRiseByOne(),
          new TerminalStays(),
          new RowIsNewestEvent(),
          new AcceptedCreatedStored(),
          new OrderDocumentsMatch(),
          new RepeatsMakeNothingNew(),
          new OneContentPerKey());

  private OrderInvariants() {}
}
