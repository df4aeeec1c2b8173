package io.spillway.cli.adapter.cli;

import io.spillway.cli.DeploymentSwitch;
import io.spillway.operate.ReplayFlow;
import io.spillway.operate.adapter.kafka.KafkaReplayAdmin;
import io.spillway.operate.adapter.kafka.TopicSetup;
import io.spillway.operate.core.ReplayPoint;
import io.spillway.operate.core.ReplayRequest;
import io.spillway.runtime.kafka.KafkaAuditLog;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.port.Pause;
import io.spillway.verify.adapter.config.BackendConfigs;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "replay",
    sortOptions = false,
    description = {
      "Redelivers records to one consumer group and to no other. Shows what it will replay and"
          + " asks for confirmation; records every replay in operations.audit.v1.",
      "",
      "A group of the pipeline itself (order-processor, order-store, inventory-processor,"
          + " inventory-availability, analytics-sink): its service is stopped, its positions in the"
          + " topic are moved back, the service is started again. State stores stay, and every"
          + " processor is idempotent, so nothing is doubled.",
      "Another team's group, no consumer running, neither --to nor a filter: its positions are"
          + " moved back, and it reads everything from --from up to now again. Never forward:"
          + " what it has not read yet is not skipped.",
      "Another team's group that is running, or with --to, --tenant or --order: the records are"
          + " copied, byte for byte, to TOPIC.replay.GROUP (as many partitions, kept 3 days), to"
          + " which the group subscribes beside TOPIC. Copies carry the headers spillway-replay-id"
          + " and spillway-replay-source-topic, -partition, -offset, -timestamp."
    },
    footer = {
      "",
      "A time is ISO 8601 with its zone, or a duration such as PT2H for so long ago.",
      "",
      "Examples:",
      "  ./spillway replay --topic cdc.orders.v1 --group analytics-sink --from beginning",
      "  ./spillway replay --topic orders.events.v1 --group billing --from PT2H --dry-run",
      "  ./spillway replay --topic orders.events.v1 --group billing --from 2026-11-20T10:00:00Z \\",
      "      --to 2026-11-20T11:00:00Z --tenant acme --yes",
    })
final class ReplayCommand extends SpillwayCommand {
  @Option(
      names = "--topic",
      paramLabel = "T",
      required = true,
      converter = TailCommand.TopicConverter.class,
      description = "The topic; a wrong name lists them.")
  Topic topic = Topic.ORDERS_EVENTS;

  @Option(
      names = "--group",
      paramLabel = "G",
      required = true,
      description = "The consumer group that gets the records.")
  String group = "";

  @Option(
      names = "--from",
      paramLabel = "POINT",
      required = true,
      description = "beginning, a time, or an offset.")
  String from = "";

  @Option(
      names = "--to",
      paramLabel = "POINT",
      description = "end, a time, or an offset; exclusive (default: ${DEFAULT-VALUE}).")
  String to = "end";

  @Option(names = "--tenant", paramLabel = "NAME", description = "Only this tenant's records.")
  @Nullable String tenant;

  @Option(names = "--order", paramLabel = "ID", description = "Only this order's records.")
  @Nullable String order;

  @Option(names = "--dry-run", description = "Only show what would be replayed.")
  boolean dryRun;

  @Option(names = "--yes", description = "Do not ask for confirmation.")
  boolean yes;

  @Option(names = "--json", description = "Print one line of JSON, and only that.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    ReplayRequest request = request();
    Optional<String> fault = request.fault();
    if (fault.isPresent()) {
      throw wrong(fault.get());
    }
    Backends backends = context.deployment().backends();
    TopicSetup.ensure(backends);
    return InterruptGuard.run(() -> replay(request, backends));
  }

  private int replay(ReplayRequest request, Backends backends) throws Exception {
    try (KafkaReplayAdmin door = new KafkaReplayAdmin(BackendConfigs.kafka(backends));
        KafkaAuditLog audit = context.audit()) {
      ReplayFlow flow =
          new ReplayFlow(
              door,
              new DeploymentSwitch(context.deployment(), RunMode.TOGETHER),
              audit,
              Clock.systemUTC(),
              Pause.system(),
              context.progress());
      ReplayFlow.Preview preview = flow.preview(request);
      ReplayText.lines(preview).forEach(people(json)::println);
      boolean nothing = preview.found().records() == 0;
      if (dryRun || nothing || !Consent.given(yes, "Replay this?", context, spec)) {
        return end(preview, -1, nothing ? "nothing to replay" : "nothing changed");
      }
      long done = flow.carryOut(preview, Consent.who());
      return end(preview, done, ReplayText.outcome(preview.plan(), done));
    }
  }

  private int end(ReplayFlow.Preview preview, long done, String text) {
    context.progress().say(text);
    if (json) {
      print(ReplayText.json(preview, done));
    }
    return OK;
  }

  private ReplayRequest request() {
    Instant now = Instant.now();
    return new ReplayRequest(
        topic,
        group,
        point("--from", from, now),
        point("--to", to, now),
        Optional.ofNullable(tenant),
        Optional.ofNullable(order).map(this::orderId));
  }

  private ReplayPoint point(String option, String text, Instant now) {
    try {
      return ReplayPoint.parse(text, now);
    } catch (IllegalArgumentException e) {
      throw wrong(option + " = " + e.getMessage());
    }
  }

  private RoutedId orderId(String text) {
    try {
      return RoutedId.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong("--order = '" + text + "' is no order id of this pipeline");
    }
  }
}
