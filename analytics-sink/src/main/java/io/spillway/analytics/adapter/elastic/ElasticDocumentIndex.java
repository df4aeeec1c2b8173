package io.spillway.analytics.adapter.elastic;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spillway.analytics.core.bulk.BulkItemResult;
import io.spillway.analytics.core.bulk.BulkItemResult.Outcome;
import io.spillway.analytics.core.document.Document;
import io.spillway.analytics.core.generation.Generation;
import io.spillway.analytics.port.DocumentIndex;
import io.spillway.reports.adapter.elastic.ElasticClient;
import io.spillway.reports.port.IndexUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bulk requests with external versions, bounded in documents and bytes. The templates are put
 * before the first request, and again after every failure, as a cluster that was away may have come
 * back empty. Thread-safe: workers write side by side.
 */
public final class ElasticDocumentIndex implements DocumentIndex {
  private final ElasticClient client;
  private final Templates templates;
  private final int maxDocuments;
  private final long maxBytes;
  private final Duration timeout;
  private final Timer requests;
  private final DistributionSummary requestBytes;
  private final DistributionSummary requestDocuments;
  private final WriteTarget target;
  private volatile @Nullable Generation prepared;

  public ElasticDocumentIndex(
      ElasticClient client,
      WriteTarget target,
      IndexOptions options,
      int maxDocuments,
      long maxBytes,
      Duration timeout,
      MeterRegistry metrics) {
    this.client = client;
    this.target = target;
    this.templates = new Templates(client, options);
    this.maxDocuments = maxDocuments;
    this.maxBytes = maxBytes;
    this.timeout = timeout;
    requests =
        Timer.builder("spillway.analytics.bulk.requests")
            .description("Bulk requests, successful or not")
            .publishPercentiles(0.5, 0.99)
            .register(metrics);
    requestBytes =
        DistributionSummary.builder("spillway.analytics.bulk.size")
            .baseUnit("bytes")
            .description("Body of a bulk request")
            .register(metrics);
    requestDocuments =
        DistributionSummary.builder("spillway.analytics.bulk.documents")
            .description("Documents of a bulk request")
            .register(metrics);
  }

  @Override
  public List<BulkItemResult> write(List<Document> documents) throws IndexUnavailableException {
    try {
      return write(documents, prepare());
    } catch (IndexUnavailableException e) {
      // What could not be reached may come back empty, without templates, or elsewhere.
      prepared = null;
      target.forget();
      throw e;
    }
  }

  private List<BulkItemResult> write(List<Document> documents, Generation generation)
      throws IndexUnavailableException {
    List<BulkItemResult> results = new ArrayList<>(documents.size());
    BulkBody body = newBody();
    for (Document document : documents) {
      byte[] lines = BulkBody.lines(generation.index(document.index()), document);
      boolean full =
          body.documents() == maxDocuments || body.sizeBytes() + (long) lines.length > maxBytes;
      if (full && body.documents() > 0) {
        results.addAll(send(body));
        body = newBody();
      }
      body.add(lines);
    }
    if (body.documents() > 0) {
      results.addAll(send(body));
    }
    return results;
  }

  /**
   * Puts the templates unless that has been done since the last failure.
   *
   * @return what documents are written to
   */
  public Generation prepare() throws IndexUnavailableException {
    Generation generation = target.generation();
    if (!generation.equals(prepared)) {
      // Whoever fills a generation that is not read yet has prepared it.
      if (target.aliased()) {
        templates.put(generation, true);
      }
      prepared = generation;
    }
    return generation;
  }

  private static BulkBody newBody() {
    return new BulkBody(64 * 1024);
  }

  private List<BulkItemResult> send(BulkBody body) throws IndexUnavailableException {
    Timer.Sample sample = Timer.start();
    requestBytes.record(body.sizeBytes());
    requestDocuments.record(body.documents());
    try {
      byte[] answer =
          client.perform(
              "POST", "/_bulk", Map.of("filter_path", BulkReply.FILTER), body.toBytes(), timeout);
      List<BulkItemResult> results = BulkReply.parse(answer, body.documents());
      // Old indices refuse writes after a swap: the next attempt goes to those that are live then.
      if (results.stream().anyMatch(result -> result.outcome() == Outcome.RESEND)) {
        target.forget();
      }
      return results;
    } finally {
      sample.stop(requests);
    }
  }
}
