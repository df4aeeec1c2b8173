package io.spillway.analytics.adapter.kafka;

import io.spillway.analytics.AnalyticsFlow;
import io.spillway.analytics.core.document.RowDocuments;
import io.spillway.runtime.failure.Failpoints;
import io.spillway.runtime.loop.BatchHandler;
import io.spillway.runtime.loop.DeadLetters;
import io.spillway.runtime.loop.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A batch of rows into the index. The index names each row it refuses, so those are set aside here,
 * without the halving by which the loop would look for them.
 */
public final class RowIndexer implements BatchHandler<RowDocuments> {
  private static final Logger log = LoggerFactory.getLogger(RowIndexer.class);

  private final AnalyticsFlow flow;
  private final DeadLetters deadLetters;

  /** Indexes through the flow; refused rows go to the dead letters. */
  public RowIndexer(AnalyticsFlow flow, DeadLetters deadLetters) {
    this.flow = flow;
    this.deadLetters = deadLetters;
  }

  @Override
  public void handle(int lane, List<Received<RowDocuments>> batch) throws Exception {
    Map<Integer, String> refused = flow.index(batch.stream().map(Received::message).toList());
    List<CompletableFuture<Void>> acknowledgements = new ArrayList<>();
    refused.forEach(
        (position, reason) -> {
          var source = batch.get(position).source();
          acknowledgements.add(deadLetters.send(source, reason, 1));
          log.atWarn()
              .addKeyValue("topic", source.topic())
              .addKeyValue("partition", source.partition())
              .addKeyValue("offset", source.offset())
              .addKeyValue("cause", reason)
              .log("Row set aside");
        });
    for (CompletableFuture<Void> acknowledgement : acknowledgements) {
      acknowledgement.get();
    }
    Failpoints.reached(Failpoints.SINK_AFTER_BULK);
  }
}
