package io.spillway.schemas.codec;

/** What a redriven record says in its headers, besides those that it came with first. */
public final class RedriveHeaders {
  /** The act that redrove it. */
  public static final String ID = "spillway-redrive-id";

  /** How often it has been redriven, this time included. */
  public static final String COUNT = "spillway-redrive-count";

  /** The dead letter, as topic/partition/offset. */
  public static final String LETTER = "spillway-redrive-letter";

  /** Where it first stood at the source, so that it keeps its turn if it fails again. */
  public static final String FIRST_OFFSET = "spillway-redrive-first-offset";

  private RedriveHeaders() {}
}
