package io.spillway.cli.adapter.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands share. Answers its exit code: 0 when it did what was asked, 1 otherwise. */
abstract class SpillwayCommand implements Callable<Integer> {
  static final int OK = 0;
  static final int FAILED = 1;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
