package io.spillway.access.core;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A name for the scopes that one kind of caller needs. */
public enum Role {
  /** Submits orders, keeps stock and products. */
  SHOP(
      Scope.ORDERS_WRITE,
      Scope.ORDERS_READ,
      Scope.CUSTOMERS_READ,
      Scope.STOCK_WRITE,
      Scope.STOCK_READ,
      Scope.PRODUCTS_WRITE,
      Scope.PRODUCTS_READ),
  /** Reads everything that reports show. */
  ANALYST(Scope.ORDERS_READ, Scope.STOCK_READ, Scope.PRODUCTS_READ, Scope.REPORTS_READ),
  /** A team that follows the events. */
  SUBSCRIBER(Scope.EVENTS_READ, Scope.ORDERS_READ, Scope.PRODUCTS_READ),
  /** May do everything. */
  OPERATOR(Scope.values());

  private final Set<Scope> scopes;

  Role(Scope... scopes) {
    this.scopes = Collections.unmodifiableSet(EnumSet.copyOf(Arrays.asList(scopes)));
  }

  /** The role that a text names; empty when none has this name. */
  public static Optional<Role> named(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }

  /** As keys, tokens and documents write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it stands for. */
  public Set<Scope> scopes() {
    return scopes;
  }
}
