package io.spillway.analytics.core.bulk;

import java.util.Set;

/** What to do about one document of a bulk request. */
public enum BulkItemResult {
  /** It is in the index. */
  INDEXED,
  /** The index holds this version or a newer one: a redelivery, which is success. */
  ALREADY_NEWER,
  /** The index is at fault, not the document: send it again, and only it. */
  RESEND,
  /** The document would be refused every time. */
  POISON;

  /** Errors with a client's status that name the state of the index or the cluster. */
  private static final Set<String> CLUSTERS_FAULT =
      Set.of(
          "cluster_block_exception", // read-only, for want of disk or by hand
          "index_closed_exception",
          "index_not_found_exception", // automatic creation is switched off
          "validation_exception", // the cluster's limit of shards
          "security_exception");

  /** Judges one item by status and error type. */
  public static BulkItemResult of(ItemResult item) {
    int status = item.status();
    if (status >= 200 && status < 300) {
      return INDEXED;
    }
    if (status == 409) {
      return ALREADY_NEWER;
    }
    boolean busy = status == 429 || status == 408 || status >= 500;
    if (busy || CLUSTERS_FAULT.contains(item.errorType())) {
      return RESEND;
    }
    return POISON;
  }
}
