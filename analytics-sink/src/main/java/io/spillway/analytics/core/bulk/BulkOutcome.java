package io.spillway.analytics.core.bulk;

import io.spillway.analytics.core.document.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the documents of one request, item by item.
 *
 * @param alreadyNewer number that it had in this version or a newer one
 * @param resend those to send again, in their order
 * @param poison those refused for good, with the reason
 */
public record BulkOutcome(
    int indexed, int alreadyNewer, List<Document> resend, Map<Document.Key, String> poison) {

  /**
   * Judges every item.
   *
   * @throws IllegalArgumentException when there is not exactly one result per document
   */
  public static BulkOutcome of(List<Document> sent, List<BulkItemResult> results) {
    if (sent.size() != results.size()) {
      throw new IllegalArgumentException(
          sent.size() + " documents were sent, but " + results.size() + " were answered");
    }
    int indexed = 0;
    int alreadyNewer = 0;
    List<Document> resend = new ArrayList<>();
    Map<Document.Key, String> poison = new LinkedHashMap<>();
    for (int i = 0; i < sent.size(); i++) {
      BulkItemResult result = results.get(i);
      switch (result.outcome()) {
        case INDEXED -> indexed++;
        case ALREADY_NEWER -> alreadyNewer++;
        case RESEND -> resend.add(sent.get(i));
        case POISON ->
            poison.put(
                sent.get(i).key(),
                result.status() + " " + result.errorType() + ": " + result.reason());
      }
    }
    return new BulkOutcome(indexed, alreadyNewer, resend, poison);
  }
}
