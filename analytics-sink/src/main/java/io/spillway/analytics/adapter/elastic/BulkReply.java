package io.spillway.analytics.adapter.elastic;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.analytics.core.bulk.BulkItemResult;
import io.spillway.reports.port.IndexUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the answer to a bulk request, asked for with {@link #FILTER}. */
final class BulkReply {
  /** Only what is needed of each item: a tenth of the whole answer. */
  static final String FILTER = "items.*.status,items.*.error.type,items.*.error.reason";

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final TypeReference<Reply> TYPE = new TypeReference<>() {};

  private BulkReply() {}

  private record Reply(@Nullable List<Map<String, Item>> items) {}

  private record Item(int status, @Nullable Cause error) {}

  private record Cause(@Nullable String type, @Nullable String reason) {}

  /**
   * One result per document, in order.
   *
   * @throws IndexUnavailableException when the answer is no bulk answer: it is then not known what
   *     became of the documents
   */
  static List<BulkItemResult> parse(byte[] body, int documents) throws IndexUnavailableException {
    try {
      List<Map<String, Item>> items = JSON.readValue(body, TYPE).items();
      if (items == null || items.size() != documents) {
        throw new IndexUnavailableException(
            "a bulk request of " + documents + " documents was answered by another number");
      }
      return items.stream().map(item -> result(item.values().iterator().next())).toList();
    } catch (IOException e) {
      throw new IndexUnavailableException("the response to a bulk request cannot be parsed", e);
    }
  }

  private static BulkItemResult result(Item item) {
    Cause error = item.error();
    return error == null
        ? new BulkItemResult(item.status(), "", "")
        : new BulkItemResult(item.status(), orEmpty(error.type()), orEmpty(error.reason()));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
