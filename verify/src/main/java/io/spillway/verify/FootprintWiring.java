package io.spillway.verify;

import io.spillway.runtime.admin.AdminConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.stack.PipelineTarget;
import io.spillway.stack.core.Backends;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.config.BackendConfigs;
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
    try (TopicCounters topics = new TopicCounters(BackendConfigs.kafka(backends));
        ElasticHttp elastic = new ElasticHttp(BackendConfigs.elastic(backends));
        ServiceMetrics services =
            new ServiceMetrics(pipeline.adminAddresses(), AdminConfig.token(Settings.load()));
        KafkaPipelineIdle idle = new KafkaPipelineIdle(BackendConfigs.kafka(backends))) {
      return new FootprintFlow(
              List.of(
                  topics,
                  new IndexCounters(elastic),
                  new StatementCounters(backends),
                  new CommandCounters(BackendConfigs.redis(backends)),
                  services::batches),
              idle,
              Pause.system())
          .of(work, settle);
    }
  }
}
