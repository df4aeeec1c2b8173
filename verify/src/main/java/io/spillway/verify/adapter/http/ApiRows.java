package io.spillway.verify.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.port.RowReads;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Orders and stock as the API answers them. */
public final class ApiRows implements RowReads, AutoCloseable {
  private final ApiHttp http;

  public ApiRows(ApiAddress address) {
    this.http = new ApiHttp(address);
  }

  @Override
  public Map<String, Map<String, String>> orders(Collection<String> ids)
      throws UnavailableException, InterruptedException {
    Map<String, Map<String, String>> found = new HashMap<>();
    for (String id : ids) {
      http.get("/v1/orders/" + ApiHttp.encoded(id))
          .ifPresent(order -> found.put(id, fields(order)));
    }
    return found;
  }

  @Override
  public Map<String, Map<String, String>> stock(Collection<String> keys)
      throws UnavailableException, InterruptedException {
    Map<String, Map<String, String>> found = new HashMap<>();
    for (String key : keys) {
      String[] part = key.split("/", 2);
      http.get("/v1/stock/" + ApiHttp.encoded(part[1]) + "?tenant=" + ApiHttp.encoded(part[0]))
          .ifPresent(stock -> found.put(key, fields(stock)));
    }
    return found;
  }

  @Override
  public void close() {
    http.close();
  }

  private static Map<String, String> fields(JsonNode object) {
    Map<String, String> fields = new HashMap<>();
    object
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              if (field.getKey().equals("attributes") && value.isObject()) {
                value
                    .properties()
                    .forEach(
                        attribute ->
                            fields.put(
                                "attributes/" + attribute.getKey(), attribute.getValue().asText()));
                return;
              }
              fields.put(field.getKey(), value.isValueNode() ? value.asText() : value.toString());
            });
    return fields;
  }
}
