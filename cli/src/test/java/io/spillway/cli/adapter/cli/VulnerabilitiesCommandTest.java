package io.spillway.cli.adapter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.stack.PipelineHome;
import io.spillway.stack.core.StackShape;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exit codes and output of {@code vulnerabilities}. */
class VulnerabilitiesCommandTest {
  private static final String RECORD =
      """
      {"id":"A-1","modified":"2026-01-01T00:00:00Z","aliases":["CVE-1"],"summary":"bad \\u001b[2J",
       "affected":[{"package":{"ecosystem":"Maven","name":"g:a"},
                    "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.1"}]}]}],
       "database_specific":{"severity":"HIGH"}}
      """;

  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path data;

  @BeforeEach
  void writeRecord() throws Exception {
    data = Files.writeString(directory.resolve("osv.json"), RECORD);
  }

  @Test
  void aKnownVulnerabilityIsTold() throws Exception {
    assertThat(run("--data", data.toString(), "--bom", bom("1.0"))).isEqualTo(1);
    assertThat(out.toString(UTF_8))
        .contains("g:a", "A-1", "CVE-1", "HIGH", "1.1", "1 known vulnerabilities in 1 libraries")
        .doesNotContain("\u001b");
  }

  @Test
  void machinesGetJson() throws Exception {
    assertThat(run("--data", data.toString(), "--bom", bom("1.0"), "--json")).isEqualTo(1);
    assertThat(out.toString(UTF_8))
        .contains("\"id\":\"A-1\"", "\"aliases\":[\"CVE-1\"]", "\"fixedIn\":[\"1.1\"]");
  }

  @Test
  void withoutOneItSucceeds() throws Exception {
    assertThat(run("--data", data.toString(), "--bom", bom("1.1"))).isZero();
    assertThat(out.toString(UTF_8))
        .contains("0 known vulnerabilities in 1 libraries, by 1 records");
  }

  @Test
  void withoutDataItSaysThatNothingWasChecked() throws Exception {
    assertThat(run("--bom", bom("1.0"))).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("Nothing was checked", "osv.dev", "--data");
    Path broken = Files.writeString(directory.resolve("broken.json"), "{}");
    assertThat(run("--data", broken.toString(), "--bom", bom("1.0"))).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("is no OSV record");
  }

  private String bom(String version) throws Exception {
    String json =
        "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"group\":\"g\","
            + "\"name\":\"a\",\"version\":\""
            + version
            + "\",\"purl\":\"pkg:maven/g/a@"
            + version
            + "\"}]}";
    return Files.writeString(directory.resolve("bom.json"), json).toString();
  }

  private int run(String... args) {
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false, false);
    TerminalProgress progress = new TerminalProgress(terminal.err(), false, System::nanoTime);
    PipelineHome home = new PipelineHome(directory, directory);
    String[] all = new String[args.length + 1];
    all[0] = "vulnerabilities";
    System.arraycopy(args, 0, all, 1, args.length);
    return Commands.run(CommandContext.of(home, terminal, progress, new StackShape(true, 1)), all);
  }
}
