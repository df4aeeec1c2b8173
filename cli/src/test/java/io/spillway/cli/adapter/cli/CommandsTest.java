package io.spillway.cli.adapter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.stack.PipelineHome;
import io.spillway.stack.core.StackShape;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Usage, exit codes and messages of a home where nothing runs. */
class CommandsTest {
  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "up",
        "start",
        "down",
        "stop",
        "status",
        "logs",
        "endpoints",
        "prepare",
        "stock",
        "submit",
        "tail",
        "order",
        "replay",
        "dlq",
        "keys",
        "certs",
        "access",
        "audit",
        "check",
        "reconcile",
        "reindex",
        "kibana",
        "vulnerabilities",
        "test"
      })
  void everyCommandHasHelpWithAnExample(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString(UTF_8)).contains("Usage: spillway", "./spillway " + command);
  }

  @Test
  void helpOfAllNamesTheCommandsAndTheExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8)).contains("demo", "endpoints", "Exit codes: 0 done, 1 failed");
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "nonsense",
    "up nonsense",
    "tail nonsense",
    "stock",
    "submit",
    "logs",
    "demo --orders 0",
    "demo --orders x",
    "demo --nonsense",
    "replay --topic orders.events.v1 --group g",
    "replay --topic orders.events.v1 --group g --from yesterday",
    "replay --topic orders.events.v1 --group order-store --from 0 --to 9",
    "replay --topic orders.events.v1 --group g --from 0 --order x",
    "dlq",
    "vulnerabilities",
    "vulnerabilities --data no-such-file",
    "dlq redrive",
    "dlq redrive --all --topic order-store.dlq.v1",
    "dlq discard --all",
    "dlq show --limit 0",
    "dlq show --id x",
    "certs",
    "certs nonsense",
    "certs rotate --nonsense",
    "keys revoke",
    "keys revoke x --without-audit",
    "access",
    "access plan --plane x",
    "access who-can",
    "access who-can read x --tenant acme",
    "access apply nonsense",
    "audit",
    "audit list --since yesterday",
    "audit verify --expect x",
    "audit verify --expect 1215:3f0a",
    "check --since yesterday",
    "check --settle soon",
    "reconcile nonsense",
    "reindex nonsense",
    "kibana",
    "kibana import"
  })
  void wrongUsageIsTwo(String line) {
    String[] args = line.isEmpty() ? new String[0] : line.split(" ", -1);
    assertThat(run(args)).isEqualTo(2);
    assertThat(err.toString(UTF_8)).isNotBlank();
  }

  @Test
  void aWrongTopicListsTheTopics() {
    run("tail", "nonsense");
    assertThat(err.toString(UTF_8)).contains("orders.events.v1", "analytics-sink.dlq.v1");
  }

  @Test
  void aWrongServiceListsTheServices() {
    run("up", "nonsense");
    assertThat(err.toString(UTF_8)).contains("ingest-api", "analytics-sink");
  }

  @ParameterizedTest
  @CsvSource({
    "endpoints",
    "endpoints --json",
    "tail orders.events.v1",
    "order x",
    "dlq list",
    "certs list",
    "certs rotate",
    "keys revoke 0a1b2c3d4e5f6 --without-audit",
    "access plan"
  })
  void withoutAStackTheWayToOneIsNamed(String line) {
    assertThat(run(line.split(" ", -1))).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("./spillway up");
  }

  @Test
  void withoutATerminalNothingIsAgreedTo() {
    CommandLine.Model.CommandSpec spec = new CommandLine(new DlqCommand()).getCommandSpec();
    // A test has no terminal.
    assertThatThrownBy(() -> Consent.given(false, "Really?", context(), spec))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining("--yes");
    assertThat(Consent.given(true, "Really?", context(), spec)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"y,true", "' YES ',true", "n,false", "'',false", ",false", "yy,false"})
  void onlyAYesAgrees(@Nullable String answer, boolean agreed) {
    assertThat(Consent.isYes(answer)).isEqualTo(agreed);
  }

  @Test
  void statusShowsWhatIsStopped() {
    assertThat(run("status", "--json")).isEqualTo(1);
    assertThat(out.toString(UTF_8))
        .contains("{\"name\":\"ingest-api\",\"state\":\"stopped\",\"pid\":null");
  }

  @Test
  void theFileOfRightsIsAskedWithoutAStack() throws Exception {
    Files.writeString(
        directory.resolve("access.yaml"),
        "version: 1\nteams: {fraud: {http: {roles: [analyst], tenants: [acme]}}}\n");
    assertThat(run("access", "who-can", "orders:read", "--tenant", "acme")).isZero();
    assertThat(out.toString(UTF_8)).contains("fraud", "tenant:acme", "operator", "tenant:*");
    out.reset();
    assertThat(run("access", "who-can", "write", "orders.events.v1", "--json")).isZero();
    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "{\"plane\":\"kafka\",\"principal\":\"operator\",\"resource\":\"cluster:*\",\"action\":\"all\"}",
            "{\"plane\":\"kafka\",\"principal\":\"order-processor\",\"resource\":\"topic:orders.events.v1\","
                + "\"action\":\"write\"}");
    out.reset();
    assertThat(run("access", "who-can", "orders:eat", "--plane", "http")).isEqualTo(1);
  }

  @Test
  void aMistakeInTheFileOfRightsIsToldWithItsLine() throws Exception {
    Path file = directory.resolve("access.yaml");
    Files.writeString(
        file, "version: 1\nteams:\n  fraud: {kafka: {topics: {orders.intake.v1: [read]}}}\n");
    assertThat(run("access", "show")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains(file + ":3: fraud: topics.orders.intake.v1 = 'read'");
  }

  @Test
  void downWithoutAStackIsDone() {
    assertThat(run("down")).isZero();
    assertThat(run("down", "--wipe")).isZero();
  }

  @Test
  void aMissingFileIsNamed() {
    assertThat(run("submit", "--file", "/nowhere/f.ndjson")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("/nowhere/f.ndjson does not exist");
  }

  @Test
  void aLogThatDoesNotExistIsNamed() {
    assertThat(run("logs", "cdc-connector")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("cdc-connector has not been started here");
  }

  @Test
  void theEndOfALogIsShown() throws Exception {
    Path logs = Files.createDirectories(directory.resolve("logs"));
    Files.writeString(logs.resolve("cdc-connector.log"), "one\ntwo\nthree\n");
    assertThat(run("logs", "cdc-connector", "-n", "2")).isZero();
    assertThat(out.toString(UTF_8).lines()).containsExactly("two", "three");
  }

  private int run(String... args) {
    return Commands.run(context(), args);
  }

  private CommandContext context() {
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false, false);
    TerminalProgress progress = new TerminalProgress(terminal.err(), false, System::nanoTime);
    PipelineHome home = new PipelineHome(directory, directory);
    return CommandContext.of(home, terminal, progress, new StackShape(true, 1));
  }
}
