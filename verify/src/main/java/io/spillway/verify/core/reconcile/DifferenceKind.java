package io.spillway.verify.core.reconcile;

/** How a row differs from what is made of it. */
public enum DifferenceKind {
  MISSING_DOCUMENT("missing in Elasticsearch", Repair.PUBLISH_ROW),
  STALE_DOCUMENT("stale in Elasticsearch", Repair.PUBLISH_ROW),
  NEWER_DOCUMENT("newer in Elasticsearch than in MySQL", Repair.REPLACE_DOCUMENT),
  OTHER_CONTENT("other content in Elasticsearch", Repair.REPLACE_DOCUMENT),
  SEVERAL_DOCUMENTS("several documents of one row", Repair.REPLACE_DOCUMENT),
  DOCUMENT_WITHOUT_ROW("document without a row", Repair.REMOVE_DOCUMENT),
  /** An order's row is missing, behind its newest event, or differs from it. */
  ROW_BEHIND_EVENT("order row is not its newest event", Repair.WRITE_ROW),
  /** Whichever of the two is wrong, writing the row again would hide it. */
  ROW_AHEAD_OF_EVENTS("order row is ahead of its events", Repair.NONE),
  /** Units are what the business counts: a person has to see why before anything is rewritten. */
  STOCK_NOT_ITS_MOVEMENTS("stock row is not its movements", Repair.NONE);

  public enum Repair {
    /** The row goes out on its cdc topic once more, and the sink indexes it. */
    PUBLISH_ROW,
    /** The document is removed first: the sink does not replace an equal or newer version. */
    REPLACE_DOCUMENT,
    REMOVE_DOCUMENT,
    /** The row is written from the event; the change feed does the rest. */
    WRITE_ROW,
    /** It is reported only. */
    NONE
  }

  private final String text;
  private final Repair repair;

  DifferenceKind(String text, Repair repair) {
    this.text = text;
    this.repair = repair;
  }

  public String text() {
    return text;
  }

  public Repair repair() {
    return repair;
  }
}
