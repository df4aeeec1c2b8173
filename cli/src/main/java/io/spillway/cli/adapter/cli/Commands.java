package io.spillway.cli.adapter.cli;

import io.spillway.stack.core.OperationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Puts the commands together. */
public final class Commands {
  private static final int INTERRUPTED = 130;

  private Commands() {}

  /** Runs one command and answers its exit code: 0 done, 1 failed, 2 wrong usage. */
  public static int run(CommandContext context, String... args) {
    CommandLine line = new CommandLine(new RootCommand());
    line.addSubcommand(new DemoCommand(context));
    line.addSubcommand(new UpCommand(context));
    line.addSubcommand(new DownCommand(context));
    line.addSubcommand(new StopCommand(context));
    line.addSubcommand(new StatusCommand(context));
    line.addSubcommand(new LogsCommand(context));
    line.addSubcommand(new EndpointsCommand(context));
    line.addSubcommand(new PrepareCommand(context));
    line.addSubcommand(new StockCommand(context));
    line.addSubcommand(new SubmitCommand(context));
    line.addSubcommand(new TailCommand(context));
    line.addSubcommand(new OrderCommand(context));
    line.addSubcommand(new ReplayCommand(context));
    line.addSubcommand(deadLetters(context));
    line.addSubcommand(new CheckCommand(context));
    line.addSubcommand(new ReconcileCommand(context));
    line.addSubcommand(new ReindexCommand(context));
    line.addSubcommand(kibana(context));
    line.addSubcommand(new FaultsCommand(context));
    line.addSubcommand(new BenchCommand(context));
    line.addSubcommand(new TestCommand());
    Terminal terminal = context.terminal();
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.coloured() ? Ansi.ON : Ansi.OFF));
    line.setUsageHelpAutoWidth(false);
    line.setExecutionExceptionHandler((failure, command, parsed) -> explain(terminal, failure));
    return line.execute(args);
  }

  private static CommandLine deadLetters(CommandContext context) {
    CommandLine line = new CommandLine(new DlqCommand());
    line.addSubcommand(new DlqListCommand(context));
    line.addSubcommand(new DlqShowCommand(context));
    line.addSubcommand(new DlqRedriveCommand(context));
    line.addSubcommand(new DlqDiscardCommand(context));
    return line;
  }

  private static CommandLine kibana(CommandContext context) {
    CommandLine line = new CommandLine(new KibanaCommand());
    line.addSubcommand(new KibanaImportCommand(context));
    return line;
  }

  private static int explain(Terminal terminal, Exception failure) {
    if (failure instanceof InterruptedException) {
      terminal.err().println("interrupted");
      return INTERRUPTED;
    }
    terminal.err().println("spillway: " + message(failure));
    if (System.getenv("SPILLWAY_DEBUG") != null) {
      failure.printStackTrace(terminal.err());
    }
    return SpillwayCommand.FAILED;
  }

  private static String message(Exception failure) {
    Exception told = failure;
    if (failure instanceof UncheckedIOException wrapper && wrapper.getCause() != null) {
      told = wrapper.getCause();
    }
    if (told instanceof OperationException) {
      return String.valueOf(told.getMessage());
    }
    if (told instanceof NoSuchFileException e) {
      return e.getFile() + " does not exist";
    }
    String name = told.getClass().getSimpleName();
    return told instanceof IOException
        ? name + ": " + told.getMessage()
        : told + " (SPILLWAY_DEBUG=1 prints the stack trace)";
  }
}
