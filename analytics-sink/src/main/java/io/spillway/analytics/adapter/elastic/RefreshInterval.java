package io.spillway.analytics.adapter.elastic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** The setting of an index that says how soon its documents are searchable. */
final class RefreshInterval {
  private static final String SETTING = "index.refresh_interval";

  /**
   * Elasticsearch's own. Only an index without the setting is left alone while nobody searches it
   * (index.search.idle.after, 30 s); the next search then waits until it has refreshed.
   */
  private static final Duration ITS_OWN = Duration.ofSeconds(1);

  private RefreshInterval() {}

  /** For an index that is there: adds the setting, or that there is none any more. */
  static void change(ObjectNode settings, Duration every) {
    settings.putNull(SETTING);
    set(settings, every);
  }

  /** For new indices: in a template, a setting of null would count as one. */
  static void set(ObjectNode settings, Duration every) {
    if (!every.equals(ITS_OWN)) {
      settings.put(SETTING, every.toMillis() + "ms");
    }
  }
}
