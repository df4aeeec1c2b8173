package io.spillway.analytics.core.backlog;

import io.spillway.analytics.core.document.Document;
import io.spillway.schemas.documents.Indices;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A sample of a stage as a document. */
public final class StageDocuments {
  /** Samples of several instances that fall into the same span are one document. */
  private static final long SPAN_MILLIS = 5_000;

  /** A sample is written once and never changed. */
  private static final long VERSION = 1;

  private StageDocuments() {}

  /**
   * One sample.
   *
   * @param before the stage's sample before this one, if there was one
   * @param delayMillis how late rows became documents meanwhile; null where that is not measured
   */
  public static Document of(
      StageBacklog now, @Nullable StageBacklog before, @Nullable Long delayMillis) {
    Instant at =
        Instant.ofEpochMilli(Math.floorDiv(now.at().toEpochMilli(), SPAN_MILLIS) * SPAN_MILLIS);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("stage", now.stage());
    fields.put("waiting", now.waiting());
    if (delayMillis != null) {
      fields.put("delayMillis", delayMillis);
    }
    if (before != null) {
      emptyInSeconds(before, now).ifPresent(seconds -> fields.put("emptyInSeconds", seconds));
    }
    fields.put("at", at);
    String id = now.stage() + '@' + at.toEpochMilli();
    return new Document(Indices.monthly(Indices.STAGE_LAG, at), id, VERSION, fields);
  }

  /**
   * Seconds until nothing waits if it goes on becoming less as between two samples; none while it
   * does not become less.
   */
  static OptionalLong emptyInSeconds(StageBacklog before, StageBacklog now) {
    long worked = before.waiting() - now.waiting();
    long millis = Duration.between(before.at(), now.at()).toMillis();
    if (now.waiting() == 0 || worked <= 0 || millis <= 0) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Math.ceilDiv(Math.multiplyExact(now.waiting(), millis), worked * 1_000));
  }
}
