package io.spillway.cli;

import io.spillway.cli.adapter.cli.CommandContext;
import io.spillway.cli.adapter.cli.Commands;
import io.spillway.cli.adapter.cli.Terminal;
import io.spillway.cli.adapter.cli.TerminalProgress;
import io.spillway.runtime.config.InvalidSettingsException;
import io.spillway.runtime.config.Settings;
import io.spillway.stack.PipelineHome;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.StackShape;
import java.nio.file.Path;
import java.util.Optional;

/** The {@code spillway} command; the launcher script at the project's root runs it. */
public final class SpillwayMain {
  private static final int WRONG_USAGE = 2;

  private SpillwayMain() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    PipelineHome home = home();
    // Before any logger exists: what libraries log belongs into a file, not between the answers.
    System.setProperty("logback.configurationFile", "spillway-cli-logback.xml");
    System.setProperty("spillway.log", home.logs().resolve("spillway.log").toString());
    Terminal terminal = Terminal.ofProcess();
    TerminalProgress progress =
        new TerminalProgress(terminal.err(), terminal.errIsTerminal(), System::nanoTime);
    try {
      System.exit(Commands.run(context(home, terminal, progress), args));
    } catch (OperationException | InvalidSettingsException e) {
      terminal.err().println("spillway: " + e.getMessage());
      System.exit(WRONG_USAGE);
    }
  }

  private static CommandContext context(
      PipelineHome home, Terminal terminal, TerminalProgress progress) {
    Settings settings = Settings.load("operator");
    Optional<RemoteConfig> remote = RemoteConfig.from(settings);
    settings.check();
    return remote
        .map(config -> CommandContext.remote(home, terminal, progress, config))
        .orElseGet(
            () -> CommandContext.of(home, terminal, progress, StackShape.of(System.getenv())));
  }

  private static PipelineHome home() {
    Path root =
        Optional.ofNullable(System.getProperty("spillway.root")).map(Path::of).orElse(Path.of(""));
    Path data =
        Optional.ofNullable(System.getProperty("spillway.home"))
            .or(() -> Optional.ofNullable(System.getenv("SPILLWAY_HOME")))
            .map(Path::of)
            .orElse(root.resolve(".spillway"));
    return new PipelineHome(root, data);
  }
}
