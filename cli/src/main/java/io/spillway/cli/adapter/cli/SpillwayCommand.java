package io.spillway.cli.adapter.cli;

import io.spillway.operate.core.AuditedActs;
import io.spillway.runtime.audit.AuditLog;
import io.spillway.runtime.kafka.KafkaAuditLog;
import io.spillway.schemas.audit.AuditEntry;
import io.spillway.schemas.audit.AuditEntry.Outcome;
import io.spillway.stack.core.PipelineService;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands share. Answers its exit code: 0 when it did what was asked, 1 otherwise. */
abstract class SpillwayCommand implements Callable<Integer> {
  static final int OK = 0;
  static final int FAILED = 1;

  /** Given by {@link Commands}, when picocli makes the command. */
  @SuppressWarnings("NullAway.Init")
  CommandContext context;

  @SuppressWarnings("NullAway.Init")
  @Spec
  CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /** Wrong usage, which picocli prints with the command's synopsis. */
  final ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  final void require(boolean holds, String message) {
    if (!holds) {
      throw wrong(message);
    }
  }

  /** The named services, or all when none is named. */
  final List<PipelineService> services(List<String> names) {
    try {
      return names.isEmpty()
          ? List.of(PipelineService.values())
          : names.stream().map(PipelineService::named).toList();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  /** Does it between its two entries in the audit log, and not at all without the first. */
  final <T> T audited(
      Function<AuditedActs, AuditEntry> begun,
      AuditLog.Act<T, Exception> act,
      Function<T, Outcome> outcome)
      throws Exception {
    AuditedActs acts = new AuditedActs(UUID.randomUUID().toString(), Consent.who(), Instant.now());
    try (KafkaAuditLog audit = context.audit()) {
      return audit.around(begun.apply(acts), Clock.systemUTC(), act, outcome);
    }
  }

  final void print(String line) {
    context.terminal().out().println(line);
  }

  final void print(List<String> lines) {
    lines.forEach(this::print);
  }

  /** Where people read: machines read standard output, so with JSON it holds nothing else. */
  final PrintStream people(boolean json) {
    return json ? context.terminal().err() : context.terminal().out();
  }
}
