package io.spillway.reports.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** An open page's end of the stream. */
final class LiveEvents implements AutoCloseable {
  private final Stream<String> lines;
  private final Iterator<String> next;
  private final List<String> seen = new ArrayList<>();

  private LiveEvents(Stream<String> lines) {
    this.lines = lines;
    this.next = lines.iterator();
  }

  static LiveEvents open(HttpClient http, int port, String query) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + "/reports/live" + query);
    return new LiveEvents(
        http.send(
                HttpRequest.newBuilder(uri).header("Accept", "text/event-stream").build(),
                HttpResponse.BodyHandlers.ofLines())
            .body());
  }

  /** The HTML of the next part with an id. */
  String until(String id) throws Exception {
    while (true) {
      String line = next.next();
      if (line.startsWith("data:")) {
        JsonNode part = new JsonMapper().readTree(line.substring(5));
        seen.add(part.path("id").asText());
        if (part.path("id").asText().equals(id)) {
          return part.path("html").asText();
        }
      }
    }
  }

  /** The ids so far. */
  List<String> seen() {
    return seen;
  }

  /** Why the stream was refused. */
  String refused() {
    while (true) {
      String line = next.next();
      if (line.startsWith("data:")) {
        return line.substring(5);
      }
    }
  }

  @Override
  public void close() {
    lines.close();
  }
}
