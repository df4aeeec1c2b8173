package io.spillway.analytics.core.bulk;

/**
 * What the index answered for one document.
 *
 * @param status the HTTP status of the item
 * @param errorType the index's name of the error, empty on success
 * @param reason the index's explanation, empty on success
 */
public record ItemResult(int status, String errorType, String reason) {
  /** Written as a new document. */
  public static final ItemResult CREATED = new ItemResult(201, "", "");

  /** Written over an older version. */
  public static final ItemResult UPDATED = new ItemResult(200, "", "");

  /** The index holds this version or a higher one. */
  public static ItemResult conflict(long held, long offered) {
    return new ItemResult(
        409,
        "version_conflict_engine_exception",
        "current version [" + held + "] is higher or equal to the one provided [" + offered + "]");
  }
}
