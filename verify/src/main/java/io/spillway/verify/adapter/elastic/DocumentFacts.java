package io.spillway.verify.adapter.elastic;

import static io.spillway.verify.adapter.elastic.SortedSearch.number;
import static io.spillway.verify.adapter.elastic.SortedSearch.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.runtime.config.ElasticConfig;
import io.spillway.schemas.codec.RowKeys;
import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.elastic.SortedSearch.Field;
import io.spillway.verify.core.IdRange;
import io.spillway.verify.core.Scope;
import io.spillway.verify.core.StoreFacts;
import io.spillway.verify.port.SearchDocuments;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Reads keys, versions and hashes of documents, and sums over those that are many. */
public final class DocumentFacts implements SearchDocuments, AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> INDICES =
      List.of("orders", "order-lines", "stock", "stock-movements");
  private static final Field VERSION = Field.number("version");
  private static final Field HASH = Field.keyword("contentHash");

  private final SortedSearch search;

  public DocumentFacts(ElasticConfig elastic) {
    this.search = new SortedSearch(elastic);
  }

  @Override
  public void refresh() throws UnavailableException, InterruptedException {
    search.refresh(INDICES);
  }

  @Override
  public void orders(IdRange range, Scope scope, BiConsumer<String, StoreFacts.Document> sink)
      throws UnavailableException, InterruptedException {
    search.page(
        "orders",
        query(scope, "orderId", range, "createdAt"),
        List.of(Field.keyword("orderId"), VERSION, HASH, Field.number("createdAt")),
        hit -> sink.accept(text(hit[0]), document(hit[1], hit[2])));
  }

  @Override
  public StoreFacts.LineSums lineSums(IdRange range, Scope scope)
      throws UnavailableException, InterruptedException {
    long[] sums =
        search.sums(
            "order-lines",
            query(scope, "orderId", range, "createdAt"),
            List.of("version", "line", "quantity", "unitAmount"));
    return new StoreFacts.LineSums(sums[0], sums[1], sums[2], sums[3], sums[4]);
  }

  @Override
  public void lines(IdRange range, Scope scope, BiConsumer<String, StoreFacts.LineSums> sink)
      throws UnavailableException, InterruptedException {
    search.page(
        "order-lines",
        query(scope, "orderId", range, "createdAt"),
        List.of(
            Field.keyword("orderId"),
            Field.number("line"),
            VERSION,
            Field.number("quantity"),
            Field.number("unitAmount")),
        hit ->
            sink.accept(
                text(hit[0]),
                new StoreFacts.LineSums(
                    1, number(hit[2]), number(hit[1]), number(hit[3]), number(hit[4]))));
  }

  /** The templates say so, in which every sink notes its setting. */
  @Override
  public IndexedMovements indexedMovements() throws UnavailableException, InterruptedException {
    String note = "index_templates.index_template._meta." + IndexedMovements.META;
    for (JsonNode template : search.templates(note)) {
      String setting = template.at("/index_template/_meta/" + IndexedMovements.META).asText();
      if (setting.equals(IndexedMovements.ALL.setting())) {
        return IndexedMovements.ALL;
      }
    }
    return IndexedMovements.RELEASES_AND_ADJUSTMENTS;
  }

  @Override
  public StoreFacts.MovementSums movementSums(IdRange range, Scope scope, IndexedMovements which)
      throws UnavailableException, InterruptedException {
    ObjectNode query = movements(scope, range, which);
    long[] sums =
        search.sums(
            "stock-movements",
            query,
            List.of("line", "quantity", "availableAfter", "reservedAfter"));
    JsonNode counts = search.counts("stock-movements", query, List.of("kind", "outcome"));
    return new StoreFacts.MovementSums(
        sums[0],
        sums[1],
        codes(counts.path("kind"), DocumentFacts::kind),
        sums[2],
        codes(counts.path("outcome"), DocumentFacts::outcome),
        sums[3],
        sums[4]);
  }

  @Override
  public void movements(
      IdRange range,
      Scope scope,
      IndexedMovements which,
      BiConsumer<String, StoreFacts.MovementSums> sink)
      throws UnavailableException, InterruptedException {
    search.page(
        "stock-movements",
        movements(scope, range, which),
        List.of(
            Field.keyword("ref"),
            Field.number("line"),
            Field.keyword("kind"),
            Field.number("quantity"),
            Field.keyword("outcome"),
            Field.number("availableAfter"),
            Field.number("reservedAfter")),
        hit ->
            sink.accept(
                text(hit[0]),
                new StoreFacts.MovementSums(
                    1,
                    number(hit[1]),
                    kind(text(hit[2])),
                    number(hit[3]),
                    outcome(text(hit[4])),
                    number(hit[5]),
                    number(hit[6]))));
  }

  @Override
  public void stock(Scope scope, BiConsumer<String, StoreFacts.Document> sink)
      throws UnavailableException, InterruptedException {
    ObjectNode query = JSON.createObjectNode();
    ArrayNode filter = query.putObject("bool").putArray("filter");
    ofTenant(scope, filter);
    search.page(
        "stock",
        query,
        List.of(Field.keyword("sku"), Field.keyword("tenant"), VERSION, HASH),
        hit -> sink.accept(RowKeys.stock(text(hit[1]), text(hit[0])), document(hit[2], hit[3])));
  }

  @Override
  public void close() {
    search.close();
  }

  private static ObjectNode movements(Scope scope, IdRange range, IndexedMovements which) {
    ObjectNode query = query(scope, "ref", range, "at");
    ArrayNode kinds =
        query.withArray("/bool/filter").addObject().putObject("terms").putArray("kind");
    Arrays.stream(MovementKind.values())
        .filter(which::include)
        .forEach(kind -> kinds.add(kind.name()));
    return query;
  }

  private static ObjectNode query(Scope scope, String id, IdRange range, String time) {
    ObjectNode query = JSON.createObjectNode();
    ArrayNode filter = query.putObject("bool").putArray("filter");
    filter
        .addObject()
        .putObject("range")
        .putObject(id)
        .put("gte", range.lowestText())
        .put("lte", range.highestText());
    ofTenant(scope, filter);
    if (scope.since() != null) {
      filter.addObject().putObject("range").putObject(time).put("gte", scope.since().toString());
    }
    return query;
  }

  private static void ofTenant(Scope scope, ArrayNode filter) {
    if (scope.tenant() != null) {
      filter.add(SortedSearch.ofTenant(scope.tenant()));
    }
  }

  private static long codes(JsonNode counts, ToIntFunction<String> code) {
    long sum = 0;
    for (JsonNode bucket : counts.path("buckets")) {
      sum += bucket.path("doc_count").asLong() * code.applyAsInt(bucket.path("key").asText());
    }
    return sum;
  }

  /** Of a name that is not known, a code that nothing has. */
  private static int kind(String name) {
    for (MovementKind kind : MovementKind.values()) {
      if (kind.name().equals(name)) {
        return kind.code();
      }
    }
    return -1;
  }

  private static int outcome(String name) {
    for (MovementOutcome outcome : MovementOutcome.values()) {
      if (outcome.name().equals(name)) {
        return outcome.code();
      }
    }
    return -1;
  }

  private static StoreFacts.Document document(@Nullable String version, @Nullable String hash) {
    return new StoreFacts.Document(number(version), hash);
  }
}
