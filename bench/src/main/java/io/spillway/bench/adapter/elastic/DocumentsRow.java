package io.spillway.bench.adapter.elastic;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._helpers.bulk.BulkIngester;
import co.elastic.clients.elasticsearch._helpers.bulk.BulkListener;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.transport.rest5_client.low_level.Request;
import co.elastic.clients.transport.rest5_client.low_level.Response;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.analytics.adapter.elastic.ElasticDocumentIndex;
import io.spillway.analytics.adapter.elastic.IndexOptions;
import io.spillway.analytics.adapter.elastic.LiveGeneration;
import io.spillway.analytics.core.bulk.BulkItemResult;
import io.spillway.analytics.core.document.Document;
import io.spillway.bench.adapter.host.OpenRow;
import io.spillway.bench.adapter.host.Simple;
import io.spillway.bench.adapter.host.Workers;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.bench.port.Contender;
import io.spillway.reports.adapter.elastic.ElasticClient;
import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.stack.core.Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Row 9: whole documents with external versions. */
public record DocumentsRow(Lab lab) implements BenchRow {
  private static final String OURS = "analytics sink's index";
  private static final String PEER = "BulkIngester, defaults";
  private static final String LIMIT = "pre-serialised _bulk";
  private static final int DOCUMENTS = 3_000;
  private static final int WRITERS = 2;
  private static final int MAX_DOCUMENTS = 5_000;
  private static final long MAX_BYTES = 5L << 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration REFRESH = Duration.ofSeconds(1);

  @Override
  public RowSpec spec() {
    return new RowSpec(
        9,
        "Elasticsearch, new documents with external versions",
        "documents",
        List.of(
            "Order lines into one index of one shard without replicas, refreshed every second, as"
                + " the product's templates make it. Ours: its index with two writers, 3,000"
                + " documents a call. Peer: BulkIngester of elasticsearch-java as it comes, with"
                + " the same versions. Limit: bodies of 3,000 documents that are serialised before,"
                + " ids overwritten in place, two connections. Every answer is looked at for"
                + " errors."),
        List.of(Goal.times(0.85, OURS, LIMIT), Goal.times(1.2, OURS, PEER)));
  }

  @Override
  public Open open() {
    String uri = lab.servers(Server.ELASTICSEARCH).endpoints().elasticsearch();
    ElasticClient client = ElasticClient.open(uri);
    ElasticDocumentIndex index =
        new ElasticDocumentIndex(
            client,
            new LiveGeneration(client, Clock.systemUTC()),
            new IndexOptions(0, REFRESH, IndexedMovements.RELEASES_AND_ADJUSTMENTS),
            MAX_DOCUMENTS,
            MAX_BYTES,
            TIMEOUT,
            new SimpleMeterRegistry());
    Rest5Client raw = Rest5Client.builder(URI.create(uri)).build();
    LineDocuments documents = new LineDocuments();
    Simple.Preparing fresh =
        _ -> {
          delete(raw);
          index.prepare();
        };
    List<Contender> contenders =
        List.of(
            new Simple(OURS, Role.OURS, fresh, run -> ours(run, index, documents)),
            new Simple(PEER, Role.PEER, fresh, run -> ingester(run, uri, documents)),
            new Simple(LIMIT, Role.LIMIT, fresh, run -> bodies(run, raw, documents)));
    return new OpenRow(
        List.of(client, raw), contenders, Map.of("documents a call", Integer.toString(DOCUMENTS)));
  }

  private static Measurements ours(
      Duration run, ElasticDocumentIndex index, LineDocuments documents) throws Exception {
    return Workers.run(
        WRITERS,
        run,
        _ ->
            () -> {
              List<Document> batch = documents.next(DOCUMENTS);
              for (BulkItemResult result : index.write(batch)) {
                if (result.status() >= 300) {
                  throw new IllegalStateException("a document was answered " + result);
                }
              }
              return batch.size();
            });
  }

  /** One thread adds, as its documentation shows; it sends by itself. */
  private static Measurements ingester(Duration run, String uri, LineDocuments documents)
      throws Exception {
    Counting counting = new Counting();
    try (ElasticsearchClient client = ElasticsearchClient.of(b -> b.host(uri))) {
      long start = System.nanoTime();
      try (BulkIngester<Void> ingester =
          BulkIngester.of(b -> b.client(client).listener(counting))) {
        while (System.nanoTime() - start < run.toNanos()) {
          String id = documents.nextId();
          ingester.add(
              operation ->
                  operation.index(
                      index ->
                          index
                              .index(LineDocuments.INDEX)
                              .id(id)
                              .version(1L)
                              .versionType(VersionType.External)
                              .document(LineDocuments.shared())));
        }
      }
      long elapsed = System.nanoTime() - start;
      if (counting.failed.get() > 0) {
        throw new IllegalStateException(counting.failed + " documents were not taken");
      }
      return Measurements.ofRun(counting.indexed.get(), elapsed);
    }
  }

  /** Counts what came back. */
  private static final class Counting implements BulkListener<Void> {
    private final AtomicLong indexed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    @Override
    public void beforeBulk(long execution, BulkRequest request, List<Void> contexts) {}

    @Override
    public void afterBulk(
        long execution, BulkRequest request, List<Void> contexts, BulkResponse response) {
      long refused = response.items().stream().filter(item -> item.error() != null).count();
      failed.addAndGet(refused);
      indexed.addAndGet(response.items().size() - refused);
    }

    @Override
    public void afterBulk(
        long execution, BulkRequest request, List<Void> contexts, Throwable failure) {
      failed.addAndGet(request.operations().size());
    }
  }

  private static Measurements bodies(Duration run, Rest5Client raw, LineDocuments documents)
      throws Exception {
    return Workers.run(
        WRITERS,
        run,
        _ -> {
          LineDocuments.Body body = documents.body(DOCUMENTS);
          return () -> send(raw, body.renumbered());
        });
  }

  private static long send(Rest5Client raw, byte[] body) throws IOException {
    Request request = new Request("POST", "/_bulk");
    request.addParameter("filter_path", "errors");
    request.setEntity(new ByteArrayEntity(body, ContentType.create("application/x-ndjson")));
    Response response = raw.performRequest(request);
    try (InputStream content = response.getEntity().getContent()) {
      String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
      if (!text.contains("\"errors\":false")) {
        throw new IllegalStateException("the bulk request was answered " + text);
      }
    }
    return DOCUMENTS;
  }

  private static void delete(Rest5Client raw) throws IOException {
    Request request = new Request("DELETE", "/" + LineDocuments.INDEX);
    request.addParameter("ignore_unavailable", "true");
    raw.performRequest(request);
  }
}
