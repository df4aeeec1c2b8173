package io.spillway.simulation.invariant;

import java.util.List;

/** The rules by when they must hold. */
public final class Invariants {
  /** After every step, whatever is under way. */
  public static final List<Invariant> ALWAYS =
      List.of(
          new StockIsConserved(),
          new VersionsRiseByOne(),
          new OnlyListedTransitions(),
          new SameCommandSameAnswer(),
          new AcceptedOrdersAreKnown(),
          new NothingIsSetAside());

  /** Once all work is done. */
  public static final List<Invariant> AT_REST =
      List.of(
          new EveryAcceptedOrderSettles(),
          new AcceptedCreatedAndStoredAgree(),
          new HoldsMatchTheStatus(),
          new KeptAmountIsWhatIsHeld());

  /** Once everything was delivered a second time. */
  public static final ReplayChangesNothing REPLAY = new ReplayChangesNothing();

  private Invariants() {}
}
