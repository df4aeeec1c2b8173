package io.spillway.faults.core;

import java.util.List;

/** What the shop of the suite wants of an order after it was accepted. */
public enum OrderScenario {
  PLAIN(false),
  CANCELLED(false, Verb.CANCEL),
  FULFILLED(false, Verb.FULFIL),
  HELD_AND_CONFIRMED(true, Verb.CONFIRM),
  HELD_AND_EXTENDED(true, Verb.EXTEND, Verb.CONFIRM),
  HELD_AND_FULFILLED(true, Verb.CONFIRM, Verb.FULFIL),
  HELD_AND_CANCELLED(true, Verb.CANCEL),
  HELD_AND_FORGOTTEN(true);

  private final boolean held;
  private final List<Verb> verbs;

  OrderScenario(boolean held, Verb... verbs) {
    this.held = held;
    this.verbs = List.of(verbs);
  }

  public boolean held() {
    return held;
  }

  public List<Verb> verbs() {
    return verbs;
  }

  /** A command on an order; its bit marks it in a journal. */
  public enum Verb {
    CONFIRM("confirm"),
    CANCEL("cancel"),
    FULFIL("fulfil"),
    EXTEND("extend");

    private final String path;

    Verb(String path) {
      this.path = path;
    }

    public String path() {
      return path;
    }

    int bit() {
      return 1 << ordinal();
    }
  }
}
