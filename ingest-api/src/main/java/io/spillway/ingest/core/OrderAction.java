package io.spillway.ingest.core;

import java.time.Duration;

/** What a shop can ask of an order it has submitted. */
public sealed interface OrderAction {
  /** The verb, as addresses, metrics and command ids name it. */
  String verb();

  /** Take the reserved stock for good. */
  record Confirm() implements OrderAction {
    @Override
    public String verb() {
      return "confirm";
    }
  }

  /**
   * Take the order back.
   *
   * @param reason at most {@link OrderLimits#REASON_LENGTH} characters; may be empty
   */
  record Cancel(String reason) implements OrderAction {
    @Override
    public String verb() {
      return "cancel";
    }
  }

  /** Hand the order over: its stock leaves. */
  record Fulfil() implements OrderAction {
    @Override
    public String verb() {
      return "fulfil";
    }
  }

  /**
   * Hold the stock for longer.
   *
   * @param by added to the present end of the hold
   */
  record Extend(Duration by) implements OrderAction {
    @Override
    public String verb() {
      return "extend";
    }
  }
}
