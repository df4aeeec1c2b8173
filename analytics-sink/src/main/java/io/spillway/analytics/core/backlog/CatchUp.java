package io.spillway.analytics.core.backlog;

/**
 * Whether the sink has so much to work off that documents need not be searchable at once.
 *
 * @param records waiting from which it is catching up; it is done at a tenth of that
 */
public record CatchUp(long records) {
  private static final long DONE_SHARE = 10;

  /** The state after a sample; between the bounds it stays what it was. */
  public boolean next(boolean catchingUp, long waiting) {
    return catchingUp ? waiting > records / DONE_SHARE : waiting >= records;
  }
}
