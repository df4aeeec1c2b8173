package io.spillway.analytics.core.bulk;

import io.spillway.analytics.core.document.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Of several versions of one document, only the newest needs to be sent. */
public final class LatestVersions {
  private LatestVersions() {}

  /** Each document once, in its highest version, in order of first appearance. */
  public static List<Document> of(List<Document> documents) {
    Map<Document.Key, Document> newest = new LinkedHashMap<>();
    for (Document document : documents) {
      newest.merge(document.key(), document, (a, b) -> b.version() > a.version() ? b : a);
    }
    return List.copyOf(newest.values());
  }
}
