package io.spillway.reports.core;

/** What a metric is measured in. */
public enum Unit {
  ORDERS("orders"),
  /** Minor units of the row's currency. */
  MONEY("minor units of the currency"),
  UNITS("units"),
  /** Epoch milliseconds. */
  TIME("epoch milliseconds"),
  MILLIS("milliseconds"),
  SECONDS("seconds"),
  MINUTES("minutes"),
  RECORDS("records"),
  LINES("order lines");

  private final String label;

  Unit(String label) {
    this.label = label;
  }

  /** For people and for the API. */
  public String label() {
    return label;
  }
}
