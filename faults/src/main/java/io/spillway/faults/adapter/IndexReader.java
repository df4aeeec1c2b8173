package io.spillway.faults.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.faults.core.ClientFindings;
import io.spillway.faults.core.JournalAudit;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.elastic.ElasticHttp;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what Elasticsearch holds of one tenant, page by page, past the proxy. */
final class IndexReader implements AutoCloseable {
  private static final int PAGE = 5_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final ElasticHttp http;
  private final String tenant;

  IndexReader(String uri, String tenant) {
    this.http = new ElasticHttp(uri);
    this.tenant = tenant;
  }

  /** What differs from the rows, by id, status and version. */
  ClientFindings compare(Map<UUID, JournalAudit.Row> rows)
      throws UnavailableException, InterruptedException {
    ClientFindings findings = new ClientFindings();
    Set<UUID> missing = new HashSet<>(rows.keySet());
    JsonNode after = null;
    while (true) {
      JsonNode hits = ask(page(after)).path("hits").path("hits");
      for (JsonNode hit : hits) {
        JsonNode source = hit.path("_source");
        UUID id = UUID.fromString(source.path("orderId").asText());
        JournalAudit.Row document =
            new JournalAudit.Row(
                source.path("status").asText().intern(), source.path("version").asLong());
        JournalAudit.Row row = rows.get(id);
        missing.remove(id);
        if (row == null) {
          findings.add("an order is in Elasticsearch only", id);
        } else if (!row.equals(document)) {
          findings.add("an order differs in Elasticsearch", id + " " + row + " " + document);
        }
        after = hit.path("sort");
      }
      if (hits.size() < PAGE) {
        missing.forEach(id -> findings.add("an order is not in Elasticsearch", id));
        return findings;
      }
    }
  }

  /** How many of these orders are found there and settled. */
  long settled(Collection<String> ids) throws UnavailableException, InterruptedException {
    ObjectNode query = JSON.createObjectNode();
    query.put("size", 0).put("track_total_hits", true);
    var bool = query.putObject("query").putObject("bool");
    var terms = bool.putArray("filter").addObject().putObject("terms").putArray("orderId");
    ids.forEach(terms::add);
    bool.putArray("must_not").addObject().putObject("term").put("status", "RESERVING");
    return ask(query).path("hits").path("total").path("value").asLong();
  }

  @Override
  public void close() {
    http.close();
  }

  private ObjectNode page(@Nullable JsonNode after) {
    ObjectNode query = JSON.createObjectNode();
    query.putObject("query").putObject("term").put("tenant", tenant);
    query.put("size", PAGE);
    query.putArray("sort").add("orderId");
    query.putArray("_source").add("orderId").add("status").add("version");
    if (after != null) {
      query.set("search_after", after);
    }
    return query;
  }

  private JsonNode ask(JsonNode query) throws UnavailableException, InterruptedException {
    return http.post("/orders/_search" + ElasticHttp.LENIENT, query);
  }
}
