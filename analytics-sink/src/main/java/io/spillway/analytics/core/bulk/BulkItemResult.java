package io.spillway.analytics.core.bulk;

import java.util.Set;

/**
 * What the index answered for one document of a bulk request.
 *
 * @param errorType the index's name of the error, empty on success
 * @param reason the index's explanation, empty on success
 */
public record BulkItemResult(int status, String errorType, String reason) {
  public enum Outcome {
    INDEXED,
    /** The index holds this version or a newer one: a redelivery, which is success. */
    ALREADY_NEWER,
    /** The index is at fault, not the document: send it again, and only it. */
    RESEND,
    /** The document would be refused every time. */
    POISON
  }

  public static final BulkItemResult CREATED = new BulkItemResult(201, "", "");

  public static final BulkItemResult UPDATED = new BulkItemResult(200, "", "");

  /** Errors with a client's status that name the state of the index or the cluster. */
  private static final Set<String> CLUSTER_ERRORS =
      Set.of(
          "cluster_block_exception", // read-only, for want of disk or by hand
          "index_closed_exception",
          "index_not_found_exception", // automatic creation is switched off
          "validation_exception", // the cluster's limit of shards
          "security_exception");

  /** The index holds this version or a higher one. */
  public static BulkItemResult conflict(long held, long offered) {
    return new BulkItemResult(
        409,
        "version_conflict_engine_exception",
        "current version [" + held + "] is higher or equal to the one provided [" + offered + "]");
  }

  public Outcome outcome() {
    if (status >= 200 && status < 300) {
      return Outcome.INDEXED;
    }
    if (status == 409) {
      return Outcome.ALREADY_NEWER;
    }
    boolean busy = status == 429 || status == 408 || status >= 500;
    return busy || CLUSTER_ERRORS.contains(errorType) ? Outcome.RESEND : Outcome.POISON;
  }
}
