package io.spillway.verify.adapter.elastic;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.runtime.config.ElasticConfig;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.elastic.SortedSearch.Field;
import io.spillway.verify.core.OrderFacts;
import io.spillway.verify.port.Search;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the demo asks of Elasticsearch; an index that does not exist yet holds nothing. */
public final class ElasticSearch implements Search, AutoCloseable {
  private static final List<Field> FIELDS =
      List.of(
          Field.keyword("orderId"),
          Field.keyword("status"),
          Field.number("version"),
          Field.number("lineCount"));
  private static final JsonMapper JSON = new JsonMapper();

  private final SortedSearch search;

  public ElasticSearch(ElasticConfig elastic) {
    this.search = new SortedSearch(elastic);
  }

  @Override
  public long settledOrders(String tenant) throws UnavailableException, InterruptedException {
    return search.sums("orders", settledOf(tenant), List.of())[0];
  }

  @Override
  public long settledLines(String tenant) throws UnavailableException, InterruptedException {
    return search.sums("order-lines", settledOf(tenant), List.of())[0];
  }

  @Override
  public Map<String, OrderFacts> orders(String tenant)
      throws UnavailableException, InterruptedException {
    Map<String, OrderFacts> orders = new HashMap<>();
    search.page(
        "orders",
        SortedSearch.ofTenant(tenant),
        FIELDS,
        hit ->
            orders.put(
                SortedSearch.text(hit[0]),
                new OrderFacts(
                    SortedSearch.text(hit[1]),
                    SortedSearch.number(hit[2]),
                    (int) SortedSearch.number(hit[3]))));
    return orders;
  }

  @Override
  public void close() {
    search.close();
  }

  private static ObjectNode settledOf(String tenant) {
    ObjectNode query = JSON.createObjectNode();
    ArrayNode filters = query.putObject("bool").putArray("filter");
    filters.add(SortedSearch.ofTenant(tenant));
    filters.addObject().putObject("terms").putArray("status").add("CONFIRMED").add("REJECTED");
    return query;
  }
}
