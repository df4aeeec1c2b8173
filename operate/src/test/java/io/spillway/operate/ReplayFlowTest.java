package io.spillway.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.operate.core.GroupFacts;
import io.spillway.operate.core.PartitionFacts;
import io.spillway.operate.core.ReplayPlan;
import io.spillway.operate.core.ReplayPoint;
import io.spillway.operate.core.ReplayRequest;
import io.spillway.operate.port.ReplayAdmin;
import io.spillway.runtime.audit.AuditException;
import io.spillway.schemas.audit.AuditEntry;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.port.ServiceSwitch;
import io.spillway.stack.testing.FakePause;
import io.spillway.stack.testing.RecordedProgress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

class ReplayFlowTest {
  private final List<String> done = new ArrayList<>();
  private final List<AuditEntry> audit = new ArrayList<>();
  private final FakeDoor door = new FakeDoor();
  private final FakeServices services = new FakeServices();
  private final ReplayFlow flow =
      new ReplayFlow(
          door, services, audit::add, Clock.systemUTC(), new FakePause(), new RecordedProgress());

  @Test
  void ourOwnProcessorIsStoppedForTheMoveAndStartedAgain() throws Exception {
    door.membersLeft = 3;
    assertThat(flow.carryOut(flow.preview(request("order-store")), "me@here")).isEqualTo(60);
    assertThat(done)
        .containsExactly("stop order-processor", "move order-store", "start order-processor");
    assertThat(audit)
        .extracting(AuditEntry::stage)
        .containsExactly(AuditEntry.Stage.BEGUN, AuditEntry.Stage.DONE);
    assertThat(audit).allMatch(entry -> entry.who().equals("me@here"));
    assertThat(audit).allMatch(entry -> entry.target().equals("orders.events.v1/order-store"));
    assertThat(audit).allMatch(entry -> entry.tenant().equals("*"));
    assertThat(audit.getLast().details()).containsEntry("outcome", "60");
  }

  @Test
  void withoutADurableEntryNothingIsDone() throws Exception {
    ReplayFlow unaudited =
        new ReplayFlow(
            door,
            services,
            _ -> {
              throw new AuditException("Kafka is away", null);
            },
            Clock.systemUTC(),
            new FakePause(),
            new RecordedProgress());
    ReplayFlow.Preview preview = unaudited.preview(request("order-store"));
    assertThatThrownBy(() -> unaudited.carryOut(preview, "me")).isInstanceOf(AuditException.class);
    assertThat(done).isEmpty();
  }

  @Test
  void aServiceThatDidNotRunIsNotStarted() throws Exception {
    services.runs = false;
    flow.carryOut(flow.preview(request("order-store")), "me");
    assertThat(done).containsExactly("move order-store");
  }

  @Test
  void theServiceStartsAgainWhenAnotherInstanceKeepsTheGroupAlive() throws Exception {
    door.membersLeft = Integer.MAX_VALUE;
    ReplayFlow.Preview preview = flow.preview(request("order-store"));
    assertThatThrownBy(() -> flow.carryOut(preview, "me"))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("every other instance of order-processor");
    assertThat(done).containsExactly("stop order-processor", "start order-processor");
    assertThat(audit.getLast().stage()).isEqualTo(AuditEntry.Stage.FAILED);
  }

  @Test
  void anotherTeamsStoppedGroupIsMovedAndNoServiceIsTouched() throws Exception {
    flow.carryOut(flow.preview(request("billing")), "me");
    assertThat(done).containsExactly("move billing");
  }

  @Test
  void anotherTeamsRunningGroupGetsCopiesOnly() throws Exception {
    door.membersLeft = Integer.MAX_VALUE;
    assertThat(flow.carryOut(flow.preview(request("billing")), "me")).isEqualTo(7);
    assertThat(done).containsExactly("copy to orders.events.v1.replay.billing");
  }

  @Test
  void aPreviewChangesNothing() throws Exception {
    assertThat(flow.preview(request("billing")).found().records()).isEqualTo(60);
    assertThat(done).isEmpty();
    assertThat(audit).isEmpty();
  }

  private static ReplayRequest request(String group) {
    return new ReplayRequest(
        Topic.ORDERS_EVENTS,
        group,
        new ReplayPoint.Beginning(),
        new ReplayPoint.End(),
        Optional.empty(),
        Optional.empty());
  }

  private final class FakeServices implements ServiceSwitch {
    private boolean runs = true;

    @Override
    public boolean runs(PipelineService service) {
      return runs;
    }

    @Override
    public void stop(PipelineService service) {
      done.add("stop " + service.serviceName());
    }

    @Override
    public void start(PipelineService service) {
      done.add("start " + service.serviceName());
    }
  }

  /** One partition of 100 records, of which the group has read 60. */
  private final class FakeDoor implements ReplayAdmin {
    private int membersLeft;

    @Override
    public GroupFacts group(ReplayRequest request) {
      int members = membersLeft > 0 ? 1 : 0;
      membersLeft = membersLeft == Integer.MAX_VALUE ? membersLeft : membersLeft - members;
      return new GroupFacts(true, members, true);
    }

    @Override
    public List<PartitionFacts> partitions(ReplayRequest request) {
      return List.of(new PartitionFacts(0, 0, 100, 0, 100, OptionalLong.of(60)));
    }

    @Override
    public Found span(ReplayPlan plan) {
      return new Found(plan.offsets(), Optional.empty(), Optional.empty());
    }

    @Override
    public Found scan(ReplayPlan plan, LongConsumer offsetsRead) {
      return new Found(1, Optional.empty(), Optional.empty());
    }

    @Override
    public void move(ReplayPlan plan) {
      done.add("move " + plan.request().group());
    }

    @Override
    public long redeliver(ReplayPlan plan, String replayId, LongConsumer offsetsRead) {
      done.add("copy to " + plan.request().redeliveryTopic());
      return 7;
    }
  }
}
