package io.spillway.faults.adapter;

import io.spillway.operate.ReplayFlow;
import io.spillway.operate.adapter.kafka.KafkaReplayAdmin;
import io.spillway.operate.core.OwnGroup;
import io.spillway.operate.core.ReplayPoint;
import io.spillway.operate.core.ReplayRequest;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaAuditLog;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.ServiceSwitch;
import io.spillway.verify.adapter.config.BackendConfigs;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A group of ours reads everything it has ever read again, while orders go on. */
record Replayed(FaultStack stack, List<OwnGroup> groups, Progress progress) implements FaultAction {
  @Override
  public void inject() throws InterruptedException {
    KafkaConfig kafka = BackendConfigs.kafka(stack.backends());
    try (KafkaAuditLog audit = new KafkaAuditLog(kafka, "spillway-audit");
        KafkaReplayAdmin door = new KafkaReplayAdmin(kafka)) {
      ReplayFlow flow =
          new ReplayFlow(
              door, new Switch(stack), audit, Clock.systemUTC(), Pause.system(), progress);
      for (OwnGroup group : groups) {
        for (var topic : group.topics()) {
          ReplayRequest all =
              new ReplayRequest(
                  topic,
                  group.groupId(),
                  new ReplayPoint.Beginning(),
                  new ReplayPoint.End(),
                  Optional.empty(),
                  Optional.empty());
          flow.carryOut(flow.preview(all), "faults");
        }
      }
    }
  }

  /** Stops and starts through the stack, so that its supervisor does not interfere. */
  private record Switch(FaultStack stack) implements ServiceSwitch {
    @Override
    public boolean runs(PipelineService service) {
      return stack.runs(service);
    }

    @Override
    public void stop(PipelineService service) throws InterruptedException {
      stack.terminate(service);
    }

    @Override
    public void start(PipelineService service) throws InterruptedException {
      stack.launch(service, Map.of());
      stack.awaitReady(service);
    }
  }
}
