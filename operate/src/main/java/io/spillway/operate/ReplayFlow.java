package io.spillway.operate;

import io.spillway.operate.core.AuditedActs;
import io.spillway.operate.core.OwnGroup;
import io.spillway.operate.core.ReplayPlan;
import io.spillway.operate.core.ReplayRequest;
import io.spillway.operate.port.ReplayAdmin;
import io.spillway.runtime.audit.AuditLog;
import io.spillway.schemas.audit.AuditEntry;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.ProgressText;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.ServiceSwitch;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives one consumer group records again, and nobody else. Its positions are moved where that says
 * what is wanted: all records from a point on, as Kafka's own {@code kafka-consumer-groups
 * --reset-offsets} does, and like it only while no consumer runs. Else the records are copied to a
 * topic of the group's own: a copy in the source topic would reach every subscriber.
 *
 * @param clock dates the audit
 * @param pause waits for consumers to leave
 */
public record ReplayFlow(
    ReplayAdmin admin,
    ServiceSwitch services,
    AuditLog audit,
    Clock clock,
    Pause pause,
    Progress progress) {
  private static final Duration LEAVE_LIMIT = Duration.ofSeconds(90);
  private static final Duration LOOK = Duration.ofMillis(500);

  /**
   * What would be done.
   *
   * @param found records for a filtered plan, which were counted; else offsets, an upper bound
   */
  public record Preview(ReplayPlan plan, ReplayAdmin.Found found) {}

  /**
   * Plans and changes nothing.
   *
   * @throws OperationException when the request can never be done
   */
  public Preview preview(ReplayRequest request) throws InterruptedException {
    Optional<String> fault = request.fault();
    if (fault.isPresent()) {
      throw new OperationException(fault.get());
    }
    ReplayPlan plan = plan(request);
    if (!request.filtered()) {
      return new Preview(plan, admin.span(plan));
    }
    try (Progress.Meter meter = progress.meter("reading", plan.offsets())) {
      return new Preview(plan, admin.scan(plan, meter::at));
    }
  }

  /** Does what was agreed to; answers the number of records copied, or of offsets moved back. */
  public long carryOut(Preview preview, String who) throws InterruptedException {
    ReplayPlan plan = preview.plan();
    AuditEntry begun =
        new AuditedActs(UUID.randomUUID().toString(), who, clock.instant())
            .replay(plan, preview.found().records());
    return audit.around(
        begun,
        clock,
        () ->
            plan.method() == ReplayPlan.Method.MOVE_POSITIONS
                ? move(plan.request(), plan)
                : redeliver(plan, begun.id()),
        AuditEntry.Outcome::done);
  }

  private ReplayPlan plan(ReplayRequest request) {
    return ReplayPlan.of(request, admin.group(request), admin.partitions(request));
  }

  private long redeliver(ReplayPlan plan, String replayId) throws InterruptedException {
    try (Progress.Meter meter = progress.meter("copying", plan.offsets())) {
      return admin.redeliver(plan, replayId, meter::at);
    }
  }

  private long move(ReplayRequest request, ReplayPlan agreed) throws InterruptedException {
    Optional<OwnGroup> own = request.own();
    if (own.isEmpty()) {
      admin.move(agreed);
      return agreed.offsets();
    }
    PipelineService service = own.get().service();
    boolean ran = services.runs(service);
    if (ran) {
      services.stop(service);
    }
    try {
      awaitLeft(request, service);
      // It has read on since the preview.
      ReplayPlan plan = plan(request);
      admin.move(plan);
      return plan.offsets();
    } finally {
      if (ran) {
        services.start(service);
      }
    }
  }

  /** A member that stops without leaving, so that its successor finds its place, times out. */
  private void awaitLeft(ReplayRequest request, PipelineService service)
      throws InterruptedException {
    Duration start = pause.now();
    while (admin.group(request).active()) {
      if (pause.now().minus(start).compareTo(LEAVE_LIMIT) > 0) {
        throw new OperationException(
            String.format(
                Locale.ROOT,
                "group %s still has members after %s: stop every other instance of %s, on other"
                    + " machines too, and repeat",
                request.group(),
                ProgressText.duration(LEAVE_LIMIT),
                service.serviceName()));
      }
      pause.sleep(LOOK);
    }
  }
}
