package io.spillway.faults.adapter;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.faults.core.ClientFindings;
import io.spillway.faults.core.JournalAudit;
import io.spillway.runtime.config.ElasticConfig;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.elastic.SortedSearch;
import io.spillway.verify.adapter.elastic.SortedSearch.Field;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads what Elasticsearch holds of one tenant, page by page, past the proxy. */
final class IndexReader implements AutoCloseable {
  private static final List<Field> FIELDS =
      List.of(Field.keyword("orderId"), Field.keyword("status"), Field.number("version"));
  private static final JsonMapper JSON = new JsonMapper();

  private final SortedSearch search;
  private final String tenant;

  IndexReader(ElasticConfig elastic, String tenant) {
    this.search = new SortedSearch(elastic);
    this.tenant = tenant;
  }

  /** What differs from the rows, by id, status and version. */
  ClientFindings compare(Map<UUID, JournalAudit.Row> rows)
      throws UnavailableException, InterruptedException {
    ClientFindings findings = new ClientFindings();
    Set<UUID> missing = new HashSet<>(rows.keySet());
    search.page(
        "orders",
        SortedSearch.ofTenant(tenant),
        FIELDS,
        hit -> {
          UUID id = UUID.fromString(SortedSearch.text(hit[0]));
          JournalAudit.Row document =
              new JournalAudit.Row(SortedSearch.text(hit[1]).intern(), SortedSearch.number(hit[2]));
          JournalAudit.Row row = rows.get(id);
          missing.remove(id);
          if (row == null) {
            findings.add("an order is in Elasticsearch only", id);
          } else if (!row.equals(document)) {
            findings.add("an order differs in Elasticsearch", id + " " + row + " " + document);
          }
        });
    missing.forEach(id -> findings.add("an order is not in Elasticsearch", id));
    return findings;
  }

  /** How many of these orders are found there and settled. */
  long settled(Collection<String> ids) throws UnavailableException, InterruptedException {
    ObjectNode query = JSON.createObjectNode();
    ObjectNode bool = query.putObject("bool");
    var terms = bool.putArray("filter").addObject().putObject("terms").putArray("orderId");
    ids.forEach(terms::add);
    bool.putArray("must_not").addObject().putObject("term").put("status", "RESERVING");
    return search.sums("orders", query, List.of())[0];
  }

  @Override
  public void close() {
    search.close();
  }
}
