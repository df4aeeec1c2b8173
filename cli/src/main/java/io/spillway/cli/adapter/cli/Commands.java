package io.spillway.cli.adapter.cli;

import io.spillway.cli.core.DurationText;
import io.spillway.cli.core.TerminalText;
import io.spillway.runtime.audit.AuditException;
import io.spillway.stack.core.OperationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.TypeConversionException;

/** Puts the commands together. */
public final class Commands {
  private static final int INTERRUPTED = 130;

  private Commands() {}

  /** Runs one command and answers its exit code: 0 done, 1 failed, 2 wrong usage. */
  public static int run(CommandContext context, String... args) {
    CommandLine line = new CommandLine(new RootCommand(), new Factory(context));
    line.registerConverter(Duration.class, Commands::duration);
    Terminal terminal = context.terminal();
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.coloured() ? Ansi.ON : Ansi.OFF));
    line.setUsageHelpAutoWidth(false);
    line.setExecutionExceptionHandler((failure, command, parsed) -> explain(terminal, failure));
    return line.execute(args);
  }

  private static Duration duration(String text) {
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("" + e.getMessage());
    }
  }

  private record Factory(CommandContext context) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      K made = CommandLine.defaultFactory().create(type);
      if (made instanceof SpillwayCommand command) {
        command.context = context;
      }
      return made;
    }
  }

  private static int explain(Terminal terminal, Exception failure) {
    if (failure instanceof InterruptedException) {
      terminal.err().println("interrupted");
      return INTERRUPTED;
    }
    terminal.err().println("spillway: " + harmless(message(failure)));
    if (System.getenv("SPILLWAY_DEBUG") != null) {
      failure.printStackTrace(terminal.err());
    }
    return SpillwayCommand.FAILED;
  }

  /** A message may quote what a server answered. */
  private static String harmless(String message) {
    return message.lines().map(TerminalText::escaped).collect(Collectors.joining("\n"));
  }

  private static String message(Exception failure) {
    Exception told = failure;
    if (failure instanceof UncheckedIOException wrapper && wrapper.getCause() != null) {
      told = wrapper.getCause();
    }
    if (told instanceof OperationException || told instanceof AuditException) {
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
