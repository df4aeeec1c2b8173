package io.spillway.cli.adapter.cli;

import io.spillway.operate.DeadLetterFlow;
import io.spillway.operate.adapter.kafka.KafkaDeadLetterStore;
import io.spillway.operate.adapter.kafka.TopicSetup;
import io.spillway.operate.core.DeadLetterId;
import io.spillway.operate.core.DeadLetterSelection;
import io.spillway.runtime.kafka.KafkaAuditLog;
import io.spillway.stack.core.Backends;
import io.spillway.verify.adapter.config.BackendConfigs;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "dlq",
    description = {
      "Shows dead letters and settles them: redriven to the topic and partition that they came"
          + " from, or discarded. Each at most once; who, when and why is kept in"
          + " operations.dead-letters.v1 and operations.audit.v1. Letters of a team's group are read"
          + " when --topic or --id names their topic, GROUP.dlq.v1."
    },
    subcommands = {
      DlqListCommand.class,
      DlqShowCommand.class,
      DlqRedriveCommand.class,
      DlqDiscardCommand.class
    },
    synopsisSubcommandLabel = "list|show|redrive|discard",
    footer = {
      "",
      "Examples:",
      "  ./spillway dlq list",
      "  ./spillway dlq show --topic order-store.dlq.v1 --limit 5",
      "  ./spillway dlq redrive --topic order-store.dlq.v1 --cause 'check constraint'",
      "  ./spillway dlq discard --id analytics-sink.dlq.v1/0/17 --reason 'a test of ours'",
    })
final class DlqCommand extends SpillwayCommand {
  @Override
  public Integer call() {
    throw wrong("Missing subcommand: list, show, redrive or discard");
  }

  /** What its commands share: the selection and the way to the letters. */
  abstract static class Sub extends SpillwayCommand {
    @Option(
        names = "--topic",
        paramLabel = "T",
        description = "Letters in this dead-letter topic, or of records from this topic.")
    @Nullable String topic;

    @Option(
        names = "--cause",
        paramLabel = "TEXT",
        description = "Letters whose cause contains this, in any case.")
    @Nullable String cause;

    @Option(
        names = "--id",
        paramLabel = "ID",
        description = "Only this letter, topic/partition/offset; repeatable.")
    List<String> ids = new ArrayList<>();

    @Option(names = "--json", description = "Print only JSON.")
    boolean json;

    final DeadLetterSelection selection() {
      HashSet<DeadLetterId> wanted = new HashSet<>();
      for (String id : ids) {
        try {
          wanted.add(DeadLetterId.parse(id));
        } catch (IllegalArgumentException e) {
          throw wrong("--id = " + e.getMessage());
        }
      }
      return new DeadLetterSelection(
          Optional.ofNullable(topic), Optional.ofNullable(cause), wanted);
    }

    /** A selection that was made on purpose. */
    final DeadLetterSelection selection(boolean all) {
      DeadLetterSelection selection = selection();
      if (selection.isAll() != all) {
        throw wrong(
            all
                ? "--all excludes --topic, --cause and --id"
                : "select dead letters with --topic, --cause, --id or --all");
      }
      return selection;
    }

    @Override
    public final Integer call() throws Exception {
      check();
      Backends backends = context.deployment().backends();
      TopicSetup.ensure(backends);
      try (KafkaAuditLog audit = context.audit()) {
        return call(
            new DeadLetterFlow(
                new KafkaDeadLetterStore(BackendConfigs.kafka(backends)),
                audit,
                Clock.systemUTC(),
                context.progress()));
      }
    }

    /** Refuses wrong usage, before any server is asked. */
    abstract void check();

    abstract int call(DeadLetterFlow flow) throws Exception;
  }
}
