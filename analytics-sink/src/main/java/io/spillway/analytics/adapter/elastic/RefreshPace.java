package io.spillway.analytics.adapter.elastic;

import static io.spillway.analytics.adapter.elastic.JsonCalls.JSON;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.analytics.core.backlog.CatchUp;
import io.spillway.reports.adapter.elastic.ElasticClient;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.schemas.documents.Indices;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How soon the documents of rows are searchable: seldom while there is much to catch up with, as
 * each refresh costs what could be written meanwhile. What waits is always told at once. Not
 * thread-safe.
 */
public final class RefreshPace {
  private static final Logger LOG = LoggerFactory.getLogger(RefreshPace.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final JsonCalls elastic;
  private final CatchUp catchUp;
  private final Duration usual;
  private final Duration catchingUp;

  /** Null until it has been set: an earlier instance may have left either. */
  private @Nullable Boolean state;

  public RefreshPace(ElasticClient client, CatchUp catchUp, Duration usual, Duration catchingUp) {
    this.elastic = new JsonCalls(client, TIMEOUT);
    this.catchUp = catchUp;
    this.usual = usual;
    this.catchingUp = catchingUp;
  }

  /**
   * Follows what waits.
   *
   * @return whether there is much to catch up with
   */
  public boolean adapt(long waiting) throws IndexUnavailableException {
    boolean wanted = catchUp.next(Boolean.TRUE.equals(state), waiting);
    if (state != null && state == wanted) {
      return wanted;
    }
    Duration interval = wanted ? catchingUp : usual;
    ObjectNode settings = JSON.createObjectNode();
    RefreshInterval.change(settings, interval);
    elastic.call(
        "PUT",
        "/" + String.join(",", Indices.OF_ROWS) + "/_settings",
        JsonCalls.THOSE_THERE,
        settings);
    if (state != null) {
      LOG.info("documents are searchable every {} with {} records waiting", interval, waiting);
    }
    state = wanted;
    return wanted;
  }
}
