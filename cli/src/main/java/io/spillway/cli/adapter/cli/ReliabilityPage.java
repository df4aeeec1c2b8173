package io.spillway.cli.adapter.cli;

import io.spillway.faults.core.ReliabilityTable;
import io.spillway.faults.core.RoundResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The page whose table holds the figures of the last runs. */
final class ReliabilityPage {
  private ReliabilityPage() {}

  /** Puts the rounds' figures into the table; the rows of other faults stay. */
  static void update(Path page, List<RoundResult> rounds) throws IOException {
    Files.writeString(page, ReliabilityTable.updated(Files.readString(page), rounds));
  }
}
