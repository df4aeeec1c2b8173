package io.spillway.verify;

import io.spillway.stack.PipelineTarget;
import io.spillway.stack.core.Backends;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.elastic.ElasticHttp;
import io.spillway.verify.adapter.elastic.IndexCounters;
import io.spillway.verify.adapter.http.ServiceMetrics;
import io.spillway.verify.adapter.kafka.KafkaPipelineIdle;
import io.spillway.verify.adapter.kafka.TopicCounters;
import io.spillway.verify.adapter.mysql.StatementCounters;
import io.spillway.verify.adapter.redis.CommandCounters;
import io.spillway.verify.core.footprint.Footprint;
import java.time.Duration;
import java.util.List;

/** Counts what orders cause in the servers of a running pipeline. */
public record FootprintWiring(PipelineTarget pipeline) {
  public <E extends Exception> Footprint of(FootprintFlow.Work<E> work, Duration settle)
      throws E, UnavailableException, InterruptedException {
    Backends backends = pipeline.backends();
    try (TopicCounters topics = new TopicCounters(backends.kafka());
        ElasticHttp elastic = new ElasticHttp(backends.elasticsearch());
        ServiceMetrics services = new ServiceMetrics(pipeline.adminAddresses());
        KafkaPipelineIdle idle = new KafkaPipelineIdle(backends.kafka())) {
      return new FootprintFlow(
              List.of(
                  topics,
                  new IndexCounters(elastic),
                  new StatementCounters(backends),
                  new CommandCounters(backends.redis()),
                  services::batches),
              idle,
              Pause.system())
          .of(work, settle);
    }
  }
}
