package io.spillway.cli.adapter.cli;

import io.spillway.cli.core.TextTable;
import io.spillway.operate.SubmitFlow;
import io.spillway.operate.adapter.http.ApiClient;
import io.spillway.operate.core.Chunk;
import io.spillway.operate.core.Chunks;
import io.spillway.operate.core.LineAnswer;
import io.spillway.operate.core.SubmitTally;
import io.spillway.stack.core.ProgressText;
import io.spillway.stack.port.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "submit",
    description = {
      "Submits orders from a file, one JSON object per line, each with an \"idempotencyKey\".",
      "Retries orders without a response. To resume an interrupted run, run the same command"
          + " again: the same key is the same order."
    },
    footer = {
      "",
      "Exit code 1 when any line is rejected; standard error lists each one.",
      "",
      "Example:",
      "  ./spillway submit --file orders.ndjson",
    })
final class SubmitCommand extends SpillwayCommand {
  private static final int ORDERS_PER_REQUEST = 100;
  private static final long REQUEST_BYTES = 8L << 20;

  @Option(names = "--file", required = true, paramLabel = "F", description = "NDJSON file.")
  Path file = Path.of("");

  @Option(
      names = "--timeout",
      paramLabel = "D",
      description = "Give up after this long without an answer (default: ${DEFAULT-VALUE}).")
  Duration timeout = Duration.ofMinutes(5);

  @Override
  public Integer call() throws Exception {
    long total = countLines();
    long start = System.nanoTime();
    SubmitTally tally;
    try (ApiClient api = context.api();
        Stream<String> lines = Files.lines(file);
        Progress.Meter meter = context.progress().meter("orders", total)) {
      SubmitFlow flow = context.submitFlow(api, timeout);
      tally =
          flow.run(
              new Chunks(lines.iterator(), ORDERS_PER_REQUEST, REQUEST_BYTES),
              meter,
              this::refused);
    }
    summary(tally, Duration.ofNanos(System.nanoTime() - start));
    return tally.refused() == 0 ? OK : FAILED;
  }

  private long countLines() throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.filter(line -> !line.isBlank()).count();
    }
  }

  private void summary(SubmitTally tally, Duration took) {
    double seconds = Math.max(0.001, took.toMillis() / 1000.0);
    TextTable table =
        new TextTable("orders", "count")
            .row("accepted", ProgressText.count(tally.accepted()))
            .row("different ids", ProgressText.count(tally.distinct()))
            .row("refused", ProgressText.count(tally.refused()))
            .row("sent again", ProgressText.count(tally.repeats()))
            .row("per second", ProgressText.count(Math.round(tally.answered() / seconds)));
    tally.refusals().forEach((reason, count) -> table.row("refused: " + reason, count));
    tally.repeatReasons().forEach((reason, count) -> table.row("sent again: " + reason, count));
    table.lines().forEach(this::print);
  }

  private void refused(Chunk.Line line, LineAnswer.Refused refusal) {
    context
        .progress()
        .say(
            String.format(
                Locale.ROOT,
                "line %d rejected with %d: %s",
                line.number(),
                refusal.status(),
                refusal.reason()));
  }
}
