package io.spillway.schemas.codec;

/** Who writes events: the {@code ce_source} of a CloudEvent. Names are contract; none changes. */
public enum Source {
  INGEST_API("ingest-api"),
  ORDER_PROCESSOR("order-processor"),
  INVENTORY_PROCESSOR("inventory-processor"),
  /** The part of inventory-processor that derives availability from rows. */
  INVENTORY_AVAILABILITY("inventory-availability"),
  CDC_CONNECTOR("cdc-connector"),
  /** The operators' command, which publishes rows anew. */
  RECONCILE("reconcile");

  private final String text;

  Source(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
