package io.spillway.access.core;

import java.util.Arrays;
import java.util.Optional;

/** One thing that an identity may do. A route asks for exactly one. */
public enum Scope {
  ORDERS_WRITE("orders:write", "submit orders and give commands to them"),
  ORDERS_READ("orders:read", "read orders"),
  CUSTOMERS_READ("customers:read", "read what names a person in orders"),
  STOCK_WRITE("stock:write", "adjust stock"),
  STOCK_READ("stock:read", "read stock and adjustments"),
  PRODUCTS_WRITE("products:write", "write products"),
  PRODUCTS_READ("products:read", "read products"),
  EVENTS_READ("events:read", "subscribe to events"),
  REPORTS_READ("reports:read", "read reports"),
  OPERATE("operate", "read health in detail and metrics, replay, redrive, manage keys");

  private final String text;
  private final String meaning;

  Scope(String text, String meaning) {
    this.text = text;
    this.meaning = meaning;
  }

  /** The scope that a text names; empty when none has this name. */
  public static Optional<Scope> named(String text) {
    return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
  }

  /** As keys, tokens and documents write it. */
  public String text() {
    return text;
  }

  /** What it allows, for people. */
  public String meaning() {
    return meaning;
  }
}
